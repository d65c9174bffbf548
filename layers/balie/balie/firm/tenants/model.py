"""A tenant: the firm that uses Balie."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from balie.ground.core.stored import Stored


class Brand(BaseModel):
    """What the firm's own look is made of. Colours are #rrggbb."""

    model_config = ConfigDict(frozen=True)

    color: str = Field(default="#a94a2a", pattern=r"^#[0-9a-f]{6}$")
    on_color: str = Field(default="#ffffff", pattern=r"^#[0-9a-f]{6}$")
    radius_px: int = Field(default=4, ge=0, le=24)


class Tenant(Stored):
    """live: real money; a live tenant refuses test keys. timezone: IANA, for calendar days.

    portal_url: where its customers go, no slash at the end; links in mails are made from it.
    confirms_payments: whether a customer gets a mail when an invoice is paid. address_form: how
    Dutch speaks to its customers.
    """

    id: str
    name: str
    portal_url: str
    support_email: str
    language: str = "nl"
    timezone: str = "Europe/Amsterdam"
    live: bool = True
    confirms_payments: bool = False
    address_form: Literal["je", "u"] = "u"
    brand: Brand = Brand()
