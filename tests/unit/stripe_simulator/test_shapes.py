"""Every object looks as the SDK's types say: no field too many, too few, or wrongly null."""

import typing

import pytest
import stripe

from dev.stripe import firm
from dev.stripe.present import INCLUDABLE
from dev.stripe.simulator import Simulator
from dev.stripe.transport import client

PATHS = {
    "balance_transaction": stripe.BalanceTransaction,
    "charge": stripe.Charge,
    "credit_note": stripe.CreditNote,
    "customer": stripe.Customer,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "invoice": stripe.Invoice,
    "invoice_payment": stripe.InvoicePayment,
    "invoiceitem": stripe.InvoiceItem,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "price": stripe.Price,
    "product": stripe.Product,
    "refund": stripe.Refund,
    "subscription": stripe.Subscription,
    "tax_rate": stripe.TaxRate,
    "webhook_endpoint": stripe.WebhookEndpoint,
}


@pytest.fixture(scope="module")
def studio():
    simulator = Simulator(fixed_at=1_790_000_000)
    sdk = client(simulator, max_network_retries=0)
    sdk.v1.webhook_endpoints.create({"url": "https://a.example/", "enabled_events": ["*"]})
    firm.seed(simulator)
    return sdk


def is_optional(hint):
    return "Optional" in str(hint) or type(None) in typing.get_args(hint)


@pytest.mark.parametrize("kind", sorted(PATHS))
def test_objects_have_the_fields_of_the_sdks_type(studio, kind):
    hints = {name: hint for name, hint in PATHS[kind].__annotations__.items() if name.islower()}
    required = {name for name, hint in hints.items() if not is_optional(hint)}
    for shown in studio.raw_request("get", f"/v1/{kind}s", limit=100).data["data"]:
        assert set(shown) <= set(hints)
        assert {name for name in required if shown.get(name) is None} == set()
        assert not [name for of, name in INCLUDABLE if of == kind and name in shown]


def test_invoice_lines_and_their_parts_have_them_too(studio):
    hints = stripe.InvoiceLineItem.__annotations__
    for invoice in studio.raw_request("get", "/v1/invoices", limit=100).data["data"]:
        for line in invoice["lines"]["data"]:
            assert set(line) <= set(hints)
            assert {n for n, hint in hints.items() if not is_optional(hint) and n.islower()} <= set(
                line
            )


def test_a_subscription_shows_its_period_on_its_items(studio):
    (subscription,) = studio.raw_request("get", "/v1/subscriptions", limit=1).data["data"]
    assert "current_period_end" not in subscription
    assert subscription["items"]["data"][0]["current_period_end"] > 1_790_000_000
