"""An invoice or payment, with all that it cannot stand without.

Each call is preceded by a reading of the clock, because an older answer must never overwrite a
newer one.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from balie.ground.core.clock import Clock
from balie.ground.core.events import Cause
from balie.ground.core.money import Money
from balie.outside.providers.hints import Hint
from balie.outside.providers.snapshots import (
    BalanceChange,
    BalanceSnapshot,
    CustomerSnapshot,
    InvoiceSnapshot,
    PaymentSnapshot,
    RefundSnapshot,
    Snapshot,
)
from balie.outside.providers.stripe import translate
from balie.outside.providers.stripe.client import Account, JsonObject


def customer(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    """With the balance that Stripe keeps for it; an import passes over one that is nothing."""
    found = Found(account, clock)
    raw = found.customer(hint.ref)
    if translate.has_balance(raw) or hint.cause is not Cause.IMPORT:
        found.balance(raw)
    return found.in_order()


def invoice(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    """Empty when Stripe has no such invoice, or it is a draft."""
    found = Found(account, clock)
    found.with_all_that_hangs_on_it([hint.ref])
    return found.in_order()


def payment(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    found = Found(account, clock)
    found.payment(hint.ref)
    return found.in_order()


class Found:
    """What has been fetched for one hint, by ref."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self.customers: dict[str, CustomerSnapshot] = {}
        self.balances: dict[str, BalanceSnapshot] = {}
        self.invoices: dict[str, InvoiceSnapshot] = {}
        self.payments: dict[str, PaymentSnapshot] = {}

    def in_order(self) -> list[Snapshot]:
        """Parents first: a balance is there before an invoice uses it."""
        return [
            *self.customers.values(),
            *self.balances.values(),
            *self.invoices.values(),
            *(self._credited(payment) for payment in self.payments.values()),
        ]

    def customer(self, ref: str) -> JsonObject:
        """Stripe keeps a tombstone of a deleted one; no answer at all is an error."""
        requested_at = self._clock()
        expand = ["invoice_credit_balance", "tax_ids"]
        raw = self._account.get(f"/v1/customers/{ref}", expand=expand)
        tax_ids = None if raw.get("deleted") else self._tax_ids(raw)
        self.customers[ref] = translate.customer(raw, requested_at, tax_ids)
        return raw

    def balance(self, customer: JsonObject) -> tuple[BalanceChange, ...] | None:
        """All its changes; None when the customer was deleted: Stripe shows none then."""
        ref = customer["id"]
        if customer.get("deleted"):
            return None
        if ref not in self.balances:
            requested_at = self._clock()
            path = f"/v1/customers/{ref}/balance_transactions"
            transactions = self._account.pages(path)
            self.balances[ref] = translate.balance(ref, transactions, requested_at)
        return self.balances[ref].changes

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
        """The refs of its payments. What it refers to is asked for after it, so is never older."""
        requested_at = self._clock()
        raw = self._account.find(f"/v1/invoices/{ref}", expand=["customer", "payments"])
        if raw is None or raw["status"] == "draft":
            return []
        links, notes = self._links(raw), self._credit_notes(raw)
        changes: tuple[BalanceChange, ...] | None = ()
        if translate.uses_balance(raw, links, notes):
            changes = self.balance(raw["customer"])
        snapshot = translate.invoice(
            raw,
            links,
            requested_at,
            credit_notes=notes,
            balance_changes=changes,
            lines=self._lines(raw),
        )
        self.invoices[ref] = snapshot
        self.customers[snapshot.customer_ref] = translate.customer_of(raw, requested_at)
        return list(dict.fromkeys(filter(None, map(translate.payment_intent_of, links))))

    def _credit_notes(self, invoice: JsonObject) -> list[JsonObject]:
        if not translate.has_credit_notes(invoice):
            return []
        return list(self._account.pages("/v1/credit_notes", invoice=invoice["id"]))

    def _lines(self, invoice: JsonObject) -> list[JsonObject]:
        """All of them; the list within the invoice holds the first few only."""
        listed = invoice["lines"]
        if not listed["has_more"]:
            return list(listed["data"])
        return list(self._account.pages(f"/v1/invoices/{invoice['id']}/lines"))

    def _links(self, raw: JsonObject) -> list[JsonObject]:
        """All InvoicePayments of an invoice; the expanded list holds the first few only."""
        links = raw["payments"]
        if not links["has_more"]:
            return list(links["data"])
        return list(self._account.pages("/v1/invoice_payments", invoice=raw["id"]))

    def _payment_alone(self, ref: str) -> PaymentSnapshot:
        """Its links, which carry it; one without links is asked for by itself."""
        requested_at = self._clock()
        paid_by = {"type": "payment_intent", "payment_intent": ref}
        carried = ["data.payment.payment_intent.latest_charge"]
        links = list(self._account.pages("/v1/invoice_payments", payment=paid_by, expand=carried))
        if links:
            raw = links[-1]["payment"]["payment_intent"]
        else:
            raw = self._account.get(f"/v1/payment_intents/{ref}", expand=["latest_charge"])
        charge = raw["latest_charge"] or {}
        self.payments[ref] = translate.payment(
            raw,
            links,
            requested_at,
            refunds=self._of(ref, "/v1/refunds") if charge.get("amount_refunded") else (),
            disputes=self._of(ref, "/v1/disputes") if charge.get("disputed") else (),
        )
        return self.payments[ref]

    def _of(self, payment_ref: str, path: str) -> list[JsonObject]:
        return list(self._account.pages(path, payment_intent=payment_ref))

    def _credited(self, payment: PaymentSnapshot) -> PaymentSnapshot:
        """With what its refunds pay out of credit notes: only the notes know that."""
        credited, credited_at = Counter[str](), dict[str, datetime]()
        notes = [note for invoice in self.invoices.values() for note in invoice.credit_notes]
        for note in sorted(notes, key=lambda note: note.issued_at):
            for ref, amount in note.refunds:
                credited[ref] += amount.minor
                credited_at[ref] = note.issued_at
        refunds = tuple(
            _paying_out(refund, credited[refund.ref], credited_at.get(refund.ref))
            for refund in payment.refunds
        )
        return replace(payment, refunds=refunds)


def _paying_out(refund: RefundSnapshot, credited: int, at: datetime | None) -> RefundSnapshot:
    """credited: in minor units; a refund that failed pays nothing out."""
    most = min(credited, refund.amount.minor)
    return replace(refund, credited=Money(most, refund.amount.currency), credited_at=at)
