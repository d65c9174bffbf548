"""Stripe's invoices and customers in our words, as the API version that we ask for has them."""

from datetime import UTC, datetime, timedelta

import pytest

from balie.ground.core.money import Money, zero
from balie.outside.providers.snapshots import Collection, InvoiceSnapshot, InvoiceStatus
from balie.outside.providers.stripe import translate
from tests.contract.conftest import ASKED_AT, START


def euro(cents: int) -> Money:
    return Money(cents, "EUR")


def taken_off(found: InvoiceSnapshot) -> Money:
    """By other ways than payment: credit notes, the customer's balance, what nothing explains."""
    noted = sum((note.off_claim for note in found.credit_notes), zero(found.total.currency))
    changes = (change.debit - change.credit for change in found.balance_changes or ())
    used = sum(changes, zero(found.total.currency))
    return noted + used + found.reduced


def remaining(found: InvoiceSnapshot) -> int:
    """What is owed by what the snapshot says alone, its payments being those through Stripe."""
    return (found.total - taken_off(found) - found.amount_paid).minor


def test_an_open_invoice(firm):
    invoice = firm.invoice()
    raw = firm.get(f"/v1/invoices/{invoice}")
    found = firm.invoice_snapshot(invoice)
    started = datetime.fromtimestamp(START, UTC)
    assert (found.ref, found.customer_ref) == (invoice, raw["customer"])
    assert (found.status, found.total) == (InvoiceStatus.OPEN, euro(12_100))
    assert (found.number, found.description) == (raw["number"], "Website, part 2")
    assert (found.created_at, found.issued_at, found.requested_at) == (started, started, ASKED_AT)
    assert found.due_at == started + timedelta(days=14)
    assert (found.paid_at, found.next_attempt_at) == (None, None)
    assert found.collection is Collection.BY_CUSTOMER
    assert found.pay_url == raw["hosted_invoice_url"]
    assert {found.amount_paid, found.reduced, found.paid_out_of_band} == {euro(0)}
    assert remaining(found) == 12_100


def test_a_paid_invoice(firm):
    invoice = firm.invoice()
    firm.simulator.advance(days=1)
    firm.pay(invoice)
    found = firm.invoice_snapshot(invoice)
    assert (found.status, found.amount_paid) == (InvoiceStatus.PAID, euro(12_100))
    assert found.paid_at == datetime.fromtimestamp(START, UTC) + timedelta(days=1)
    assert {found.reduced, found.paid_out_of_band, found.overpaid} == {euro(0)}
    assert remaining(found) == 0


def test_part_of_an_invoice_is_paid(firm):
    invoice = firm.invoice()
    firm.part(invoice, 4_000)
    found = firm.invoice_snapshot(invoice)
    assert (found.status, found.amount_paid) == (InvoiceStatus.OPEN, euro(4_000))
    assert found.paid_out_of_band == euro(0)
    assert remaining(found) == 8_100


def test_an_invoice_paid_in_ways_that_stripe_has_not_seen(firm):
    invoice = firm.invoice()
    firm.pay(invoice, paid_out_of_band=True)
    found = firm.invoice_snapshot(invoice)
    assert (found.status, found.paid_out_of_band) == (InvoiceStatus.PAID, euro(12_100))
    assert (found.reduced, found.overpaid) == (euro(0), euro(0))


def test_part_by_card_and_the_rest_elsewhere(firm):
    invoice = firm.invoice()
    firm.part(invoice, 4_000)
    firm.pay(invoice, paid_out_of_band=True)
    found = firm.invoice_snapshot(invoice)
    assert (found.amount_paid, found.paid_out_of_band) == (euro(12_100), euro(8_100))
    assert remaining(found) == 0


def test_money_from_elsewhere_that_was_reported_is_out_of_band(firm):
    invoice = firm.invoice()
    record = firm.post(
        "/v1/payment_records/report_payment",
        amount_requested={"value": 12_100, "currency": "eur"},
        initiated_at=START,
        payment_method_details={"type": "custom", "custom": {"display_name": "Bank"}},
        outcome="guaranteed",
        guaranteed={"guaranteed_at": START},
    )["id"]
    firm.post(f"/v1/invoices/{invoice}/attach_payment", payment_record=record)
    found = firm.invoice_snapshot(invoice)
    assert (found.status, found.paid_out_of_band) == (InvoiceStatus.PAID, euro(12_100))


