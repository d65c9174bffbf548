"""Objects as older API versions say them: fields that are missing there are read as absent.

Back to 2025-03-31.basil, where an invoice's money moved into `payments`. Written by hand after
Stripe's changelog (https://docs.stripe.com/changelog), cut to what matters here.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from balie.ground.core.money import Money
from balie.outside.providers.snapshots import InvoiceStatus, PaymentStatus
from balie.outside.providers.stripe import translate
from tests.contract.conftest import ASKED_AT

BASIL_INVOICE: dict[str, Any] = {
    "id": "in_1R8basil",
    "object": "invoice",
    "amount_due": 12_100,
    "amount_overpaid": 0,
    "amount_paid": 12_100,
    "amount_remaining": 0,
    "attempted": True,
    "collection_method": "charge_automatically",
    "created": 1_743_500_000,
    "currency": "eur",
    "customer": "cus_basil",
    "description": None,
    "due_date": None,
    "effective_at": 1_743_503_600,
    "hosted_invoice_url": "https://invoice.stripe.com/i/acct_1/test_basil",
    "lines": {"object": "list", "data": [{"id": "il_1", "description": "Hosting, April"}]},
    "livemode": False,
    "next_payment_attempt": None,
    "number": "F-0042",
    "status": "paid",
    "status_transitions": {
        "finalized_at": 1_743_503_600,
        "marked_uncollectible_at": None,
        "paid_at": 1_743_503_700,
        "voided_at": None,
    },
    "total": 12_100,
}
CLOVER_LINK: dict[str, Any] = {
    "id": "inpay_1R8",
    "object": "invoice_payment",
    "amount_paid": 12_100,
    "amount_requested": 12_100,
    "created": 1_743_503_600,
    "currency": "eur",
    "invoice": "in_1R8basil",
    "is_default": True,
    "payment": {"payment_intent": "pi_3R8basil", "type": "payment_intent"},
    "status": "paid",
    "status_transitions": {"canceled_at": None, "paid_at": 1_743_503_700},
}
BASIL_INTENT: dict[str, Any] = {
    "id": "pi_3R8basil",
    "object": "payment_intent",
    "amount": 12_100,
    "amount_received": 12_100,
    "created": 1_743_503_600,
    "currency": "eur",
    "customer": "cus_basil",
    "last_payment_error": None,
    "latest_charge": {
        "id": "ch_3R8basil",
        "object": "charge",
        "amount_refunded": 0,
        "disputed": False,
        "payment_method_details": {"ideal": {"bank": "rabobank"}, "type": "ideal"},
    },
    "payment_method_types": ["card", "ideal"],
    "status": "succeeded",
}


def without(raw: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in names}


def test_an_invoice_of_basil():
    found = translate.invoice(BASIL_INVOICE, [CLOVER_LINK], ASKED_AT)
    assert found is not None
    assert (found.status, found.total) == (InvoiceStatus.PAID, Money(12_100, "EUR"))
    assert (found.paid_out_of_band.minor, found.reduced.minor, found.overpaid.minor) == (0, 0, 0)
    assert found.description == "Hosting, April"
    assert found.issued_at == datetime.fromtimestamp(1_743_503_600, UTC)


@pytest.mark.parametrize(
    "missing",
    [
        "amount_overpaid",
        "description",
        "due_date",
        "effective_at",
        "hosted_invoice_url",
        "lines",
        "next_payment_attempt",
        "number",
        "status_transitions",
    ],
)
def test_an_invoice_may_lack_what_is_not_money(missing):
    found = translate.invoice(without(BASIL_INVOICE, missing), [CLOVER_LINK], ASKED_AT)
    assert found is not None
    assert found.total == Money(12_100, "EUR")


@pytest.mark.parametrize(
    "missing", ["total", "amount_paid", "amount_remaining", "currency", "customer", "status"]
)
def test_an_invoice_without_its_money_or_owner_is_an_error(missing):
    with pytest.raises(KeyError):
        translate.invoice(without(BASIL_INVOICE, missing), [CLOVER_LINK], ASKED_AT)


def test_an_invoice_that_was_finalized_before_such_moments_were_kept():
    raw = without(BASIL_INVOICE, "status_transitions", "effective_at")
    found = translate.invoice(raw, [CLOVER_LINK], ASKED_AT)
    assert found is not None
    assert found.issued_at == datetime.fromtimestamp(1_743_500_000, UTC)
    assert found.paid_at is None


def test_an_invoice_without_lines_has_no_description():
    raw = {**BASIL_INVOICE, "lines": {"object": "list", "data": []}}
    found = translate.invoice(raw, [CLOVER_LINK], ASKED_AT)
    assert found is not None
    assert found.description == ""


def test_before_payment_records_all_else_was_out_of_band():
    """`amount_paid` includes out-of-band money since basil, without a link that says so."""
    found = translate.invoice(BASIL_INVOICE, [], ASKED_AT)
    assert found is not None
    assert found.paid_out_of_band == Money(12_100, "EUR")


def test_a_link_to_a_charge_alone_is_not_a_payment_intent():
    link = {**CLOVER_LINK, "payment": {"type": "charge", "charge": "ch_old"}}
    assert translate.payment_intent_of(link) is None
    found = translate.invoice(BASIL_INVOICE, [link], ASKED_AT)
    assert found is not None
    assert found.paid_out_of_band == Money(12_100, "EUR")


def test_a_payment_of_basil():
    found = translate.payment(BASIL_INTENT, [CLOVER_LINK], ASKED_AT)
    assert (found.status, found.captured) == (PaymentStatus.SUCCEEDED, Money(12_100, "EUR"))
    assert (found.method_type, found.method_label) == ("ideal", "iDEAL | Wero")
    assert [(one.invoice_ref, one.amount) for one in found.allocations] == [
        ("in_1R8basil", Money(12_100, "EUR"))
    ]


@pytest.mark.parametrize("missing", ["last_payment_error", "latest_charge", "payment_method_types"])
def test_a_payment_may_lack_what_is_not_money(missing):
    found = translate.payment(without(BASIL_INTENT, missing), [CLOVER_LINK], ASKED_AT)
    assert found.captured == Money(12_100, "EUR")


def test_a_charge_that_was_not_expanded_is_read_as_unknown():
    found = translate.payment({**BASIL_INTENT, "latest_charge": "ch_3R8"}, [CLOVER_LINK], ASKED_AT)
    assert (found.refunded, found.disputed) == (Money(0, "EUR"), False)


def test_a_payment_that_went_to_two_invoices_keeps_the_order_of_its_links():
    links = [
        {**CLOVER_LINK, "id": "inpay_2", "invoice": "in_b", "amount_paid": 2_100, "created": 20},
        {**CLOVER_LINK, "id": "inpay_1", "invoice": "in_a", "amount_paid": 10_000, "created": 10},
    ]
    found = translate.payment(BASIL_INTENT, links, ASKED_AT)
    assert found.invoice_refs == ("in_a", "in_b")
    assert [allocation.amount.minor for allocation in found.allocations] == [10_000, 2_100]


@pytest.mark.parametrize(
    ("details", "label"),
    [
        ({"type": "card", "card": {"brand": "visa", "last4": "4242"}}, "Visa •••• 4242"),
        ({"type": "card", "card": {"brand": "unionpay"}}, "Unionpay •••• ????"),
        ({"type": "card", "card": {"brand": None, "last4": None}}, "Card •••• ????"),
        ({"type": "sepa_debit", "sepa_debit": {"last4": "3000"}}, "SEPA •••• 3000"),
        ({"type": "bancontact", "bancontact": {}}, "Bancontact"),
        ({"type": "customer_balance"}, "Bank transfer"),
        ({"type": "a_method_of_tomorrow"}, "A method of tomorrow"),
        ({}, ""),
    ],
)
def test_every_way_to_pay_has_a_name_for_people(details, label):
    charge = {**BASIL_INTENT["latest_charge"], "payment_method_details": details}
    found = translate.payment({**BASIL_INTENT, "latest_charge": charge}, [], ASKED_AT)
    assert found.method_label == label


def test_unknown_fields_change_nothing():
    raw = {**BASIL_INVOICE, "a_field_of_tomorrow": {"amount_paid": 1}}
    assert translate.invoice(raw, [CLOVER_LINK], ASKED_AT) == translate.invoice(
        BASIL_INVOICE, [CLOVER_LINK], ASKED_AT
    )


def test_a_tombstone_says_nothing_but_its_id():
    found = translate.customer({"id": "cus_1", "object": "customer", "deleted": True}, ASKED_AT)
    assert (found.ref, found.email, found.deleted) == ("cus_1", None, True)


@pytest.mark.parametrize(
    ("field", "ref"),
    [("in_1", "in_1"), ({"id": "in_1", "object": "invoice"}, "in_1"), (None, None), ({}, None)],
)
def test_a_reference_may_be_expanded_or_missing(field, ref):
    assert translate.id_of(field) == ref
