"""What a customer carries from one invoice to the next, in each currency apart."""

import pytest
import stripe


@pytest.fixture
def adjust(api, customer):
    """Books a balance transaction; negative is in the customer's favour."""

    def book(amount, currency="eur"):
        asked = {"amount": amount, "currency": currency}
        return api.customers.balance_transactions.create(customer, asked).id

    return book


@pytest.fixture
def booked(api, customer):
    """The customer's transactions, oldest first."""

    def found():
        listed = api.customers.balance_transactions.list(customer, {"limit": 100}).data
        return [(one.type, one.amount, one.currency) for one in reversed(listed)]

    return found


@pytest.fixture
def bill(api, customer):
    """A finalized invoice over one line in any currency."""

    def make(amount, currency="eur"):
        asked = {"customer": customer, "collection_method": "send_invoice", "days_until_due": 14}
        invoice = api.invoices.create(asked | {"currency": currency}).id
        line = {"customer": customer, "invoice": invoice, "amount": amount, "currency": currency}
        api.invoice_items.create(line)
        return api.invoices.finalize_invoice(invoice)

    return make


def test_a_debit_is_asked_for_with_the_next_invoice(adjust, bill, booked):
    adjust(700)
    invoice = bill(10_000)
    assert (invoice.total, invoice.amount_due, invoice.amount_remaining) == (10_000, 10_700, 10_700)
    assert (invoice.starting_balance, invoice.ending_balance) == (700, 0)
    assert booked() == [("adjustment", 700, "eur"), ("applied_to_invoice", -700, "eur")]


def test_a_voided_invoice_gives_the_debit_back_too(api, adjust, bill, booked):
    adjust(700)
    api.invoices.void_invoice(bill(10_000).id)
    assert booked()[-1] == ("unapplied_from_invoice", 700, "eur")


def test_an_invoice_below_zero_becomes_credit(api, bill, booked, customer):
    invoice = bill(-4_000)
    assert (invoice.status, invoice.total, invoice.amount_due) == ("paid", -4_000, 0)
    assert booked() == [("applied_to_invoice", -4_000, "eur")]
    assert api.customers.retrieve(customer).balance == -4_000


def test_an_invoice_too_small_to_be_charged_is_paid_and_owed_with_the_next(bill, booked):
    small = bill(49)
    assert (small.status, small.total, small.amount_due, small.amount_paid) == ("paid", 49, 0, 0)
    assert small.ending_balance == 49
    assert booked() == [("invoice_too_small", 49, "eur")]
    assert bill(50).amount_due == 99


def test_credit_that_leaves_too_little_is_used_up_first(adjust, bill, booked):
    adjust(-980)
    assert bill(1_000).status == "paid"
    assert booked()[1:] == [("applied_to_invoice", 980, "eur"), ("invoice_too_small", 20, "eur")]


def test_the_least_amount_depends_on_the_currency(bill):
    assert bill(30, "gbp").status == "open"
    assert bill(299, "sek").status == "paid"


def test_each_currency_has_a_balance_of_its_own(api, raw, adjust, bill, customer):
    for amount, currency in ((-1_000, "eur"), (-2_000, "usd"), (300, "gbp")):
        adjust(amount, currency)
    assert bill(10_000, "chf").amount_due == 10_000
    assert bill(10_000, "usd").amount_due == 8_000
    path = f"/v1/customers/{customer}"
    shown = raw("get", path, expand=["invoice_credit_balance"])
    assert (shown["currency"], shown["balance"]) == ("eur", -1_000)
    assert shown["invoice_credit_balance"] == {"eur": 1_000, "usd": 0, "gbp": -300}


def test_only_the_customer_tells_of_a_balance_that_changed(api, adjust, simulator, customer):
    api.webhook_endpoints.create({"url": "http://localhost:8400/x", "enabled_events": ["*"]})
    adjust(-1_000)
    (told,) = simulator.take()
    assert told.event["type"] == "customer.updated"
    assert told.event["data"]["object"]["balance"] == -1_000
    assert told.event["data"]["previous_attributes"]["balance"] == 0


def test_transactions_are_listed_by_invoice_and_in_pages(api, adjust, bill, customer):
    for _ in range(3):
        adjust(-100)
    invoice = bill(10_000).id
    of_it = api.customers.balance_transactions.list(customer, {"invoice": invoice}).data
    assert [one.amount for one in of_it] == [300]
    first = api.customers.balance_transactions.list(customer, {"limit": 3})
    after = {"limit": 3, "starting_after": first.data[-1].id}
    rest = api.customers.balance_transactions.list(customer, after)
    assert (first.has_more, rest.has_more, len(rest.data)) == (True, False, 1)


def test_a_deleted_customers_transactions_are_gone(api, adjust, customer):
    adjust(-100)
    api.customers.delete(customer)
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        api.customers.balance_transactions.list(customer)
