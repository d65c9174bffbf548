"""A firm that has chosen how it looks, and what of that must never be seen at another's."""

from typing import Any

from balie.firm.branding import service as branding
from balie.firm.branding.model import Branding, Change, Place
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from tests.house.house import House

CHOSEN: dict[str, Any] = {
    "color": "#0b2d6b",
    "radius_px": 12,
    "header_text": "Kade, by CANARY",
    "legal": {"terms": "https://canary.example/terms", "imprint": "https://canary.example/me"},
    "support_email": "canary@kade.example",
    "address_form": "je",
}
CANARIES = ("#0b2d6b", "CANARY", "canary")


def choose(house: House, *, version: int | None = None, **different: Any) -> Branding:
    """version: that the person saw; the newest when not given."""
    wanted = Change.model_validate(CHOSEN | different)
    with open_work(house.tenant, "user:test", Cause.PERSON, clock.now()) as work:
        seen = branding.current(work).version if version is None else version
        return branding.change(work, wanted, version=seen)


def show(house: House, content: bytes, place: Place = "logo") -> Branding:
    with open_work(house.tenant, "user:test", Cause.PERSON, clock.now()) as work:
        seen = branding.current(work).version
        return branding.set_picture(work, place, content, version=seen)
