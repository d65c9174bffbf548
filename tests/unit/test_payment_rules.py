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
from balie.money.payments.rules import Allocation, Figure, TakenBack
from balie.outside.providers.snapshots import PaymentStatus

CREATED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CENTS = st.integers(min_value=0, max_value=10**9)
ALLOCATIONS = st.lists(st.builds(Allocation, st.sampled_from("abcd"), CENTS), max_size=6)
REFS = ("re_1", "re_2", "du_1", "du_2")


def back(ref: str, minor: int, **more: Any) -> TakenBack:
    return TakenBack(ref, minor, is_dispute=ref.startswith("du_"), **more)


@st.composite
def taken_back(draw, most: int | None = None):
    """Refunds and disputes, in any order; refunds are no more than `most` together."""
    found = []
    left = most
    for ref in draw(st.permutations(REFS))[: draw(st.integers(0, 4))]:
        minor = draw(st.integers(0, 10**9 if left is None else left))
        if left is not None and ref.startswith("re_"):
            left -= minor
        if minor:
            found.append(back(ref, minor))
    return found


@st.composite
def histories(draw):
    """captured, taken back, allocations: as a provider can have them, so no more than came in."""
    made = draw(ALLOCATIONS)
    captured = sum(one.minor for one in made) + draw(CENTS)
    return captured, draw(taken_back(captured)), made


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
        refunded=Money(sum(posted.refunds.values()), "EUR"),
        disputed=False,
        method_type="card",
        method_label="Visa •••• 4242",
        failure=None,
        invoice_numbers=(),
        posted=posted,
        as_of=NOW,
    )


def target(captured: int, taken: list[TakenBack], made: list[Allocation]) -> PostedPayment:
    return rules.target(captured, taken, made).posted


def posted_for(history: Any, number: int) -> PostedPayment:
    return numbered(target(*history), number)


def numbered(posted: PostedPayment, number: int) -> PostedPayment:
    return posted.model_copy(update={"number": number})


def unapplied(posted: PostedPayment) -> int:
    gone = sum(posted.refunds.values()) + sum(posted.disputes.values())
    come = posted.captured + sum(posted.reclaimed.values())
    return come - gone - sum(posted.allocated.values())


def conceded(posted: PostedPayment) -> dict[str, int]:
    found = {invoice: posted.conceded_to(invoice) for invoice in "abcd"}
    return {invoice: minor for invoice, minor in found.items() if minor}


@given(histories())
def test_what_came_in_is_taken_back_allocated_or_left_over(history):
    captured, taken, made = history
    posted = target(captured, taken, made)
    if not made:
        assert posted == PostedPayment()
        return
    assert posted.captured == captured
    assert {**posted.refunds, **posted.disputes} == {one.ref: one.minor for one in taken}
    assert unapplied(posted) >= 0
    assert 0 <= sum(posted.conceded.values()) <= sum(posted.refunds.values())


@given(histories())
def test_what_was_allocated_is_allocated_still_conceded_or_owed_again(history):
    captured, taken, made = history
    posted = target(captured, taken, made)
    owed_again = 0
    for invoice in "abcd":
        wanted = sum(one.minor for one in made if one.invoice_id == invoice)
        kept, given_up = posted.allocated.get(invoice, 0), posted.conceded_to(invoice)
        assert kept >= 0
        assert given_up >= 0
        owed_again += wanted - kept - given_up
    assert 0 <= owed_again <= sum(posted.disputes.values())
    if not posted.disputes:
        assert owed_again == 0


@given(CENTS, taken_back(), ALLOCATIONS)
def test_whatever_a_provider_says_nothing_becomes_negative(captured, taken, made):
    posted = target(captured, taken, made)
    assert unapplied(posted) >= 0
    kept = (posted.allocated, posted.conceded, posted.reclaimed)
    assert all(minor > 0 for figures in kept for minor in figures.values())


@given(histories(), histories())
def test_going_from_any_state_to_any_other_posts_the_difference(history, other):
    before, after = posted_for(history, 0), posted_for(other, 1)
    assert net(before) + moved(before, after) == net(after)


@given(histories())
def test_what_has_been_posted_is_not_posted_again(history):
    posted = posted_for(history, 3)
    assert posted_for(history, posted.number) == posted
    assert rules.transfers(payment(posted), posted, {}, NOW) == []


def net(posted: PostedPayment):
    return changes(rules.transfers(payment(posted), PostedPayment(), {}, NOW))


def moved(before: PostedPayment, after: PostedPayment):
    return changes(rules.transfers(payment(after), before, {}, NOW))


class changes(dict[str, int]):  # noqa: N801
    """Changes of balances that can be added, those of nothing left out."""

    def __init__(self, transfers):
        found = transfers if isinstance(transfers, dict) else ledger_rules.changes(transfers)
        super().__init__({name: value for name, value in found.items() if value})

    def __add__(self, other):
        names = {*self, *other}
        return changes({name: self.get(name, 0) + other.get(name, 0) for name in names})


