"""What happened, written down; and what may leave the house because of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.ground.core.events import Cause, Event, from_json, may_leave_the_house, to_json

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FIRST = datetime(1000, 1, 1)  # noqa: DTZ001
MOMENTS = st.datetimes(min_value=FIRST, timezones=st.just(UTC))


def event(cause: Cause, *, hours_ago: float = 0) -> Event:
    return Event(
        id="evt_1",
        name="invoice.paid",
        object_id="inv_1",
        customer_id="cus_1",
        actor="provider:stripe",
        cause=cause,
        occurred_at=NOW - timedelta(hours=hours_ago),
        recorded_at=NOW,
        data={"number": "F-1"},
    )


@pytest.mark.parametrize("hours_ago", [0, 1, 71.9, 73, 24 * 365])
def test_nothing_leaves_the_house_because_of_an_import(hours_ago):
    assert not may_leave_the_house(event(Cause.IMPORT, hours_ago=hours_ago))


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause is not Cause.IMPORT])
def test_what_has_just_happened_may_be_told(cause):
    assert may_leave_the_house(event(cause))
    assert may_leave_the_house(event(cause, hours_ago=71.9))


def test_what_a_sync_finds_late_is_no_news():
    assert not may_leave_the_house(event(Cause.SYNC, hours_ago=72))
    assert not may_leave_the_house(event(Cause.SYNC, hours_ago=24 * 365))


@given(
    st.sampled_from(Cause),
    MOMENTS,
    MOMENTS,
    st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=4),
    st.none() | st.text(max_size=10),
)
def test_an_event_is_read_as_it_was_written(cause, occurred_at, recorded_at, data, customer_id):
    written = replace(
        event(cause),
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        data=data,
        customer_id=customer_id,
    )
    assert from_json(to_json(written)) == written


def test_an_event_of_a_release_that_wrote_less_is_read():
    """As rows held it before tenant, cause_ref and hash were written."""
    text = (
        '{"actor": "provider:stripe", "cause": "webhook", "customer_id": "cus_1", "data":'
        ' {"number": "F-1"}, "id": "evt_1", "name": "invoice.paid", "object_id": "inv_1",'
        ' "occurred_at": "2026-11-22T09:30:00.000000Z",'
        ' "recorded_at": "2026-11-22T09:30:00.000000Z"}'
    )
    assert from_json(text) == event(Cause.WEBHOOK)


def test_the_same_event_is_the_same_text():
    one = replace(event(Cause.WEBHOOK), data={"a": "1", "b": "2"})
    other = replace(event(Cause.WEBHOOK), data={"b": "2", "a": "1"})
    assert to_json(one) == to_json(other)


def test_what_a_newer_release_says_of_an_event_is_passed_over() -> None:
    told = event(Cause.WEBHOOK)
    newer = json.loads(to_json(told)) | {"mood": "fine"}
    assert from_json(json.dumps(newer)) == told
