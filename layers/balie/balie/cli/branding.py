"""`balie branding`: how a firm looks to its customers, for those without a desk."""

import argparse
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from balie.cli import words
from balie.cli.words import Parser
from balie.firm.branding import service as branding
from balie.firm.branding.model import Branding, Change, Place
from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.ground.aws.work import Work, open_work
from balie.ground.core import clock
from balie.ground.core.errors import Invalid
from balie.ground.core.events import Cause

LEGAL = ("terms", "privacy", "imprint")
PICTURES: tuple[Place, ...] = ("logo", "favicon")
# What is said in the place of a pattern.
WANTED = {
    "color": "six hexadecimal digits after a #, as #a94a2a",
    "support_email": "a mail address, as help@firm.eu",
}


class BrandingInvalid(Invalid):
    code = "branding_invalid"


def add_to(balie: Parser) -> None:
    group = balie.command("branding", "how a firm looks to its customers, in pages and mails")
    change = group.command(
        "set",
        "change what is given, and nothing else; then print how it is",
        examples='branding set --tenant ten_... --color "#a94a2a" --logo logo.png\n'
        "branding set --tenant ten_... --terms https://firm.eu/terms --address-form je",
    )
    change.of_a_tenant()
    change.add_argument("--color", metavar="#RRGGBB", help="of buttons; checked for contrast")
    change.add_argument("--radius", dest="radius_px", type=int, metavar="PX", help="of corners")
    change.add_argument("--header-text", metavar="TEXT", help="beside the logo; '' for none")
    change.add_argument("--support-email", metavar="ADDRESS", help="where customers ask for help")
    change.add_argument("--address-form", choices=("je", "u"), help="how Dutch speaks to them")
    for kind in LEGAL:
        change.add_argument(f"--{kind}", metavar="URL", help="the firm's own text; '' for none")
    for place in PICTURES:
        change.add_argument(f"--{place}", type=Path, metavar="FILE", help="PNG, JPEG or WebP")
    change.set_defaults(run=_set)

    show = group.command("show", "print how it is", examples="branding show --tenant ten_...")
    show.of_a_tenant()
    show.set_defaults(run=_show)


def _set(parsed: argparse.Namespace) -> None:
    with open_work(parsed.tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        before = branding.current(work)
        wanted = _wanted(tenants.current(work), before, parsed)
        branding.change(work, wanted, version=before.version)
        for place in PICTURES:
            file = getattr(parsed, place)
            if file is not None:
                branding.set_picture(work, place, _content(file), version=before.version)
    _show(parsed)


def _show(parsed: argparse.Namespace) -> None:
    with open_work(parsed.tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        for name, value in _facts(work).items():
            print(f"{name:14} {'-' if value is None else value}")


def _wanted(firm: Tenant, before: Branding, parsed: argparse.Namespace) -> Change:
    """Raises BrandingInvalid."""
    now = {
        "color": before.color,
        "radius_px": before.radius_px,
        "header_text": before.header_text,
        "support_email": firm.support_email,
        "address_form": firm.address_form,
    }
    given = vars(parsed)
    chosen = {name: now[name] if given[name] is None else given[name] for name in now}
    if given["color"]:
        chosen["color"] = given["color"].lower()
    legal = before.legal.model_dump() | {
        kind: given[kind] or None for kind in LEGAL if given[kind] is not None
    }
    try:
        return Change.model_validate({**chosen, "legal": legal})
    except ValidationError as error:
        found = error.errors()[0]
        field = str(found["loc"][-1])
        option = field.removesuffix("_px").replace("_", "-")
        wanted = WANTED.get(field) or found["msg"].removeprefix("Value error, ")
        raise BrandingInvalid(f"--{option}: {wanted}") from error


def _content(file: Path) -> bytes:
    """Raises BrandingInvalid."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BrandingInvalid(f"{file} cannot be read: {error.strerror}") from error


def _facts(work: Work) -> dict[str, Any]:
    chosen, firm = branding.current(work), tenants.current(work)
    sizes = {
        place: f"{picture.width} x {picture.height} {picture.kind}" if picture else None
        for place, picture in (("logo", chosen.logo), ("favicon", chosen.favicon))
    }
    return {
        "color": chosen.color,
        "radius": f"{chosen.radius_px}px",
        "header text": firm.name if chosen.header_text is None else f'"{chosen.header_text}"',
        **sizes,
        **chosen.legal.model_dump(),
        "support email": firm.support_email,
        "address form": firm.address_form,
    }
