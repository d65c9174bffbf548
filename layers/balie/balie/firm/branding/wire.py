"""A firm's look as style sheet and JSON: for its customers, and for whoever changes it."""

from pydantic import BaseModel

from balie.firm.branding import rules
from balie.firm.branding.model import Branding, Check, Legal, Pair, Picture, Theme
from balie.firm.tenants.model import Tenant


class WirePicture(BaseModel):
    """file: its name behind /branding/. width, height: in pixels."""

    file: str
    width: int
    height: int


class WireBrand(BaseModel):
    """Colours are #rrggbb; on_color: of words on the other."""

    color: str
    on_color: str
    radius_px: int


class WireLook(BaseModel):
    """What the portal shows. name: "" where no firm is. header_text: beside the logo, "" for none;
    what stands there when a firm says nothing is its name."""

    name: str
    brand: WireBrand
    language: str
    address_form: str
    support_email: str
    header_text: str
    logo: WirePicture | None
    favicon: WirePicture | None
    legal: Legal


class WireCheck(BaseModel):
    theme: Theme
    pair: Pair
    ratio: float
    needed: float
    passes: bool


class WireJudgement(BaseModel):
    """on_color: of words on the colour. nearest: what to take instead; null when it will do.
    variables: what a style sheet sets."""

    on_color: str
    checks: list[WireCheck]
    nearest: str | None
    variables: dict[str, str]


class WireBranding(BaseModel):
    """As a person may change it. header_text: null for the firm's name. version: for `change`."""

    version: int
    name: str
    color: str
    radius_px: int
    header_text: str | None
    logo: WirePicture | None
    favicon: WirePicture | None
    legal: Legal
    support_email: str
    address_form: str
    judgement: WireJudgement


def style_sheet(branding: Branding) -> str:
    lines = [f"  {name}: {value};" for name, value in rules.variables(branding).items()]
    return "\n".join([":root {", *lines, "}\n"])


def look(firm: Tenant, branding: Branding) -> WireLook:
    return WireLook(
        name=firm.name,
        brand=_brand(branding),
        language=firm.language,
        address_form=firm.address_form,
        support_email=firm.support_email,
        header_text=rules.header_text(branding, firm.name),
        logo=_picture(branding.logo),
        favicon=_picture(branding.favicon),
        legal=branding.legal,
    )


def look_of_nobody() -> WireLook:
    """Where no firm is: what one sees that has chosen nothing, without a name."""
    return WireLook(
        name="",
        brand=_brand(Branding()),
        language="en",
        address_form="u",
        support_email="",
        header_text="",
        logo=None,
        favicon=None,
        legal=Legal(),
    )


def judgement(color: str, radius_px: int) -> WireJudgement:
    return WireJudgement(
        on_color=rules.on_color(color),
        checks=[_check(check) for check in rules.checks(color)],
        nearest=rules.nearest(color),
        variables=rules.variables(Branding(color=color, radius_px=radius_px)),
    )


def branding(firm: Tenant, chosen: Branding) -> WireBranding:
    return WireBranding(
        version=chosen.version,
        name=firm.name,
        color=chosen.color,
        radius_px=chosen.radius_px,
        header_text=chosen.header_text,
        logo=_picture(chosen.logo),
        favicon=_picture(chosen.favicon),
        legal=chosen.legal,
        support_email=firm.support_email,
        address_form=firm.address_form,
        judgement=judgement(chosen.color, chosen.radius_px),
    )


def _check(check: Check) -> WireCheck:
    return WireCheck(
        theme=check.theme,
        pair=check.pair,
        ratio=check.ratio,
        needed=check.needed,
        passes=check.passes,
    )


def _brand(branding: Branding) -> WireBrand:
    on_color = rules.on_color(branding.color)
    return WireBrand(color=branding.color, on_color=on_color, radius_px=branding.radius_px)


def _picture(found: Picture | None) -> WirePicture | None:
    if found is None:
        return None
    return WirePicture(file=found.file, width=found.width, height=found.height)
