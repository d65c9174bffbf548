"""Billing periods: months keep their day, clipped to the month's end."""

import calendar as days
from datetime import UTC, datetime

from dev.stripe.clock import DAY
from dev.stripe.store import Obj


def period_end(start: int, anchor: int, recurring: Obj) -> int:
    """The end of the period that begins at `start`; `anchor` gives the day of the month."""
    count: int = recurring["interval_count"]
    interval = recurring["interval"]
    if interval in ("day", "week"):
        return start + count * DAY * (7 if interval == "week" else 1)
    begin = datetime.fromtimestamp(start, UTC)
    months = begin.month - 1 + count * (12 if interval == "year" else 1)
    year, month = begin.year + months // 12, months % 12 + 1
    wanted = datetime.fromtimestamp(anchor, UTC).day
    day = min(wanted, days.monthrange(year, month)[1])
    return int(begin.replace(year=year, month=month, day=day).timestamp())
