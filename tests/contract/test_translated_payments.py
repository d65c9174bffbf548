"""Stripe's payments in our words: what came in, how, for which invoices, and what went back."""

from balie.ground.core.money import Money
from balie.outside.providers.snapshots import PaymentStatus


def euro(cents: int) -> Money:
    return Money(cents, "EUR")


def payment_of(firm, invoice):
    return firm.payment_snapshot(firm.intents(invoice)[-1])


def test_a_payment_by_card(firm):
    invoice = firm.invoice()
    firm.pay(invoice)
    found = payment_of(firm, invoice)
    assert (found.status, found.amount, found.captured) == (
        PaymentStatus.SUCCEEDED,
        euro(12_100),
        euro(12_100),
    )
    assert (found.method_type, found.method_label) == ("card", "Visa •••• 4242")
    assert (found.refunded, found.disputed, found.failure) == (euro(0), False, None)
    assert found.invoice_refs == (invoice,)
    assert [(one.invoice_ref, one.amount) for one in found.allocations] == [(invoice, euro(12_100))]
    assert found.customer_ref == firm.get(f"/v1/invoices/{invoice}")["customer"]


def test_other_brands_are_written_as_they_write_themselves(firm):
    labels = {}
    for token in ("pm_card_mastercard", "pm_card_amex"):
        invoice = firm.invoice()
        firm.pay(invoice, payment_method=token)
        labels[token] = payment_of(firm, invoice).method_label
    assert labels == {
        "pm_card_mastercard": "Mastercard •••• 4444",
        "pm_card_amex": "American Express •••• 0005",
    }


def test_a_payment_of_a_part(firm):
    invoice = firm.invoice()
    found = firm.payment_snapshot(firm.part(invoice, 4_000))
    assert [(one.invoice_ref, one.amount) for one in found.allocations] == [(invoice, euro(4_000))]
    assert found.captured == euro(4_000)


def test_a_refund_leaves_what_came_in_and_says_what_went_back(firm):
    invoice = firm.invoice()
    firm.pay(invoice)
    (intent,) = firm.intents(invoice)[-1:]
    firm.post("/v1/refunds", payment_intent=intent, amount=2_100)
    found = firm.payment_snapshot(intent)
    assert (found.captured, found.refunded) == (euro(12_100), euro(2_100))
    assert found.status is PaymentStatus.SUCCEEDED
    assert [(one.invoice_ref, one.amount) for one in found.allocations] == [(invoice, euro(12_100))]
    firm.post("/v1/refunds", payment_intent=intent)
    assert firm.payment_snapshot(intent).refunded == euro(12_100)


def test_a_declined_card(firm, refused):
    invoice = firm.invoice()
    refused(firm.pay, invoice, payment_method="pm_card_chargeDeclinedInsufficientFunds")
    found = payment_of(firm, invoice)
    assert (found.status, found.captured) == (PaymentStatus.FAILED, euro(0))
    assert found.failure == "Your card has insufficient funds."
    assert (found.invoice_refs, found.allocations) == ((invoice,), ())


def test_a_direct_debit_is_under_way_for_days(firm):
    customer = firm.customer()
    firm.save_method(customer, "NL39RABO0300065264")
    invoice = firm.invoice(customer=customer)
    firm.post(f"/v1/invoices/{invoice}/pay")
    found = payment_of(firm, invoice)
    assert (found.status, found.captured) == (PaymentStatus.PROCESSING, euro(0))
    assert (found.method_type, found.method_label) == ("sepa_debit", "SEPA •••• 5264")
    assert (found.invoice_refs, found.allocations) == ((invoice,), ())
    firm.simulator.advance(days=8)
    settled = payment_of(firm, invoice)
    assert (settled.status, settled.captured) == (PaymentStatus.SUCCEEDED, euro(12_100))
    assert [(one.invoice_ref, one.amount) for one in settled.allocations] == [
        (invoice, euro(12_100))
    ]


def test_a_direct_debit_that_comes_back(firm):
    customer = firm.customer()
    firm.save_method(customer, "NL91ABNA0417164300")
    invoice = firm.invoice(customer=customer)
    firm.post(f"/v1/invoices/{invoice}/pay")
    firm.simulator.advance(days=8)
    found = payment_of(firm, invoice)
    assert (found.status, found.captured) == (PaymentStatus.FAILED, euro(0))
    assert found.failure


def test_a_payment_that_waits_for_the_customer(firm):
    invoice = firm.invoice()
    intent = firm.part(invoice, 12_100, "pm_card_authenticationRequired")
    found = firm.payment_snapshot(intent)
    assert (found.status, found.failure) == (PaymentStatus.REQUIRES_ACTION, None)


def test_a_disputed_payment(firm):
    invoice = firm.invoice()
    firm.pay(invoice, payment_method="pm_card_createDispute")
    found = payment_of(firm, invoice)
    assert found.disputed is True
    assert found.captured == euro(12_100)


def test_a_payment_that_was_called_off_with_its_invoice(firm):
    invoice = firm.invoice()
    firm.post(f"/v1/invoices/{invoice}/void")
    found = payment_of(firm, invoice)
    assert (found.status, found.allocations) == (PaymentStatus.CANCELED, ())


def test_a_payment_without_an_invoice(firm):
    intent = firm.post(
        "/v1/payment_intents",
        amount=5_000,
        currency="eur",
        payment_method="pm_card_visa",
        confirm=True,
    )["id"]
    found = firm.payment_snapshot(intent)
    assert (found.customer_ref, found.invoice_refs, found.allocations) == (None, (), ())


def test_a_payment_in_a_currency_that_stripe_counts_in_hundredths(firm):
    invoice = firm.invoice(12_100_00, "isk")
    firm.pay(invoice)
    found = payment_of(firm, invoice)
    assert found.captured == Money(12_100, "ISK")
    assert [(one.invoice_ref, one.amount) for one in found.allocations] == [
        (invoice, Money(12_100, "ISK"))
    ]
