"""Objects as Stripe has them, made by calling the simulator the way a firm calls Stripe."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from balie.outside.providers.snapshots import (
    BalanceSnapshot,
    InvoiceSnapshot,
    PaymentSnapshot,
    SubscriptionSnapshot,
)
from balie.outside.providers.stripe import translate
from dev.stripe.simulator import Simulator
from dev.stripe.transport import client

START = 1_790_000_000
ASKED_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
Raw = dict[str, Any]


class Firm:
    """A Stripe account, and ours to look at: raw objects as `fetch` asks for them."""

    def __init__(self) -> None:
        self.simulator = Simulator(fixed_at=START)
        self._sdk = client(self.simulator, max_network_retries=0)

    def get(self, path: str, **params: Any) -> Raw:
        found: Raw = self._sdk.raw_request("get", path, **params).data
        return found

    def post(self, path: str, **params: Any) -> Raw:
        made: Raw = self._sdk.raw_request("post", path, **params).data
        return made

    def delete(self, path: str) -> Raw:
        gone: Raw = self._sdk.raw_request("delete", path).data
        return gone

    def customer(self, **fields: Any) -> str:
        given = {"name": "Van Dijk Architecten", "email": "sanne@vandijk.example", **fields}
        return str(self.post("/v1/customers", **given)["id"])

    def draft(self, amount: int = 12_100, currency: str = "eur", **fields: Any) -> str:
        customer = fields.pop("customer", None) or self.customer()
        if fields.get("collection_method", "send_invoice") == "send_invoice":
            fields = {"collection_method": "send_invoice", "days_until_due": 14, **fields}
        invoice = self.post("/v1/invoices", customer=customer, currency=currency, **fields)["id"]
        self.post(
            "/v1/invoiceitems",
            customer=customer,
            invoice=invoice,
            amount=amount,
            currency=currency,
            description="Website, part 2",
        )
        return str(invoice)

    def invoice(self, amount: int = 12_100, currency: str = "eur", **fields: Any) -> str:
        invoice = self.draft(amount, currency, **fields)
        self.post(f"/v1/invoices/{invoice}/finalize")
        return invoice

    def pay(self, invoice: str, **fields: Any) -> None:
        self.post(f"/v1/invoices/{invoice}/pay", **(fields or {"payment_method": "pm_card_visa"}))

    def save_method(self, customer: str, token: str) -> None:
        """token: of a test card, or the IBAN of an account that may be debited."""
        if token[0].isupper():
            token = self.post(
                "/v1/payment_methods",
                type="sepa_debit",
                sepa_debit={"iban": token},
                billing_details={"name": "Van Dijk", "email": "sanne@vandijk.example"},
            )["id"]
        method = self.post(f"/v1/payment_methods/{token}/attach", customer=customer)["id"]
        defaults = {"default_payment_method": method}
        self.post(f"/v1/customers/{customer}", invoice_settings=defaults)

    def subscription(self, *prices: dict[str, Any], **fields: Any) -> str:
        """Of hosting at 50 euro a month, unless prices are given; billed by mail."""
        asked = {"collection_method": "send_invoice", "days_until_due": 14, **fields}
        customer = asked.pop("customer", None) or self.customer()
        items = [{"price": self.price(**price)} for price in prices or ({},)]
        made = self.post("/v1/subscriptions", customer=customer, items=items, **asked)
        return str(made["id"])

    def price(self, **fields: Any) -> str:
        given = {"currency": "eur", "recurring": {"interval": "month"}, **fields}
        if "unit_amount_decimal" not in given:
            given.setdefault("unit_amount", 5_000)
        given.setdefault("product_data", {"name": "Hosting"})
        return str(self.post("/v1/prices", **given)["id"])

    def subscription_snapshot(self, subscription: str) -> SubscriptionSnapshot:
        expand = ["items.data.price.product"]
        raw = self.get(f"/v1/subscriptions/{subscription}", expand=expand)
        return translate.subscription(raw, raw["items"]["data"], ASKED_AT)

    def part(self, invoice: str, amount: int, method: str = "pm_card_visa") -> str:
        """Part of the invoice, paid by a payment of its own."""
        raw = self.get(f"/v1/invoices/{invoice}")
        intent = self.post(
            "/v1/payment_intents",
            amount=amount,
            currency=raw["currency"],
            customer=raw["customer"],
        )["id"]
        self.post(f"/v1/invoices/{invoice}/attach_payment", payment_intent=intent)
        self.post(f"/v1/payment_intents/{intent}/confirm", payment_method=method)
        return str(intent)

    def links(self, invoice: str) -> list[Raw]:
        found: list[Raw] = self.get("/v1/invoice_payments", invoice=invoice, limit=100)["data"]
        return found

    def intents(self, invoice: str) -> list[str]:
        """The payments that the invoice's links name, the oldest first."""
        named = (translate.payment_intent_of(link) for link in reversed(self.links(invoice)))
        return list(dict.fromkeys(filter(None, named)))

    def invoice_snapshot(self, invoice: str) -> InvoiceSnapshot:
        raw = self.get(f"/v1/invoices/{invoice}", expand=["customer", "payments"])
        return translate.invoice(
            raw,
            self.links(invoice),
            ASKED_AT,
            credit_notes=self.get("/v1/credit_notes", invoice=invoice, limit=100)["data"],
            balance_changes=self.balance_snapshot(raw["customer"]["id"]).changes,
        )

    def balance_snapshot(self, customer: str) -> BalanceSnapshot:
        path = f"/v1/customers/{customer}/balance_transactions"
        return translate.balance(customer, self.get(path, limit=100)["data"], ASKED_AT)

    def payment_snapshot(self, intent: str) -> PaymentSnapshot:
        raw = self.get(f"/v1/payment_intents/{intent}", expand=["latest_charge"])
        by = {"type": "payment_intent", "payment_intent": intent}
        return translate.payment(
            raw,
            self.get("/v1/invoice_payments", payment=by, limit=100)["data"],
            ASKED_AT,
            refunds=self.get("/v1/refunds", payment_intent=intent, limit=100)["data"],
            disputes=self.get("/v1/disputes", payment_intent=intent, limit=100)["data"],
        )


@pytest.fixture
def firm() -> Firm:
    return Firm()


@pytest.fixture
def refused() -> Callable[..., None]:
    """Does what the provider refuses, such as charging a card that is declined."""
    import stripe

    def attempt(call: Callable[..., Any], *args: Any, **params: Any) -> None:
        with pytest.raises(stripe.StripeError):
            call(*args, **params)

    return attempt
