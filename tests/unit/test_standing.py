"""How things stand for a customer: open is overdue, collected or due later, never two of them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from balie.ground.core.money import Money, zero
from balie.money.ledger.model import Balance, Due
from balie.views.overview.service import standing

TODAY = date(2026, 11, 22)


def euro(cents: int) -> Money:
    return Money(cents, "EUR")


def balance(*due: Due, unapplied: int = 0, reclaim: int = 0) -> Balance:
    owed = sum((one.amount for one in due), zero("EUR"))
    by_day = tuple(sorted(due, key=lambda one: one.day))
    return Balance(owed, euro(unapplied), euro(reclaim), by_day)


def due(days: int, cents: int, *, automatic: bool = False) -> Due:
    return Due(TODAY + timedelta(days=days), automatic, euro(cents))


DUES = st.lists(
    st.builds(due, st.integers(-400, 400), st.integers(1, 10**9), automatic=st.booleans()),
    max_size=12,
)


@given(DUES)
def test_what_is_open_is_overdue_collected_or_due_later(dues):
    found = standing(balance(*dues), TODAY)
    assert found.open == found.overdue + found.collected + found.due_later
    assert min(found.overdue.minor, found.collected.minor, found.due_later.minor) >= 0
    assert (found.overdue_since is None) == (found.overdue == euro(0))


@given(DUES)
def test_overdue_counts_from_the_earliest_day_missed(dues):
    late = [one.day for one in dues if one.day < TODAY and not one.automatic]
    assert standing(balance(*dues), TODAY).overdue_since == min(late, default=None)


def test_what_is_due_today_is_not_late():
    found = standing(balance(due(0, 100)), TODAY)
    assert (found.overdue, found.due_later, found.overdue_since) == (euro(0), euro(100), None)


def test_what_was_due_yesterday_is():
    found = standing(balance(due(-1, 100)), TODAY)
    assert (found.overdue, found.overdue_since) == (euro(100), TODAY - timedelta(days=1))


def test_what_the_provider_collects_is_not_late_while_that_is_under_way():
    found = standing(balance(due(-30, 100, automatic=True)), TODAY)
    assert (found.overdue, found.collected, found.overdue_since) == (euro(0), euro(100), None)


def test_credit_stands_apart():
    found = standing(balance(due(5, 100), unapplied=300), TODAY)
    assert (found.open, found.credit) == (euro(100), euro(300))


def test_nothing_is_open():
    found = standing(balance(), TODAY)
    assert {found.open, found.overdue, found.collected, found.due_later} == {euro(0)}
