"""Stripe's credit notes, customer balance, refunds and disputes in our words."""

from datetime import UTC, datetime

import pytest

from balie.ground.core.money import Money
from balie.outside.providers.snapshots import BalanceReason
from balie.outside.providers.stripe import translate
from balie.outside.providers.stripe.translate.credit_notes import credit_note
from tests.contract.conftest import ASKED_AT, START

STARTED = datetime.fromtimestamp(START, UTC)


def euro(cents: int) -> Money:
    return Money(cents, "EUR")


def changed(firm, customer, amount):
    path = f"/v1/customers/{customer}/balance_transactions"
    firm.post(path, amount=amount, currency="eur")


def customer_of(firm, invoice):
    return firm.get(f"/v1/invoices/{invoice}")["customer"]


def test_a_credit_note_on_an_open_invoice_is_less_to_pay(firm):
    invoice = firm.invoice()
    note = firm.post("/v1/credit_notes", invoice=invoice, amount=2_100)
    found = firm.invoice_snapshot(invoice)
    (noted,) = found.credit_notes
    assert (noted.ref, noted.number, noted.issued_at) == (note["id"], note["number"], STARTED)
    assert (noted.off_claim, noted.given_back, noted.refunds) == (euro(2_100), euro(0), ())
    assert (found.total, found.reduced) == (euro(12_100), euro(0))


def test_a_voided_credit_note_counts_for_nothing(firm):
    invoice = firm.invoice()
    note = firm.post("/v1/credit_notes", invoice=invoice, amount=2_100)["id"]
    firm.post(f"/v1/credit_notes/{note}/void")
    found = firm.invoice_snapshot(invoice)
    assert (found.credit_notes, found.reduced) == ((), euro(0))


def test_a_credit_note_on_a_paid_invoice_says_where_the_money_goes(firm):
    invoice = firm.invoice()
    firm.pay(invoice)
    firm.post(
        "/v1/credit_notes",
        invoice=invoice,
        amount=6_000,
        refund_amount=1_000,
        credit_amount=2_000,
        out_of_band_amount=3_000,
    )
    (noted,) = firm.invoice_snapshot(invoice).credit_notes
    assert (noted.off_claim, noted.given_back, noted.paid_outside) == (
        euro(0),
        euro(6_000),
        euro(3_000),
    )
    ((ref, amount),) = noted.refunds
    (refund,) = firm.payment_snapshot(firm.intents(invoice)[-1]).refunds
    assert (ref, amount) == (refund.ref, euro(1_000))


def test_older_credit_notes_tell_by_their_type_alone():
    raw = {
        "id": "cn_1",
        "number": "F-1-CN-01",
        "status": "issued",
        "currency": "eur",
        "created": START,
        "total": 2_100,
    }
    before = credit_note({**raw, "type": "pre_payment"})
    after = credit_note({**raw, "type": "post_payment"})
    assert before is not None
    assert after is not None
    assert (before.off_claim, before.given_back) == (euro(2_100), euro(0))
    assert (after.off_claim, after.given_back) == (euro(0), euro(2_100))


@pytest.mark.parametrize(
    ("amounts", "credit", "debit"),
    [
        ([-3_000], 3_000, 0),
        ([5_000], 0, 5_000),
        ([-3_000, 1_000], -1_000, 0),
        ([-3_000, 5_000], -3_000, 2_000),
        ([2_000, -5_000], 3_000, -2_000),
    ],
)
def test_a_change_of_the_balance_is_credit_or_debit_or_from_one_to_the_other(
    firm, amounts, credit, debit
):
    customer = firm.customer()
    for amount in amounts:
        changed(firm, customer, amount)
    last = firm.balance_snapshot(customer).changes[-1]
    assert (last.credit, last.debit) == (euro(credit), euro(debit))
    assert (last.reason, last.invoice_ref) == (BalanceReason.ADJUSTED, None)


