"""An invoice or payment, with all that it cannot stand without.

Each call is preceded by a reading of the clock, because an older answer must never overwrite a
newer one.
"""

from balie.ground.core.clock import Clock
from balie.outside.providers.snapshots import (
    CustomerSnapshot,
    InvoiceSnapshot,
    PaymentSnapshot,
    Snapshot,
)
from balie.outside.providers.stripe import translate
from balie.outside.providers.stripe.client import Account, JsonObject


def customer(account: Account, ref: str, clock: Clock) -> list[Snapshot]:
    found = Found(account, clock)
    found.customer(ref)
    return found.in_order()


def invoice(account: Account, ref: str, clock: Clock) -> list[Snapshot]:
    """Empty when Stripe has no such invoice, or it is a draft."""
    found = Found(account, clock)
    found.with_all_that_hangs_on_it([ref])
    return found.in_order()


def payment(account: Account, ref: str, clock: Clock) -> list[Snapshot]:
    found = Found(account, clock)
    found.payment(ref)
    return found.in_order()


class Found:
    """What has been fetched for one hint, by ref."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self.customers: dict[str, CustomerSnapshot] = {}
        self.invoices: dict[str, InvoiceSnapshot] = {}
        self.payments: dict[str, PaymentSnapshot] = {}

    def in_order(self) -> list[Snapshot]:
        return [*self.customers.values(), *self.invoices.values(), *self.payments.values()]

    def customer(self, ref: str) -> None:
        """Stripe keeps a tombstone of a deleted one; no answer at all is an error."""
        requested_at = self._clock()
        raw = self._account.get(f"/v1/customers/{ref}", expand=["tax_ids"])
        tax_ids = None if raw.get("deleted") else self._tax_ids(raw)
        self.customers[ref] = translate.customer(raw, requested_at, tax_ids)

    def _tax_ids(self, customer: JsonObject) -> list[JsonObject]:
        """All of them; the expanded list holds the first few only."""
        listed = customer["tax_ids"]
        if not listed["has_more"]:
            return list(listed["data"])
        return list(self._account.pages(f"/v1/customers/{customer['id']}/tax_ids"))

    def payment(self, ref: str) -> None:
        payment = self._payment_alone(ref)
        if payment.invoice_refs:
            self.with_all_that_hangs_on_it(list(payment.invoice_refs))
        elif payment.customer_ref:
            self.customer(payment.customer_ref)

    def with_all_that_hangs_on_it(self, refs: list[str]) -> None:
        """Invoices, their payments, the other invoices of those payments, and so on."""
        asked: set[str] = set()
        while refs:
            ref = refs.pop()
            if ref in asked:
                continue
            asked.add(ref)
            for payment_ref in self._invoice_alone(ref):
                if payment_ref not in self.payments:
                    self._payment_alone(payment_ref)
                refs += self.payments[payment_ref].invoice_refs

    def _invoice_alone(self, ref: str) -> list[str]:
        """The refs of its payments."""
        requested_at = self._clock()
        raw = self._account.find(f"/v1/invoices/{ref}", expand=["customer", "payments"])
        if raw is None:
            return []
        links = self._links(raw)
        snapshot = translate.invoice(raw, links, requested_at)
        if snapshot is None:
            return []
        self.invoices[ref] = snapshot
        self.customers[snapshot.customer_ref] = translate.customer_of(raw, requested_at)
        return list(dict.fromkeys(filter(None, map(translate.payment_intent_of, links))))

    def _links(self, raw: JsonObject) -> list[JsonObject]:
        """All InvoicePayments of an invoice; the expanded list holds the first few only."""
        links = raw["payments"]
        if not links["has_more"]:
            return list(links["data"])
        return list(self._account.pages("/v1/invoice_payments", invoice=raw["id"]))

    def _payment_alone(self, ref: str) -> PaymentSnapshot:
        """Its links first: what they say has been paid, has come in by the time it is asked for."""
        requested_at = self._clock()
        paid_by = {"type": "payment_intent", "payment_intent": ref}
        links = list(self._account.pages("/v1/invoice_payments", payment=paid_by))
        raw = self._account.get(f"/v1/payment_intents/{ref}", expand=["latest_charge"])
        self.payments[ref] = translate.payment(raw, links, requested_at)
        return self.payments[ref]
