"""A firm's own look: what its customers see in pages and mails, and nothing that runs."""

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from balie.ground.core.images import Kind
from balie.ground.core.stored import Stored

MEDIA_TYPES: dict[Kind, str] = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
NAME = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
HTTPS = re.compile(rf"https://({NAME}\.)+{NAME}(:[0-9]{{1,5}})?([/?#][!-~]*)?")
NOT_IN_A_LINK = set("\\\"'<>`{}|^")


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a text on one line, without signs that cannot be seen")
    return text.strip()


def _https(address: str) -> str:
    if not HTTPS.fullmatch(address) or NOT_IN_A_LINK & set(address):
        raise ValueError("an address that begins with https://")
    return address


Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Radius = Annotated[int, Field(ge=0, le=24)]
HeaderText = Annotated[str, Field(max_length=60), AfterValidator(_one_line)]
Link = Annotated[str, Field(max_length=300), AfterValidator(_https)]
SupportEmail = Annotated[
    str, Field(max_length=254, pattern=rf"^[A-Za-z0-9._+-]{{1,64}}@({NAME}\.)+{NAME}$")
]


class Picture(BaseModel):
    """digest: of its content, the name that it is kept under. width, height: in pixels."""

    model_config = ConfigDict(frozen=True)

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    kind: Kind
    width: int
    height: int

    @property
    def file(self) -> str:
        return f"{self.digest}.{self.kind}"


Place = Literal["logo", "favicon"]  # where a picture is shown: beside the name, in the tab


class Legal(BaseModel):
    """Where the firm's own texts stand; None for those it has not."""

    model_config = ConfigDict(frozen=True)

    terms: Link | None = None
    privacy: Link | None = None
    imprint: Link | None = None


class Branding(Stored):
    """Without any choice of the firm it is the neutral look of `tokens.css`.

    color: #rrggbb, small letters. radius_px: of buttons and boxes. header_text: beside the logo;
    None for the firm's name, "" for none.
    """

    color: Color = "#44505c"
    radius_px: Radius = 4
    header_text: HeaderText | None = None
    logo: Picture | None = None
    favicon: Picture | None = None
    legal: Legal = Legal()


class Change(BaseModel):
    """All that a person types: what is the branding's own, and what is kept with the firm."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    color: Color
    radius_px: Radius
    header_text: HeaderText | None
    legal: Legal
    support_email: SupportEmail
    address_form: Literal["je", "u"]


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


class Pair(StrEnum):
    """What must be told apart: a button's words on it, resting, pointed at and pressed; an edge."""

    BUTTON = "button"
    HOVER = "hover"
    PRESS = "press"
    EDGE = "edge"


class Check(BaseModel):
    """ratio: contrast as WCAG 2.2 defines it, 1 to 21. needed: what its level AA asks for."""

    model_config = ConfigDict(frozen=True)

    theme: Theme
    pair: Pair
    ratio: float
    needed: float

    @property
    def passes(self) -> bool:
        return self.ratio >= self.needed
