"""The keys of catching up with a provider: an import or sync, and how far it is."""

import zlib

from balie.ground.aws.keys import Key


def catch_up(catch_up_id: str) -> Key:
    return Key(catch_up_rows(catch_up_id), "CATCH_UP")


PROGRESS = "PROGRESS#"
PROGRESS_ROWS = 16


def catch_up_rows(catch_up_id: str) -> str:
    return f"CATCH_UP#{catch_up_id}"


def catch_up_progress(catch_up_id: str, ref: str) -> Key:
    """Apart, and spread, because every hint that is done adds to it. ref: the hint's."""
    number = zlib.crc32(ref.encode()) % PROGRESS_ROWS
    return Key(catch_up_rows(catch_up_id), f"{PROGRESS}{number:02d}")
