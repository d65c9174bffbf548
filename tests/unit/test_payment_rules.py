"""What a payment has done: no cent is lost, none is made, whatever is refunded when."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.ground.core.money import Money
from balie.money.ledger import rules as ledger_rules
from balie.money.payments import rules
from balie.money.payments.model import Payment, PostedPayment
from balie.money.payments.rules import Allocation, target
from balie.outside.providers.snapshots import PaymentStatus

CREATED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CENTS = st.integers(min_value=0, max_value=10**9)
ALLOCATIONS = st.lists(st.builds(Allocation, st.sampled_from("abcd"), CENTS), max_size=6)


@st.composite
def histories(draw):
    """captured, refunded, allocations: as a provider can have them, so no more than came in."""
    made = draw(ALLOCATIONS)
    captured = sum(one.minor for one in made) + draw(CENTS)
    return captured, draw(st.integers(min_value=0, max_value=captured)), made


def payment(posted: PostedPayment) -> Payment:
    return Payment(
        id="pay_1",
        connection_id="con_1",
        ref="pi_1",
        customer_id="cus_1",
        status=PaymentStatus.SUCCEEDED,
        made_at=CREATED,
        made_date=date(2026, 11, 20),
        amount=Money(10_000, "EUR"),
        refunded=Money(posted.refunded, "EUR"),
        disputed=False,
        method_type="card",
        method_label="Visa •••• 4242",
        failure=None,
        invoice_numbers=(),
        posted=posted,
        as_of=NOW,
    )


def posted_for(history: Any, number: int) -> PostedPayment:
    captured, refunded, made = history
    return numbered(target(captured, refunded, made), number)


def numbered(posted: PostedPayment, number: int) -> PostedPayment:
    return posted.model_copy(update={"number": number})


def unapplied(posted: PostedPayment) -> int:
    return posted.captured - posted.refunded - sum(posted.allocated.values())


@given(histories())
def test_what_came_in_is_refunded_allocated_or_left_over(history):
    captured, refunded, made = history
    posted = target(captured, refunded, made)
    if not made:
        assert posted == PostedPayment()
        return
    assert (posted.captured, posted.refunded) == (captured, refunded)
    assert unapplied(posted) >= 0
    assert 0 <= sum(posted.conceded.values()) <= refunded


@given(histories())
def test_what_was_allocated_is_allocated_still_or_conceded(history):
    captured, refunded, made = history
    posted = target(captured, refunded, made)
    for invoice in "abcd":
        wanted = sum(one.minor for one in made if one.invoice_id == invoice)
        kept, given_up = posted.allocated.get(invoice, 0), posted.conceded.get(invoice, 0)
        assert kept + given_up == wanted
        assert kept >= 0
        assert given_up >= 0


@given(CENTS, CENTS, ALLOCATIONS)
def test_whatever_a_provider_says_nothing_becomes_negative(captured, refunded, made):
    posted = target(captured, refunded, made)
    assert unapplied(posted) >= 0
    assert posted.refunded <= posted.captured
    assert all(minor > 0 for minor in [*posted.allocated.values(), *posted.conceded.values()])


@given(histories(), histories())
def test_going_from_any_state_to_any_other_posts_the_difference(history, other):
    before, after = posted_for(history, 0), posted_for(other, 1)
    assert net(before) + moved(before, after) == net(after)


@given(histories())
def test_what_has_been_posted_is_not_posted_again(history):
    posted = posted_for(history, 3)
    assert posted_for(history, posted.number) == posted
    assert all(one.amount.minor == 0 for one in rules.transfers(payment(posted), posted, NOW))


def net(posted: PostedPayment):
    return changes(rules.transfers(payment(posted), PostedPayment(), NOW))


def moved(before: PostedPayment, after: PostedPayment):
    return changes(rules.transfers(payment(after), before, NOW))


class changes(dict[str, int]):  # noqa: N801
    """Changes of balances that can be added, those of nothing left out."""

    def __init__(self, transfers):
        found = transfers if isinstance(transfers, dict) else ledger_rules.changes(transfers)
        super().__init__({name: value for name, value in found.items() if value})

    def __add__(self, other):
        names = {*self, *other}
        return changes({name: self.get(name, 0) + other.get(name, 0) for name in names})


@pytest.mark.parametrize(
    ("refunded", "allocated", "conceded"),
    [
        (0, {"a": 6_000, "b": 3_000}, {}),
        (1_000, {"a": 6_000, "b": 3_000}, {}),
        (1_500, {"a": 6_000, "b": 2_500}, {"b": 500}),
        (4_000, {"a": 6_000}, {"b": 3_000}),
        (4_001, {"a": 5_999}, {"a": 1, "b": 3_000}),
        (10_000, {}, {"a": 6_000, "b": 3_000}),
        (99_999, {}, {"a": 6_000, "b": 3_000}),
    ],
)
def test_a_refund_takes_what_is_left_over_then_the_newest_allocation(refunded, allocated, conceded):
    posted = target(10_000, refunded, [Allocation("a", 6_000), Allocation("b", 3_000)])
    assert (posted.allocated, posted.conceded) == (allocated, conceded)


def test_the_newest_goes_first_even_to_an_invoice_that_was_paid_before():
    made = [Allocation("a", 1_000), Allocation("b", 1_000), Allocation("a", 1_000)]
    posted = target(3_000, 1_500, made)
    assert posted.allocated == {"a": 1_000, "b": 500}
    assert posted.conceded == {"a": 1_000, "b": 500}


def test_a_payment_for_no_invoice_posts_nothing():
    assert target(5_000, 1_000, []) == PostedPayment()


def test_no_more_is_allocated_than_has_come_in():
    """The provider's links and its payment are two answers, a moment apart."""
    posted = target(7_000, 0, [Allocation("a", 6_000), Allocation("b", 3_000)])
    assert posted.allocated == {"a": 6_000, "b": 1_000}
    assert target(0, 0, [Allocation("a", 6_000)]).allocated == {}


@given(histories(), st.lists(st.sets(st.sampled_from("abcd")), max_size=4))
def test_a_payment_in_several_commits_leaves_all_in_order_after_each(history, parts):
    """The money comes in first and goes back last, whichever invoices are told when."""
    goal, posted = posted_for(history, 0), PostedPayment()
    for invoices in parts:
        posted = rules.towards(goal, posted, invoices)
        assert unapplied(posted) >= 0
        for invoice in invoices:
            assert posted.allocated.get(invoice) == goal.allocated.get(invoice)
            assert posted.conceded.get(invoice) == goal.conceded.get(invoice)
    assert net(posted) + moved(posted, goal) == net(goal)


def test_transfers_have_ids_of_their_own_and_of_their_posting():
    made = [Allocation("a", 6_000), Allocation("b", 3_000)]
    before, after = numbered(target(9_000, 0, made), 1), numbered(target(9_000, 4_000, made), 2)
    ids = [
        one.id
        for posted, was in ((before, PostedPayment()), (after, before))
        for one in rules.transfers(payment(posted), was, NOW)
        if one.amount
    ]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("con_1:pi_1:") for one in ids)


def test_money_came_in_when_the_payment_was_made_and_went_back_when_we_heard():
    first = numbered(target(9_000, 9_000, [Allocation("a", 9_000)]), 1)
    at = {
        one.id.split(":")[2]: one.occurred_at
        for one in rules.transfers(payment(first), PostedPayment(), NOW)
    }
    assert (at["captured"], at["refunded"]) == (CREATED, NOW)
