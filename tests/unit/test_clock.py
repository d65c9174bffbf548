"""Moments as text that sorts, and the calendar days of a firm."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.ground.core.clock import day_in, from_text, now, to_text

FIRST = datetime(1000, 1, 1)  # noqa: DTZ001
MOMENTS = st.datetimes(min_value=FIRST, timezones=st.just(UTC))


def test_now_is_aware_and_utc():
    assert now().tzinfo is UTC


@given(MOMENTS, MOMENTS)
def test_text_sorts_as_time_does(one, other):
    assert (to_text(one) < to_text(other)) == (one < other)
    assert from_text(to_text(one)) == one


def test_another_zone_is_written_in_utc():
    there = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    assert to_text(there) == "2026-11-22T08:30:00.000000Z"


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_day_is_that_of_the_firms_own_calendar(instant, day):
    assert day_in("Europe/Amsterdam", instant) == day
