"""How the two demonstration firms look: a studio in terracotta, a host in deep blue."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from balie.firm.branding import service as branding
from balie.firm.branding.model import Change, Legal, Place
from balie.ground.aws.work import open_work
from balie.ground.core.events import Cause

FOLDER = Path(__file__).parent


class Look(NamedTuple):
    """pictures: where each is shown -> its file in this folder."""

    change: Change
    pictures: dict[Place, str]


STUDIO_NOORD = Look(
    Change(
        color="#a94a2a",
        radius_px=3,
        header_text=None,
        legal=Legal(
            terms="https://studionoord.example/voorwaarden",
            privacy="https://studionoord.example/privacy",
        ),
        support_email="facturen@studionoord.example",
        address_form="je",
    ),
    {"logo": "noord-logo.png", "favicon": "noord-tab.png"},
)
KADE = Look(
    Change(
        color="#0b2d6b",
        radius_px=12,
        header_text="",
        legal=Legal(
            terms="https://kadehosting.example/terms",
            privacy="https://kadehosting.example/privacy",
            imprint="https://kadehosting.example/colofon",
        ),
        support_email="facturen@kadehosting.example",
        address_form="u",
    ),
    {"logo": "kade-logo.png", "favicon": "kade-tab.png"},
)


def put_on(tenant: str, look: Look, *, actor: str, now: datetime) -> None:
    """Where the firm has chosen nothing yet; a later look of its own stays."""
    with open_work(tenant, actor, Cause.OPERATOR, now) as work:
        if branding.current(work).version:
            return
        chosen = branding.change(work, look.change, version=0)
        for place, file in look.pictures.items():
            content = (FOLDER / file).read_bytes()
            chosen = branding.set_picture(work, place, content, version=chosen.version)
