"""Where invoices and customers are found by what an entry may say: built once, in one pass."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from balie.money.reconciliation.model import Customer, OpenInvoice
from balie.money.reconciliation.rules.folding import canonical, name_words, with_one_less
from balie.money.reconciliation.rules.own_numbers import OwnNumbers

SHORTEST_MISSPELT = 5

Key = TypeVar("Key")


class Index:
    """Tables of everything that names an invoice or a customer.

    checked: by structured reference and end-to-end id. numbers: by canonical number; one number may
    be of several invoices. heads: the letters with which any of these begins.
    """

    def __init__(self, customers: Iterable[Customer], invoices: Iterable[OpenInvoice]) -> None:
        self.customers = {customer.id: customer for customer in customers}
        self.checked: dict[str, OpenInvoice | None] = {}
        self.numbers: dict[str, tuple[OpenInvoice, ...]] = {}
        self.heads: set[str] = set()
        self.invoices_of: dict[str, list[OpenInvoice]] = {}
        for invoice in invoices:
            self._add(invoice)
        self.lengths = {len(key) for table in (self.checked, self.numbers) for key in table}
        self.longest = max(self.lengths, default=0)
        self.heads.discard("")
        self.head_lengths = sorted({len(head) for head in self.heads}, reverse=True)
        self.by_iban = _grouped(
            (iban, customer.id) for customer in self.customers.values() for iban in customer.ibans
        )
        self._add_names()
        self._own: dict[str, OwnNumbers] = {}

    def _add(self, invoice: OpenInvoice) -> None:
        self.invoices_of.setdefault(invoice.customer_id, []).append(invoice)
        for reference in (*invoice.references, invoice.end_to_end_id):
            if reference:
                self._add_checked(canonical(reference), invoice)
        number = canonical(invoice.number)
        if number:
            self.numbers[number] = (*self.numbers.get(number, ()), invoice)
            self.heads.add(_letters(number))

    def _add_checked(self, key: str, invoice: OpenInvoice) -> None:
        known = self.checked.setdefault(key, invoice)
        if known is not invoice:
            self.checked[key] = None  # said of two invoices, it names neither
        self.heads.add(_letters(key))

    def _add_names(self) -> None:
        """by_words: in any order. by_squashed: words merged, with and without the legal form."""
        people = self.customers.values()
        self.words_of = {each.id: name_words(each.name) for each in people}
        words = self.words_of.items()
        self.by_written_name = _grouped((each.name.upper(), each.id) for each in people)
        self.by_words = _grouped((tuple(sorted(said)), each) for each, said in words)
        self.by_word = _grouped((word, each) for each, said in words for word in said)
        plain = [("".join(said), each) for each, said in words]
        whole = [(canonical(each.name), each.id) for each in people]
        self.by_squashed = _grouped([*plain, *whole])
        self.squashed = sorted(self.by_squashed)

    def own_numbers(self, customer_id: str) -> OwnNumbers:
        """The numbers of one customer in every shape; made when first asked for."""
        found = self._own.get(customer_id)
        if found is None:
            found = OwnNumbers(self.invoices_of.get(customer_id, []))
            self._own[customer_id] = found
        return found

    def by_beginning(self, letters: str) -> set[str]:
        """Customers whose squashed name begins so, for names that a bank has cut; at most 5."""
        found: set[str] = set()
        place = bisect_left(self.squashed, letters)
        for name in self.squashed[place : place + 5]:
            if name.startswith(letters):
                found.update(self.by_squashed[name])
        return found

    @cached_property
    def _misspelt(self) -> dict[str, tuple[str, ...]]:
        long = (word for word in self.by_word if len(word) >= SHORTEST_MISSPELT)
        return _grouped((key, word) for word in long for key in with_one_less(word))

    def words_near(self, word: str) -> set[str]:
        if len(word) < SHORTEST_MISSPELT:
            return set()
        return {known for key in with_one_less(word) for known in self._misspelt.get(key, ())}


def _letters(key: str) -> str:
    """Those in front, "" when it begins with a digit."""
    return key[: len(key) - len(key.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, dict[str, None]] = {}
    for key, member in pairs:
        found.setdefault(key, {})[member] = None
    return {key: tuple(members) for key, members in found.items()}
