"""A tenant: the firm that uses Balie."""

from datetime import datetime
from typing import Literal

from balie.ground.core.stored import Stored


class Tenant(Stored):
    """live: real money; a live tenant refuses test keys. timezone: IANA, for calendar days.

    portal_url: where its customers go, no slash at the end; links in mails are made from it.
    confirms_payments: whether a customer gets a mail when an invoice is paid. address_form: how
    Dutch speaks to its customers. restored_at: when its rows were last replaced by a backup's.
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
    restored_at: datetime | None = None
