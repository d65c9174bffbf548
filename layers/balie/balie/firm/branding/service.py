"""Branding: how a firm looks to its customers, read and changed."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from balie.firm.branding import rules, store
from balie.firm.branding.model import Branding, Change, Place
from balie.firm.tenants import service as tenants
from balie.ground.aws.blobs import Blob
from balie.ground.aws.work import Work
from balie.ground.core import images
from balie.ground.core.errors import NotFound

FILE = re.compile(r"[0-9a-f]{32}\.(png|jpeg|webp)")
WITH_THE_FIRM = ("support_email", "address_form")


class PictureMissing(NotFound):
    code = "picture_missing"


def current(work: Work) -> Branding:
    """As the firm chose; the neutral look when it has not chosen yet."""
    return store.get(work) or Branding()


def change(work: Work, wanted: Change, *, version: int) -> Branding:
    """version: of the branding that the person saw; the commit raises Changed for an older one.

    Raises ContrastTooLow.
    """
    rules.check_color(wanted.color)
    chosen = {name: getattr(wanted, name) for name in Change.model_fields}
    of_the_firm = {name: chosen.pop(name) for name in WITH_THE_FIRM}
    firm = tenants.current(work)
    changed = _differing(firm, of_the_firm)
    if changed:
        tenants.save(work, firm.model_copy(update=of_the_firm))
    return _save(work, chosen, version, also=changed)


def set_picture(work: Work, place: Place, content: bytes, *, version: int) -> Branding:
    """content: of a file, whatever it is. Raises ImageRefused."""
    rules.check_size(content, place)
    image = images.read(content)
    picture = rules.picture(image, place)
    store.keep(work, picture, image.content)
    return _save(work, {place: picture}, version)


def remove_picture(work: Work, place: Place, *, version: int) -> Branding:
    return _save(work, {place: None}, version)


def picture(work: Work, file: str) -> Blob:
    """file: as `Picture.file` names it; those that were replaced stay, for mails that show them.

    Raises PictureMissing.
    """
    found = store.picture(work, file) if FILE.fullmatch(file) else None
    if found is None:
        raise PictureMissing("There is no such picture.")
    return found


def picture_at(work: Work, place: Place) -> Blob:
    """Raises PictureMissing."""
    shown = current(work).logo if place == "logo" else current(work).favicon
    return picture(work, shown.file if shown else "")


def _save(
    work: Work, chosen: dict[str, Any], version: int, *, also: Iterable[str] = ()
) -> Branding:
    """also: what was changed of the firm."""
    before = current(work)
    after = before.model_copy(update={**chosen, "version": version})
    fields = sorted([*_differing(before, chosen), *also])
    store.save(work, after)
    work.record("branding.changed", work.tenant, fields=",".join(fields))
    return after.model_copy(update={"version": version + 1})


def _differing(before: BaseModel, chosen: dict[str, Any]) -> list[str]:
    return [name for name, value in chosen.items() if getattr(before, name) != value]
