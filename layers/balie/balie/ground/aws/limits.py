"""What may be done so many times within an hour."""

import hashlib
from datetime import datetime, timedelta

from balie.ground.aws import keys, rows
from balie.ground.aws.work import Work
from balie.ground.core.clock import to_text
from balie.ground.core.errors import Changed, TooMany

HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)  # a counter is cleared away some time after its hour


def count(work: Work, what: str, most: int) -> None:
    """Once more. what: the kind and whose it is, without anything personal.

    Raises TooMany; of several at once, the commit refuses those that are too many.
    """
    key = keys.limit(what, to_text(work.now)[:13])
    row = work.get(key)
    if row and rows.number(row, "count") >= most:
        raise _too_many(work.now)
    work.add(key, {"count": 1}, below={"count": most}, fixed=rows.ttl(work.now + HOUR + KEPT))


def commit(work: Work) -> None:
    """At once, where nothing but counters can have changed meanwhile. Raises TooMany."""
    try:
        work.commit()
    except Changed as error:
        raise _too_many(work.now) from error


def whose(text: str) -> str:
    """For the name of a limit: the same for the same text, which is not in it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _too_many(now: datetime) -> TooMany:
    return TooMany(
        "This was tried too often. Try again within the hour.",
        retry_after_seconds=_seconds_left(now),
    )


def _seconds_left(now: datetime) -> int:
    return 3600 - (now.minute * 60 + now.second)