def test_credit_that_an_invoice_uses_is_told_with_the_invoice(firm):
    customer = firm.customer()
    changed(firm, customer, -3_000)
    invoice = firm.invoice(customer=customer)
    found = firm.invoice_snapshot(invoice)
    (used,) = list(found.balance_changes or ())
    assert (used.reason, used.invoice_ref) == (BalanceReason.APPLIED, invoice)
    assert (used.credit, used.debit, found.reduced) == (euro(-3_000), euro(0), euro(0))


def test_what_a_paid_invoice_took_too_much_is_credit(firm):
    invoice = firm.invoice(10_000)
    for _ in range(2):
        intent = firm.post(
            "/v1/payment_intents",
            amount=8_000,
            currency="eur",
            customer=customer_of(firm, invoice),
        )["id"]
        firm.post(f"/v1/invoices/{invoice}/attach_payment", payment_intent=intent)
        firm.post(f"/v1/payment_intents/{intent}/confirm", payment_method="pm_card_visa")
    found = firm.invoice_snapshot(invoice)
    (over,) = list(found.balance_changes or ())
    assert (over.credit, found.overpaid, found.reduced) == (euro(6_000), euro(0), euro(0))


TRANSACTION = {
    "id": "cbtxn_1",
    "amount": -500,
    "ending_balance": -500,
    "currency": "eur",
    "created": START,
    "invoice": None,
}


@pytest.mark.parametrize(
    ("kind", "invoice", "reason"),
    [
        ("initial", None, BalanceReason.OPENING),
        ("migration", None, BalanceReason.OPENING),
        ("credit_note", "in_1", BalanceReason.CREDITED),
        ("unspent_receiver_credit", None, BalanceReason.ADJUSTED),
        ("something_new", "in_1", BalanceReason.ADJUSTED),
        ("applied_to_invoice", None, BalanceReason.ADJUSTED),
        ("applied_to_invoice", "in_1", BalanceReason.APPLIED),
        ("invoice_too_small", "in_1", BalanceReason.APPLIED),
    ],
)
def test_reasons_of_changes(kind, invoice, reason):
    raw = {**TRANSACTION, "type": kind, "invoice": invoice}
    (change,) = translate.balance("cus_1", [raw], ASKED_AT).changes
    assert change.reason is reason
    assert change.invoice_ref == (invoice if reason is BalanceReason.APPLIED else None)


REFUND = {"id": "re_1", "amount": 500, "currency": "eur", "created": START}
DISPUTE = {"id": "du_1", "amount": 500, "currency": "eur", "created": START, "status": "lost"}
OUT = {"amount": -500, "currency": "eur", "created": START}
IN_AGAIN = {"amount": 500, "currency": "eur", "created": START + 60}


def with_(firm, **more):
    invoice = firm.invoice()
    firm.pay(invoice)
    intent = firm.intents(invoice)[-1]
    raw = firm.get(f"/v1/payment_intents/{intent}", expand=["latest_charge"])
    return translate.payment(raw, firm.links(invoice), ASKED_AT, **more)


@pytest.mark.parametrize(
    ("status", "gone"),
    [
        ("pending", 500),
        ("requires_action", 500),
        ("succeeded", 500),
        ("failed", 0),
        ("canceled", 0),
    ],
)
def test_a_refund_is_gone_until_it_fails(firm, status, gone):
    (refund,) = with_(firm, refunds=[{**REFUND, "status": status}]).refunds
    assert (refund.amount, refund.made_at, refund.credited) == (euro(gone), STARTED, euro(0))


@pytest.mark.parametrize(
    ("status", "booked", "gone", "decided"),
    [
        ("warning_needs_response", [], 0, False),
        ("needs_response", [OUT], 500, False),
        ("under_review", [OUT], 500, False),
        ("lost", [OUT], 500, True),
        ("won", [OUT, IN_AGAIN], 0, True),
        ("under_review", [{**OUT, "amount": -580, "currency": "usd"}], 500, False),
    ],
)
def test_a_dispute_takes_what_was_withdrawn(firm, status, booked, gone, decided):
    raw = {**DISPUTE, "status": status, "balance_transactions": booked}
    (dispute,) = with_(firm, disputes=[raw]).disputes
    assert (dispute.amount, dispute.is_decided) == (euro(gone), decided)
    assert (dispute.reinstated_at is not None) == (status == "won")