@pytest.mark.parametrize(
    ("refunded", "allocated", "given_up"),
    [
        (0, {"a": 6_000, "b": 3_000}, {}),
        (1_000, {"a": 6_000, "b": 3_000}, {}),
        (1_500, {"a": 6_000, "b": 2_500}, {"b": 500}),
        (4_000, {"a": 6_000}, {"b": 3_000}),
        (4_001, {"a": 5_999}, {"a": 1, "b": 3_000}),
        (10_000, {}, {"a": 6_000, "b": 3_000}),
    ],
)
def test_a_refund_takes_what_is_left_over_then_the_newest_allocation(refunded, allocated, given_up):
    made = [Allocation("a", 6_000), Allocation("b", 3_000)]
    posted = target(10_000, [back("re_1", refunded)], made)
    assert (posted.allocated, conceded(posted)) == (allocated, given_up)


def test_the_newest_goes_first_even_to_an_invoice_that_was_paid_before():
    made = [Allocation("a", 1_000), Allocation("b", 1_000), Allocation("a", 1_000)]
    posted = target(3_000, [back("re_1", 1_500)], made)
    assert posted.allocated == {"a": 1_000, "b": 500}
    assert conceded(posted) == {"a": 1_000, "b": 500}


def test_what_a_dispute_takes_back_is_owed_again_and_not_conceded():
    posted = target(9_000, [back("du_1", 9_000)], [Allocation("a", 6_000), Allocation("b", 3_000)])
    assert (posted.allocated, posted.conceded, posted.reclaimed) == ({}, {}, {})
    assert net(posted) == {}  # it came in and went back, so all of it is owed as before


def test_a_payment_that_was_refunded_and_then_disputed_is_reclaimed():
    taken = [back("re_1", 4_000), back("du_1", 9_000)]
    posted = target(9_000, taken, [Allocation("a", 9_000)])
    assert posted.allocated == {}
    assert conceded(posted) == {"a": 4_000}
    assert posted.reclaimed == {"du_1": 4_000}
    assert unapplied(posted) == 0


def test_a_refund_that_pays_out_a_credit_note_undoes_nothing():
    posted = target(9_000, [back("re_1", 4_000, credited=4_000)], [Allocation("a", 9_000)])
    assert (posted.allocated, posted.conceded) == ({"a": 9_000}, {})
    assert unapplied(posted) == -4_000  # the credit note has put as much there


def test_a_dispute_that_is_not_decided_may_give_the_money_back():
    made = [Allocation("a", 6_000), Allocation("b", 3_000)]
    goal = rules.target(9_000, [back("du_1", 4_000, is_decided=False)], made)
    assert goal.contested == {"b": 3_000, "a": 1_000}
    assert rules.target(9_000, [back("du_1", 4_000)], made).contested == {}


def test_a_payment_for_no_invoice_posts_nothing():
    assert target(5_000, [back("re_1", 1_000)], []) == PostedPayment()


def test_no_more_is_allocated_than_has_come_in():
    """The provider's links and its payment are two answers, a moment apart."""
    posted = target(7_000, [], [Allocation("a", 6_000), Allocation("b", 3_000)])
    assert posted.allocated == {"a": 6_000, "b": 1_000}
    assert target(0, [], [Allocation("a", 6_000)]).allocated == {}


@given(histories(), st.lists(st.sets(st.sampled_from("abcd")), max_size=4))
def test_a_payment_in_several_commits_leaves_all_in_order_after_each(history, parts):
    """The money comes in first and goes back last, whichever invoices are told when."""
    goal, posted = posted_for(history, 0), PostedPayment()
    for invoices in parts:
        posted = rules.towards(goal, posted, invoices)
        assert unapplied(posted) >= 0
        for invoice in invoices:
            assert posted.allocated.get(invoice) == goal.allocated.get(invoice)
            assert posted.conceded_to(invoice) == goal.conceded_to(invoice)
    assert net(posted) + moved(posted, goal) == net(goal)


def test_transfers_have_ids_of_their_own_and_of_their_posting():
    made = [Allocation("a", 6_000), Allocation("b", 3_000)]
    before = numbered(target(9_000, [], made), 1)
    after = numbered(target(9_000, [back("re_1", 4_000)], made), 2)
    ids = [
        one.id
        for posted, was in ((before, PostedPayment()), (after, before))
        for one in rules.transfers(payment(posted), was, {}, NOW)
    ]
    assert len(ids) == len(set(ids))
    assert "con_1:re_1:refunds:2" in ids
    assert all(one.startswith(("con_1:pi_1:", "con_1:re_1:")) for one in ids)


def test_each_movement_has_its_own_moment_and_what_has_none_that_of_hearing_of_it():
    refunded_at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    first = numbered(target(9_000, [back("re_1", 9_000)], [Allocation("a", 9_000)]), 1)
    moments = {Figure("captured"): CREATED, Figure("refunds", "re_1"): refunded_at}
    at = {
        one.id.split(":")[2]: one.occurred_at
        for one in rules.transfers(payment(first), PostedPayment(), moments, NOW)
    }
    assert at == {"captured": CREATED, "refunds": refunded_at, "conceded": NOW}


def test_a_row_from_before_refunds_stood_apart_is_brought_to_the_new_shape():
    old = PostedPayment.model_validate(
        {
            "captured": 9_000,
            "refunded": 4_000,
            "allocated": {"a": 5_000},
            "conceded": {"a": 4_000},
            "number": 2,
        }
    )
    assert old.conceded_to("a") == 4_000
    new = numbered(target(9_000, [back("re_1", 4_000)], [Allocation("a", 9_000)]), 3)
    assert moved(old, new) == {}
