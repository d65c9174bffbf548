"""What is no payment of an invoice: entries seen before, own transfers, payments given back."""

from collections.abc import Iterable

from balie.money.reconciliation.model import Entry
from balie.money.reconciliation.rules.folding import canonical

Fingerprint = tuple[object, int, str]
MOST_REMEMBERED = 200  # payments of one account and amount that a return may belong to


class Seen:
    """Entries that came before, by the bank's reference and by fingerprint."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._several_sources = len({entry.source for entry in entries}) > 1
        self._by_reference: dict[tuple[str, int], str] = {}
        self._alike: dict[Fingerprint, list[Entry]] = {}
        self._copied: set[tuple[str, str]] = set()
        self._payments: dict[tuple[str, int], list[Entry]] = {}
        self._given_back: set[str] = set()

    def earlier(self, entry: Entry) -> str | None:
        """The entry that this one repeats. What is new is kept.

        Two with the same bank reference are one. Without one, only another kind of file repeats
        an entry: twice alike in one file are two payments.
        """
        if entry.bank_reference:
            known = self._by_reference.setdefault((entry.bank_reference, entry.amount), entry.id)
            if known != entry.id:
                return known
        copied = self._copied_from(entry) if self._several_sources else None
        if copied is None:
            key = (account(entry), entry.amount)
            if entry.amount > 0:
                self._payments.setdefault(key, []).append(entry)
        return copied

    def _copied_from(self, entry: Entry) -> str | None:
        alike = self._alike.setdefault((entry.booking_date, entry.amount, account(entry)), [])
        for other in alike:
            if other.source == entry.source or (other.id, entry.source) in self._copied:
                continue
            if other.bank_reference and entry.bank_reference:
                continue
            if _says_the_same(other, entry):
                self._copied.add((other.id, entry.source))
                return other.id
        alike.append(entry)
        return None

    def given_back(self, entry: Entry) -> str | None:
        """The payment that money going out gives back: same account, same amount, the latest.

        One that says the same comes before one that merely is as large.
        """
        paid = self._payments.get((account(entry), -entry.amount), [])[-MOST_REMEMBERED:]
        left = [each for each in reversed(paid) if each.id not in self._given_back]
        left = [each for each in left if each.booking_date <= entry.booking_date]
        if not left:
            return None
        told = _said(entry)
        named = [each for each in left if _said(each) and _said(each) in told]
        if not named and not entry.is_return:
            return None
        found = (named or left)[0].id
        self._given_back.add(found)
        return found


def account(entry: Entry) -> str:
    return entry.counterparty_iban or canonical(entry.counterparty_name)


def _said(entry: Entry) -> str:
    return canonical(entry.structured_reference + entry.remittance_info)


def _says_the_same(one: Entry, other: Entry) -> bool:
    """Kinds of files cut texts at other lengths and change case and separators."""
    first, second = _said(one), _said(other)
    return first.startswith(second) or second.startswith(first)
