"""A statement of account: what a customer owed, and what changed it, day by day."""

from dataclasses import dataclass
from datetime import date

from balie.ground.core.money import Money, zero


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change of what the customer owes. amount: signed; positive makes it more.

    date: the day it happened, in the tenant's time zone. what: the figure that changed, as
    docs/ledger.md names it ("issued", "captured"). balance: what is owed after it.
    """

    date: date
    what: str
    invoice_id: str | None
    invoice_number: str | None
    payment_id: str | None
    amount: Money
    balance: Money

    @property
    def debit(self) -> Money:
        return max(self.amount, zero(self.amount.currency))

    @property
    def credit(self) -> Money:
        return max(-self.amount, zero(self.amount.currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """In one currency. opening: owed before the first entry; negative when the firm has money of
    theirs. closing: owed at the end of the last day.

    next_after: `after` of the next page, which opens with the balance that this one ends with; None
    when all entries of the period are here.
    """

    first: date
    last: date
    opening: Money
    entries: tuple[Entry, ...]
    closing: Money
    next_after: str | None
