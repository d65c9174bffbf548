"""Whatever happens in whatever order, the account adds up."""

import random
from typing import Any

import pytest
import stripe

from dev.stripe.errors import ApiError
from dev.stripe.simulator import Simulator
from dev.stripe.transport import client

START = 1_790_000_000
METHODS = ["card", "ideal", "sepa_debit"]
OUTCOMES = ["ok", "ok", "ok", "generic_decline", "insufficient_funds", "dispute", "stolen_card"]


class Life:
    """Random acts of a firm, its customers and their banks."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.simulator = Simulator(fixed_at=START)
        self.api: Any = client(self.simulator, max_network_retries=0).v1
        self.customer = self.api.customers.create({"name": "Acme"}).id
        saved = self.api.payment_methods.attach("pm_card_visa", {"customer": self.customer}).id
        self.api.customers.update(
            self.customer, {"invoice_settings": {"default_payment_method": saved}}
        )

    def some(self, kind):
        return self.chance.choice(list(self.simulator.world.store.kinds.get(kind, {})) or ["none"])

    def bill(self):
        automatic = self.chance.random() < 0.5
        terms = {"collection_method": "send_invoice", "days_until_due": 14}
        params: dict[str, Any] = {"auto_advance": True} if automatic else terms
        invoice = self.api.invoices.create(params | {"customer": self.customer}).id
        item: dict[str, Any] = {"customer": self.customer, "invoice": invoice, "currency": "eur"}
        self.api.invoice_items.create(item | {"amount": self.chance.randint(-500, 20_000)})
        self.api.invoices.finalize_invoice(invoice)

    def pay(self):
        amount = self.chance.choice([None, None, 700, 30_000])
        method, outcome = self.chance.choice(METHODS), self.chance.choice(OUTCOMES)
        self.simulator.people.pay(self.some("invoice"), method, outcome=outcome, amount=amount)

    def collect(self):
        self.api.invoices.pay(self.some("invoice"))

    def refund(self):
        amount = self.chance.choice([None, 100, 5_000])
        self.simulator.people.refund(self.some("charge"), amount)

    def credit(self):
        self.api.credit_notes.create({"invoice": self.some("invoice"), "amount": 300})

    def void(self):
        self.api.invoices.void_invoice(self.some("invoice"))

    def dispute(self):
        self.simulator.people.dispute(self.some("charge"))

    def bounce_refund(self):
        self.simulator.people.fail_refund(self.some("refund"))

    def wait(self):
        self.simulator.advance(days=self.chance.choice([0.1, 1, 4, 9]))

    def step(self):
        acts = [self.bill, self.pay, self.pay, self.collect, self.refund, self.credit]
        acts += [self.void, self.dispute, self.bounce_refund, self.wait, self.wait]
        try:
            self.chance.choice(acts)()
        except (ApiError, stripe.StripeError):
            return


def check(simulator):
    store = simulator.world.store
    for invoice in store.kinds.get("invoice", {}).values():
        left = invoice["amount_due"] - invoice["amount_paid"]
        assert invoice["amount_remaining"] == left >= 0
        if invoice["status"] == "paid":
            assert left == 0
        payments = store.where("invoice_payment", lambda p, ref=invoice["id"]: p["invoice"] == ref)
        received = sum(payment["amount_paid"] or 0 for payment in payments)
        assert received == invoice["amount_paid"] + invoice["amount_overpaid"]
    for charge in store.kinds.get("charge", {}).values():
        refunds = store.where("refund", lambda r, ref=charge["id"]: r["charge"] == ref)
        back = sum(refund["amount"] for refund in refunds if refund["status"] != "failed")
        assert back == charge["amount_refunded"] <= charge["amount_captured"]
    for customer in store.kinds["customer"].values():
        booked = store.kinds.get("customer_balance_transaction", {}).values()
        assert sum(entry["amount"] for entry in booked) == customer["balance"]


@pytest.mark.parametrize("seed", range(25))
def test_a_random_history_adds_up(seed):
    life = Life(seed)
    for _ in range(40):
        life.step()
        check(life.simulator)
