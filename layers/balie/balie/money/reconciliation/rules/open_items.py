"""What is still open while entries are booked one after another, and what a person must decide."""

import sys
from collections.abc import Collection, Iterable

from balie.money.reconciliation.model import Allocation, Entry, OpenInvoice

Lot = tuple[str, str, int]  # customer, currency, minor units


class OpenItems:
    """The remaining amounts. Never more is paid of an invoice than it has open.

    claimed: invoices that stand first in a proposal before a person: only what names them and has
    their amount is booked on them. named: those that an undecided entry names: nothing is.
    unsettled: customers with an undecided entry, and amounts that nobody known has paid: which of
    equal invoices is open still, and whether all is, cannot be said of them.
    """

    def __init__(self, invoices: Iterable[OpenInvoice]) -> None:
        self.remaining: dict[str, int] = {}
        self.claimed: set[str] = set()
        self.named: set[str] = set()
        self.unsettled: set[str | tuple[str, int]] = set()
        self._lots: dict[Lot, dict[str, OpenInvoice]] = {}
        self._amounts: dict[tuple[str, int], dict[str, OpenInvoice]] = {}
        self._of: dict[str, dict[str, OpenInvoice]] = {}
        self._invoices: dict[str, OpenInvoice] = {}
        for invoice in sorted(invoices, key=oldest_first):
            self._invoices[invoice.id] = invoice
            self._put(invoice, invoice.amount_remaining)

    def _put(self, invoice: OpenInvoice, amount: int) -> None:
        self.remaining[invoice.id] = amount
        if amount > 0:
            lot = (invoice.customer_id, invoice.currency, amount)
            self._lots.setdefault(lot, {})[invoice.id] = invoice
            self._amounts.setdefault(lot[1:], {})[invoice.id] = invoice
            self._of.setdefault(invoice.customer_id, {})[invoice.id] = invoice

    def _take(self, invoice: OpenInvoice) -> int:
        amount = self.remaining[invoice.id]
        if amount > 0:
            lot = (invoice.customer_id, invoice.currency, amount)
            self._lots[lot].pop(invoice.id)
            self._amounts[lot[1:]].pop(invoice.id)
            self._of[invoice.customer_id].pop(invoice.id)
        return amount

    def pay(self, allocations: Iterable[Allocation]) -> None:
        for invoice_id, amount in allocations:
            invoice = self._invoices[invoice_id]
            left = self._take(invoice) - amount
            if amount <= 0 or left < 0:
                raise ValueError(f"{amount} is not to be paid of {invoice_id}")
            self._put(invoice, left)

    def reopen(self, allocations: Iterable[Allocation]) -> None:
        for invoice_id, amount in allocations:
            invoice = self._invoices[invoice_id]
            self._put(invoice, self._take(invoice) + amount)

    def of(self, customer_id: str, currency: str) -> list[OpenInvoice]:
        """What this customer has open, oldest first."""
        found = self._of.get(customer_id, {}).values()
        return sorted((each for each in found if each.currency == currency), key=oldest_first)

    def worth(self, customer_id: str, entry: Entry) -> list[OpenInvoice]:
        """What this customer has open of exactly the entry's amount, oldest first."""
        found = self._lots.get((customer_id, entry.currency, entry.amount))
        return sorted(found.values(), key=oldest_first) if found else []

    def anywhere_worth(self, entry: Entry) -> dict[str, OpenInvoice]:
        return self._amounts.get((entry.currency, entry.amount), {})

    def is_open(self, invoice: OpenInvoice) -> bool:
        return self.remaining[invoice.id] > 0

    def may_be_paid(self, entry: Entry, invoices: Iterable[OpenInvoice]) -> bool:
        return all(
            self.is_open(each) and each.id not in self.named and each.currency == entry.currency
            for each in invoices
        )

    def is_free(self, entry: Entry, invoices: Collection[OpenInvoice]) -> bool:
        """Whether no proposal before a person has one either: for what is named less surely."""
        return self.may_be_paid(entry, invoices) and self.claimed.isdisjoint(
            each.id for each in invoices
        )

    def untouched(self, invoice: OpenInvoice) -> int:
        """The most that a single payment may be: without limit until something has been paid."""
        left = self.remaining[invoice.id]
        return left if left < invoice.amount_remaining else sys.maxsize

    def left(self, invoices: Iterable[OpenInvoice]) -> int:
        return sum(self.remaining[invoice.id] for invoice in invoices)


def oldest_first(invoice: OpenInvoice) -> tuple[object, ...]:
    return invoice.due_date, invoice.issued_on, invoice.id
