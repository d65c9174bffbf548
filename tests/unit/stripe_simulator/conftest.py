"""A simulator whose clock stands still, with an SDK client that calls it in-process."""

import pytest

from dev.stripe.simulator import Simulator
from dev.stripe.transport import client

START = 1_790_000_000


@pytest.fixture
def simulator():
    return Simulator(fixed_at=START)


@pytest.fixture
def api(simulator):
    return client(simulator, max_network_retries=0).v1


@pytest.fixture
def raw(simulator):
    """Calls by path, answers as plain dicts."""
    sdk = client(simulator, max_network_retries=0)

    def call(method, path, **params):
        return sdk.raw_request(method, path, **params).data

    return call


@pytest.fixture
def customer(api):
    return api.customers.create({"name": "Acme B.V.", "email": "info@acme.example"}).id


@pytest.fixture
def open_invoice(api, customer):
    """Makes an open invoice for the customer and returns its id."""

    def make(amount=10_000, **fields):
        params = {"customer": customer, "collection_method": "send_invoice", "days_until_due": 14}
        if fields.get("collection_method") == "charge_automatically":
            del params["days_until_due"]
        invoice = api.invoices.create(params | fields).id
        api.invoice_items.create(
            {"customer": customer, "invoice": invoice, "amount": amount, "currency": "eur"}
        )
        api.invoices.finalize_invoice(invoice)
        return invoice

    return make


@pytest.fixture
def saved_method(api, customer):
    """Attaches a test payment method and makes it the customer's default."""

    def save(token):
        if token[0].isupper():
            method = api.payment_methods.create(
                {
                    "type": "sepa_debit",
                    "sepa_debit": {"iban": token},
                    "billing_details": {"name": "Acme B.V.", "email": "info@acme.example"},
                }
            ).id
        else:
            method = token
        attached = api.payment_methods.attach(method, {"customer": customer}).id
        settings = {"default_payment_method": attached}
        api.customers.update(customer, {"invoice_settings": settings})
        return attached

    return save


def event_types(simulator):
    return [delivery.event["type"] for delivery in simulator.outbox]
