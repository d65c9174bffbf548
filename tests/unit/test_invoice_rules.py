"""What a change of an invoice posts, and what is owed of it when."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.ground.core.money import Money
from balie.money.invoices import rules
from balie.money.invoices.model import Invoice, Posted
from balie.money.invoices.rules import Figure
from balie.money.ledger import model as ledger
from balie.money.ledger import rules as ledger_rules
from balie.money.ledger.model import Due
from balie.outside.providers.snapshots import Collection, InvoiceStatus

ISSUED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CENTS = st.integers(min_value=-(10**9), max_value=10**9)
BY_PAYMENT = st.dictionaries(st.sampled_from(["pay_1", "pay_2"]), st.integers(1, 10**9))
POSTED = st.builds(
    Posted,
    issued=CENTS,
    credited=st.dictionaries(st.sampled_from(["cn_1", "cn_2"]), st.integers(1, 10**9)),
    credited_back=st.dictionaries(st.sampled_from(["cn_1", "cn_2"]), st.integers(1, 10**9)),
    credit_applied=st.dictionaries(st.sampled_from(["cbtxn_1", "cbtxn_2"]), CENTS),
    debit_charged=st.dictionaries(st.sampled_from(["cbtxn_1", "cbtxn_2"]), CENTS),
    reduced=CENTS,
    out_of_band=CENTS,
    allocated=BY_PAYMENT,
    conceded=BY_PAYMENT,
)


def invoice(
    posted: Posted, status: InvoiceStatus = InvoiceStatus.OPEN, **fields: object
) -> Invoice:
    given_one: dict[str, object] = {
        "id": "inv_1",
        "connection_id": "con_1",
        "ref": "in_1",
        "customer_id": "cus_1",
        "number": "F-1",
        "description": "",
        "status": status,
        "total": Money(posted.issued, "EUR"),
        "issued_at": ISSUED,
        "issued_date": date(2026, 11, 1),
        "due_date": date(2026, 11, 15),
        "paid_at": None,
        "paid_date": None,
        "collection": Collection.BY_CUSTOMER,
        "next_attempt_date": None,
        "pay_url": None,
        "posted": posted,
        "as_of": NOW,
    }
    return Invoice.model_validate({**given_one, **fields})


def receivable(posted: Posted, before: Posted | None = None) -> int:
    """What the transfers of a posting add to what the customer owes."""
    found = rules.transfers(invoice(posted), before or Posted(), {}, NOW)
    return ledger_rules.changes(found).get(ledger.RECEIVABLE, 0)


def settled(posted: Posted) -> int:
    """By payments, which post for themselves."""
    return sum(posted.allocated.values()) + sum(posted.conceded.values())


@given(POSTED, st.sampled_from(InvoiceStatus))
def test_what_is_posted_is_what_remains(posted, status):
    after = rules.closed(posted, status)
    assert receivable(after) - settled(after) == after.remaining


@given(POSTED, st.sampled_from(InvoiceStatus), POSTED, st.sampled_from(InvoiceStatus))
def test_any_change_posts_the_difference(one, status, other, later):
    before, after = rules.closed(one, status), rules.closed(other, later)
    assert receivable(after, before) == receivable(after) - receivable(before)


@given(POSTED, st.sampled_from([InvoiceStatus.VOID, InvoiceStatus.UNCOLLECTIBLE]))
def test_nothing_remains_of_an_invoice_that_is_over(posted, status):
    assert rules.closed(posted, status).remaining == 0


@given(POSTED, st.sampled_from([InvoiceStatus.VOID, InvoiceStatus.UNCOLLECTIBLE]))
def test_an_end_that_was_taken_back_leaves_no_trace(posted, ended):
    closed = rules.closed(posted, ended)
    assert rules.closed(closed, InvoiceStatus.PAID) == posted
    assert rules.closed(closed, ended) == closed


@given(POSTED)
def test_what_has_been_posted_is_not_posted_again(posted):
    assert rules.transfers(invoice(posted), posted, {}, NOW) == []


def test_issuing_is_dated_when_it_was_issued_and_the_rest_when_it_happened():
    posted = Posted(issued=12_100, reduced=2_100, number=1)
    moments = {Figure("issued"): ISSUED}
    issued, reduced = rules.transfers(invoice(posted), Posted(), moments, NOW)
    assert (issued.debit, issued.credit) == (ledger.RECEIVABLE, ledger.BILLED)
    assert (issued.occurred_at, reduced.occurred_at) == (ISSUED, NOW)
    assert (issued.amount, reduced.amount) == (Money(12_100, "EUR"), Money(2_100, "EUR"))


def test_out_of_band_money_passes_through_the_customers_credit():
    posted = Posted(issued=12_100, out_of_band=12_100, number=2)
    came_in, went_out = rules.transfers(invoice(posted), Posted(issued=12_100), {}, NOW)
    assert (came_in.debit, came_in.credit) == (ledger.OUTSIDE, ledger.UNAPPLIED)
    assert (went_out.debit, went_out.credit) == (ledger.UNAPPLIED, ledger.RECEIVABLE)
    assert came_in.id != went_out.id


def test_a_change_there_and_back_has_ids_of_its_own():
    plain = Posted(issued=12_100, number=1)
    reduced = plain.model_copy(update={"reduced": 2_100, "number": 2})
    again = plain.model_copy(update={"number": 3})
    there = rules.transfers(invoice(reduced), plain, {}, NOW)
    back = rules.transfers(invoice(again), reduced, {}, NOW)
    assert {one.id for one in there}.isdisjoint(one.id for one in back)
    assert [one.amount.minor for one in back] == [-2_100]


def test_a_credit_note_takes_off_the_claim_and_gives_back_what_was_paid():
    noted = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
    posted = Posted(issued=12_100, credited={"cn_1": 2_000}, credited_back={"cn_1": 500}, number=2)
    moments = {Figure(name, "cn_1"): noted for name in ("credited", "credited_back")}
    off, back = rules.transfers(invoice(posted), Posted(issued=12_100), moments, NOW)
    assert (off.debit, off.credit) == (ledger.BILLED, ledger.RECEIVABLE)
    assert (back.debit, back.credit) == (ledger.BILLED, ledger.UNAPPLIED)
    assert {off.occurred_at, back.occurred_at} == {noted}
    assert off.id == "con_1:cn_1:credited:2"
    assert posted.remaining == 10_100


def test_a_credit_note_that_is_voided_is_undone_when_we_hear_of_it():
    before = Posted(issued=12_100, credited={"cn_1": 2_000}, number=2)
    after = Posted(issued=12_100, number=3)
    (undone,) = rules.transfers(invoice(after), before, {}, NOW)
    assert (undone.amount, undone.occurred_at) == (Money(-2_000, "EUR"), NOW)
    assert undone.id == "con_1:cn_1:credited:3"


@pytest.mark.parametrize(
    ("posted", "moved"),
    [
        (Posted(credit_applied={"t": 300}), {ledger.UNAPPLIED: -300, ledger.RECEIVABLE: -300}),
        (Posted(credit_applied={"t": -300}), {ledger.UNAPPLIED: 300, ledger.RECEIVABLE: 300}),
        (Posted(debit_charged={"t": 200}), {ledger.RECLAIM: -200, ledger.RECEIVABLE: 200}),
        (Posted(debit_charged={"t": -30}), {ledger.RECLAIM: 30, ledger.RECEIVABLE: -30}),
    ],
)
def test_the_customers_balance_is_used_given_back_charged_or_carried(posted, moved):
    found = rules.transfers(invoice(posted), Posted(), {}, NOW)
    assert dict(ledger_rules.changes(found)) == moved
    assert posted.remaining == moved[ledger.RECEIVABLE]


def test_an_invoice_is_open_again_when_its_payment_was_taken_back():
    taken_back = invoice(Posted(issued=12_100), InvoiceStatus.PAID)
    assert taken_back.standing is InvoiceStatus.OPEN
    paid = invoice(Posted(issued=12_100, allocated={"pay_1": 12_100}), InvoiceStatus.PAID)
    assert paid.standing is InvoiceStatus.PAID


def test_a_row_from_before_credit_notes_stood_apart_is_read_as_it_was():
    old = Posted.model_validate({"issued": 12_100, "reduced": 2_100, "allocated": {"pay_1": 5_000}})
    assert (old.remaining, old.credited, old.credit_applied) == (5_000, {}, {})


OWED = Posted(issued=12_100)


@pytest.mark.parametrize(
    ("made", "due"),
    [
        (invoice(OWED), Due(date(2026, 11, 15), False, Money(12_100, "EUR"))),
        (invoice(OWED, due_date=None), Due(date(2026, 11, 1), False, Money(12_100, "EUR"))),
        (
            invoice(OWED, in_flight={"pay_1": 12_100}),
            Due(date(2026, 11, 15), True, Money(12_100, "EUR")),
        ),
        (
            invoice(
                OWED,
                due_date=None,
                collection=Collection.AUTOMATIC,
                next_attempt_date=date(2026, 11, 25),
            ),
            Due(date(2026, 11, 1), True, Money(12_100, "EUR")),
        ),
        (
            invoice(OWED, due_date=None, collection=Collection.AUTOMATIC),
            Due(date(2026, 11, 1), False, Money(12_100, "EUR")),
        ),
        (
            invoice(OWED, next_attempt_date=date(2026, 11, 25)),
            Due(date(2026, 11, 15), False, Money(12_100, "EUR")),
        ),
        (
            invoice(Posted(issued=12_100, allocated={"pay_1": 2_100})),
            Due(date(2026, 11, 15), False, Money(10_000, "EUR")),
        ),
        (invoice(Posted(issued=12_100, allocated={"pay_1": 12_100})), None),
        (invoice(Posted(issued=12_100, allocated={"pay_1": 13_000})), None),
        (invoice(rules.closed(OWED, InvoiceStatus.VOID), InvoiceStatus.VOID), None),
        (invoice(Posted(issued=-500, reduced=-500), InvoiceStatus.PAID), None),
    ],
)
def test_what_is_due_when(made, due):
    assert rules.due(made) == due


def test_an_invoice_is_settled_when_the_money_is_there_not_when_it_is_said_to_be():
    all_in = Posted(issued=100, allocated={"p": 100})
    assert rules.is_settled(InvoiceStatus.PAID, all_in)
    assert not rules.is_settled(InvoiceStatus.PAID, Posted(issued=100))
    assert not rules.is_settled(InvoiceStatus.OPEN, all_in)