@pytest.mark.parametrize(
    ("ending", "status"),
    [("void", InvoiceStatus.VOID), ("mark_uncollectible", InvoiceStatus.UNCOLLECTIBLE)],
)
def test_an_invoice_that_is_over_still_shows_what_was_claimed(firm, ending, status):
    invoice = firm.invoice()
    firm.post(f"/v1/invoices/{invoice}/{ending}")
    found = firm.invoice_snapshot(invoice)
    assert (found.status, found.total) == (status, euro(12_100))
    assert remaining(found) == 12_100


def test_given_up_after_part_was_paid(firm):
    invoice = firm.invoice()
    firm.part(invoice, 4_000)
    firm.post(f"/v1/invoices/{invoice}/mark_uncollectible")
    found = firm.invoice_snapshot(invoice)
    assert (found.status, remaining(found)) == (InvoiceStatus.UNCOLLECTIBLE, 8_100)


def test_an_invoice_in_the_customers_favour(firm):
    found = firm.invoice_snapshot(firm.invoice(-5_000))
    assert (found.status, found.total) == (InvoiceStatus.PAID, euro(-5_000))
    assert (taken_off(found), remaining(found)) == (euro(-5_000), 0)


def test_the_customers_credit_takes_off_what_is_due(firm):
    customer = firm.customer(balance=-3_000)
    found = firm.invoice_snapshot(firm.invoice(customer=customer))
    assert (found.total, taken_off(found)) == (euro(12_100), euro(3_000))
    assert remaining(found) == 9_100


def test_credit_that_covers_all_makes_it_paid(firm):
    customer = firm.customer(balance=-20_000)
    found = firm.invoice_snapshot(firm.invoice(customer=customer))
    assert (found.status, taken_off(found)) == (InvoiceStatus.PAID, euro(12_100))
    assert (found.amount_paid, remaining(found)) == (euro(0), 0)


def test_a_debit_of_the_customer_is_added(firm):
    customer = firm.customer(balance=2_000)
    found = firm.invoice_snapshot(firm.invoice(customer=customer))
    assert (taken_off(found), remaining(found)) == (euro(-2_000), 14_100)


def test_a_credit_note_before_payment_reduces_the_claim(firm):
    invoice = firm.invoice()
    firm.post("/v1/credit_notes", invoice=invoice, amount=2_100)
    found = firm.invoice_snapshot(invoice)
    assert (found.total, taken_off(found)) == (euro(12_100), euro(2_100))
    assert remaining(found) == 10_000


@pytest.mark.parametrize(
    ("currency", "at_stripe", "ours"),
    [
        ("eur", 12_100, Money(12_100, "EUR")),
        ("usd", 12_100, Money(12_100, "USD")),
        ("huf", 1_210_000, Money(1_210_000, "HUF")),
        ("jpy", 12_100, Money(12_100, "JPY")),
        ("isk", 12_100_00, Money(12_100, "ISK")),
        ("ugx", 12_100_00, Money(12_100, "UGX")),
        ("kwd", 12_100, Money(12_100, "KWD")),
    ],
)
def test_each_currency_has_its_own_digits(firm, currency, at_stripe, ours):
    found = firm.invoice_snapshot(firm.invoice(at_stripe, currency))
    assert found.total == ours
    assert remaining(found) == ours.minor


def test_a_part_in_a_currency_without_decimals(firm):
    invoice = firm.invoice(12_100_00, "isk")
    firm.part(invoice, 2_100_00)
    found = firm.invoice_snapshot(invoice)
    assert (found.amount_paid, remaining(found)) == (Money(2_100, "ISK"), 10_000)


def test_what_stripe_collects_by_itself_has_a_next_attempt(firm, refused):
    customer = firm.customer()
    firm.save_method(customer, "pm_card_chargeCustomerFail")
    invoice = firm.invoice(customer=customer, collection_method="charge_automatically")
    refused(firm.pay, invoice, off_session=True)
    found = firm.invoice_snapshot(invoice)
    assert (found.collection, found.due_at) == (Collection.AUTOMATIC, None)
    raw = firm.get(f"/v1/invoices/{invoice}")
    assert found.next_attempt_at == translate.instant_or_none(raw["next_payment_attempt"])
