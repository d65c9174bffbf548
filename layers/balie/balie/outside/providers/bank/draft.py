"""A statement while it is being read: its total, its oddities, and whether its balances fit."""

from datetime import date

from balie.ground.core.money import Money, to_wire
from balie.outside.providers.bank import amounts
from balie.outside.providers.bank.model import (
    BankFileRefused,
    Entry,
    EntryStatus,
    Format,
    Statement,
    Transaction,
    Warning,
)

MOST_WARNINGS = 100
MOST_ENTRIES = 2_000_000


class Draft:
    """Fill in what the file says, book each entry, close."""

    def __init__(self, format: Format) -> None:
        self.format = format
        self.account_iban: str | None = None
        self.account_id: str | None = None
        self.currency: str | None = None
        self.statement_id: str | None = None
        self.opening: Money | None = None
        self.closing: Money | None = None
        self.from_date: date | None = None
        self.to_date: date | None = None
        self.entries = 0
        self.foreign = False
        self._booked_minor = 0
        self._warnings: list[Warning] = []

    def warn(self, code: str, place: str, detail: str) -> None:
        if len(self._warnings) < MOST_WARNINGS:
            self._warnings.append(Warning(code, place, detail))

    def day(self, year: int, month: int, day: int, place: str) -> date:
        found, exists = amounts.day(year, month, day, place)
        if not exists:
            written = f"{year:04}-{month:02}-{day:02}"
            self.warn("date_impossible", place, f"{written} is no day; {found} is taken for it")
        return found

    def book(self, entry: Entry, place: str) -> Entry:
        """Counts it, and says so when it does not fit."""
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise BankFileRefused(place, f"more than {MOST_ENTRIES} entries in one statement")
        self.currency = self.currency or entry.amount.currency
        self._check_details(entry, place)
        if entry.status is EntryStatus.BOOKED:
            self._add(entry.amount, place)
        return entry

    def _add(self, amount: Money, place: str) -> None:
        self._booked_minor += amount.minor
        if amount.currency != self.currency:
            self.foreign = True
            said = f"an entry in {amount.currency} on an account in {self.currency}"
            self.warn("currency_differs", place, said)

    def _check_details(self, entry: Entry, place: str) -> None:
        if not entry.details:
            return
        currencies = {one.amount.currency for one in entry.details} | {entry.amount.currency}
        total = sum(one.amount.minor for one in entry.details)
        if len(currencies) > 1 or total != entry.amount.minor:
            said = "the transactions of an entry do not add up to its amount"
            self.warn("details_differ", place, said)

    def close(self, place: str) -> Statement:
        if self.opening is not None and self.closing is not None and not self.foreign:
            self._check_balance(self.opening, self.closing, place)
        return Statement(
            format=self.format,
            account_iban=self.account_iban,
            account_id=self.account_id,
            currency=self.currency,
            opening=self.opening,
            closing=self.closing,
            statement_id=self.statement_id,
            from_date=self.from_date,
            to_date=self.to_date,
            warnings=tuple(self._warnings),
        )

    def _check_balance(self, opening: Money, closing: Money, place: str) -> None:
        if not opening.currency == closing.currency == (self.currency or opening.currency):
            self.warn("currency_differs", place, "the balances are not in one currency")
            return
        reached = Money(opening.minor + self._booked_minor, opening.currency)
        if reached != closing:
            said = f"the entries lead to {_shown(reached)}, the closing balance is"
            self.warn("balance_differs", place, f"{said} {_shown(closing)}")


def what_all_say(details: tuple[Transaction, ...], name: str) -> str | None:
    """The one value that all transactions of an entry have, if they do."""
    found = {getattr(one, name) for one in details}
    return found.pop() if len(found) == 1 else None


def _shown(money: Money) -> str:
    wire = to_wire(money)
    return f"{wire['value']} {wire['currency']}"
