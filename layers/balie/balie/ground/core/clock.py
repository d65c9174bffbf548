"""The only reading of the clock: at the edge, once per request. Services use `work.now`."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def now() -> datetime:
    return datetime.now(UTC)


def day_in(timezone: str, instant: datetime) -> date:
    """The calendar day of an instant in an IANA time zone ("Europe/Amsterdam")."""
    return instant.astimezone(ZoneInfo(timezone)).date()


def start_of(timezone: str, day: date) -> datetime:
    """The first moment of a calendar day in an IANA time zone, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(UTC)


def to_text(instant: datetime) -> str:
    """2026-11-22T09:30:00.000000Z: fixed width, so that text sorts as time does."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
