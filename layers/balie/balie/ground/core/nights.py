"""When something is done that is done every night: in a minute of its own."""

import zlib
from datetime import datetime, timedelta

NIGHT_BEGINS = timedelta(hours=1)  # after midnight UTC: still dark over all of Europe
NIGHT_LASTS = timedelta(hours=3)
DAY = timedelta(days=1)


def next_night(what: str, now: datetime) -> datetime:
    """what: an id, so that not all of them come at once."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    share = zlib.crc32(what.encode()) / 2**32
    tonight = midnight + NIGHT_BEGINS + share * NIGHT_LASTS
    return tonight if tonight > now else tonight + DAY
