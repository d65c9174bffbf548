"""Ids that follow from their cause, and lists that begin with the newest."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from ulid import ULID

from balie.ground.core.ids import derived_id, new_id, newest_first

CREATED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ULIDS = st.binary(min_size=16, max_size=16).map(lambda raw: str(ULID(raw)))
MOMENTS = st.integers(min_value=0, max_value=4_102_444_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
CAUSE = st.lists(st.text(max_size=20), min_size=1, max_size=3)


def test_an_id_that_is_stored_must_never_change():
    """Rows are found by it: another algorithm would orphan every row there is."""
    assert derived_id("inv", CREATED, "con_1", "in_1") == "inv_01M819EKE0DE2KRKHZFMQ9356P"


@given(MOMENTS, CAUSE)
def test_the_same_cause_gives_the_same_id(created_at, cause):
    assert derived_id("inv", created_at, *cause) == derived_id("inv", created_at, *cause)


def test_another_cause_or_moment_gives_another_id():
    ids = {
        derived_id("inv", CREATED, "con_1", "in_1"),
        derived_id("inv", CREATED, "con_1", "in_2"),
        derived_id("inv", CREATED, "con_2", "in_1"),
        derived_id("inv", CREATED + timedelta(milliseconds=1), "con_1", "in_1"),
        derived_id("inv", CREATED, "con_1in_1"),
        derived_id("inv", CREATED, "con_1", "in", "_1"),
        derived_id("pay", CREATED, "con_1", "in_1"),
    }
    assert len(ids) == 7


@given(MOMENTS, MOMENTS)
def test_derived_ids_sort_by_the_moment_of_creation(one, other):
    moments = [int(moment.timestamp() * 1000) for moment in (one, other)]
    ids = [derived_id("inv", moment, "con_1", "in_1") for moment in (one, other)]
    if moments[0] != moments[1]:
        assert (ids[0] < ids[1]) == (moments[0] < moments[1])


@given(ULIDS, ULIDS)
def test_newest_first_turns_the_order_of_any_two_round(one, other):
    mirrored = [newest_first(f"inv_{ulid}") for ulid in (one, other)]
    assert (mirrored[0] < mirrored[1]) == (one > other)
    assert (mirrored[0] == mirrored[1]) == (one == other)


@given(ULIDS)
def test_newest_first_can_be_turned_back(ulid):
    assert newest_first(newest_first(f"inv_{ulid}")) == ulid


def test_new_ids_are_told_apart_and_say_what_they_are_of():
    ids = {new_id("evt") for _ in range(1000)}
    assert len(ids) == 1000
    assert {found.partition("_")[0] for found in ids} == {"evt"}
