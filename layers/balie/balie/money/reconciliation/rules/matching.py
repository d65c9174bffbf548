"""Goes through the entries day by day: what identifies is booked, the rest is proposed."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from balie.money.reconciliation.model import (
    Allocation,
    Book,
    Entry,
    Evidence,
    Proposal,
    Rule,
    Signal,
)
from balie.money.reconciliation.rules import deciding, payers, ranking, references
from balie.money.reconciliation.rules.gates import Seen, account
from balie.money.reconciliation.rules.index import Index
from balie.money.reconciliation.rules.open_items import OpenItems
from balie.money.reconciliation.rules.payers import Payer
from balie.money.reconciliation.rules.references import Read

AT_ONCE = (
    Evidence(Signal.REFERENCE, "its structured reference"),
    Evidence(Signal.AMOUNT, "exactly what is open"),
    Evidence(Signal.PAYER, "account or name of this customer"),
)


def match(book: Book) -> list[Proposal]:
    """A proposal for each entry, in the order of the book; the open amounts follow along."""
    return Run(book).proposals(book.entries)


class Run:
    """The state of one going-through: what is open, what was seen, what was booked."""

    def __init__(self, book: Book) -> None:
        self.index = Index(book.customers, book.invoices)
        self.items = OpenItems(book.invoices)
        self.own_ibans = book.own_ibans
        self.seen = Seen(book.entries)
        self._booked: dict[str, tuple[Allocation, ...]] = {}

    def proposals(self, entries: list[Entry]) -> list[Proposal]:
        found: dict[str, Proposal] = {}
        ordered = sorted(entries, key=lambda entry: entry.booking_date)
        for _, day in groupby(ordered, key=lambda entry: entry.booking_date):
            for proposal in self._day(day):
                found[proposal.entry_id] = proposal
        return [found[entry.id] for entry in entries]

    def _day(self, entries: Iterable[Entry]) -> Iterator[Proposal]:
        """References first, guesses after them, returns last: the order within a day is chance."""
        unnamed: list[tuple[Entry, Read, Payer]] = []
        given_back: list[Entry] = []
        for entry in sorted(entries, key=_within_a_day):
            proposal = self._no_payment(entry) or self._at_once(entry)
            if proposal:
                yield self._keep(proposal)
            elif entry.amount <= 0:
                given_back.append(entry)
            else:
                read, payer = self._looked_at(entry)
                proposal = None if _doubtful(entry, read) else self._named(entry, read, payer)
                if proposal:
                    yield self._keep(proposal)
                else:
                    unnamed.append((entry, read, payer))
        for entry, read, payer in unnamed:
            yield self._keep(self._guessed(entry, read, payer))
        for entry in given_back:
            yield self._money_out(entry)

    def _no_payment(self, entry: Entry) -> Proposal | None:
        earlier = self.seen.earlier(entry)
        if earlier:
            return Proposal(entry.id, Rule.DUPLICATE, of=earlier)
        if entry.counterparty_iban in self.own_ibans:
            return Proposal(entry.id, Rule.OWN_ACCOUNT)
        return None

    def _at_once(self, entry: Entry) -> Proposal | None:
        """The usual case, cheaply: a reference with check digits, its amount, its own payer."""
        invoice = self.index.checked.get(entry.structured_reference)
        if invoice is None or entry.is_return or entry.remittance_info:
            return None
        if self.items.remaining[invoice.id] != entry.amount or invoice.id in self.items.named:
            return None
        if invoice.currency != entry.currency:
            return None
        known = self.index.by_iban.get(entry.counterparty_iban) or self.index.by_written_name.get(
            entry.counterparty_name.upper(), ()
        )
        if invoice.customer_id not in known:
            return None
        paid = (Allocation(invoice.id, entry.amount),)
        return Proposal(entry.id, Rule.REFERENCE_AND_AMOUNT, paid, evidence=AT_ONCE)

    def _looked_at(self, entry: Entry) -> tuple[Read, Payer]:
        return references.read(self.index, entry), payers.find(self.index, entry)

    def _named(self, entry: Entry, read: Read, payer: Payer) -> Proposal | None:
        return deciding.by_reference(self.index, self.items, entry, read, payer)

    def _guessed(self, entry: Entry, read: Read, payer: Payer) -> Proposal:
        """By reference again, for the day's others may have changed what is open; else by payer."""
        if not _doubtful(entry, read):
            proposal = self._named(entry, read, payer) or deciding.by_payer(
                self.index, self.items, entry, read, payer
            )
            if proposal:
                return proposal
        shown = ranking.suggestions(self.index, self.items, entry, read, payer)
        self.items.named.update(invoice.id for invoice in read.firm())
        having = [each for each in payer.possible if self.items.worth(each, entry)]
        self.items.unsettled.update(payer.customers or having)
        if shown and (payer.customers or read.mentions):
            self.items.claimed.update(shown[0])
        elif not payer.customers:
            self.items.unsettled.add((entry.currency, entry.amount))
        return Proposal(entry.id, Rule.LEFT, suggestions=shown)

    def _money_out(self, entry: Entry) -> Proposal:
        """A payment given back opens again what it had paid."""
        paid_by = self.seen.given_back(entry)
        if paid_by is None:
            return Proposal(entry.id, Rule.MONEY_OUT)
        self.items.reopen(self._booked.pop(paid_by, ()))
        return Proposal(entry.id, Rule.RETURN, of=paid_by)

    def _keep(self, proposal: Proposal) -> Proposal:
        if proposal.allocations:
            self.items.pay(proposal.allocations)
            self._booked[proposal.entry_id] = proposal.allocations
        return proposal


def _doubtful(entry: Entry, read: Read) -> bool:
    """The bank or the text says that this is no payment of an invoice."""
    return entry.is_return or read.no_payment


def _within_a_day(entry: Entry) -> tuple[object, ...]:
    """By what the entries say, first those with a reference of the bank.

    Of equal ones of one account the first in the file comes first: either is as good.
    """
    return not entry.bank_reference, entry.source, entry.amount, account(entry)
