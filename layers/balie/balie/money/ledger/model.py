"""Accounts, transfers and balances: docs/ledger.md is the table of what is posted when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from balie.ground.core.money import Money

# Accounts of a customer.
RECEIVABLE = "receivable"  # owed on issued invoices
UNAPPLIED = "unapplied"  # received, not yet allocated: the customer's credit
RECLAIM = "reclaim"  # owed again, or carried to the next invoice: a debit without an invoice

# Accounts of the tenant.
BILLED = "billed"  # counter-account of invoices, tax included
ADJUSTMENTS = "adjustments"  # what was taken off a claim by other ways than payment
OUTSIDE = "outside"  # paid in ways that the provider has not seen
WRITE_OFF = "write_off"
OPENING = "opening"  # counter-account of what existed before the provider kept it

OF_A_CUSTOMER = (RECEIVABLE, UNAPPLIED, RECLAIM)
DEBIT_NORMAL = (RECEIVABLE, RECLAIM, ADJUSTMENTS, OUTSIDE, WRITE_OFF, OPENING)


def clearing(connection_id: str) -> str:
    """Captured by a provider, not yet paid out."""
    return f"clearing:{connection_id}"


def is_debit_normal(account: str) -> bool:
    """Whether a debit makes the account's balance larger: assets and losses, not liabilities."""
    return account in DEBIT_NORMAL or account.startswith("clearing:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """amount: positive. id: follows from the cause, and exists once.

    occurred_at: when it happened in the world, which is what a statement of account goes by.
    """

    id: str
    debit: str
    credit: str
    amount: Money
    customer_id: str
    occurred_at: datetime
    invoice_id: str | None = None
    payment_id: str | None = None


class Listed(NamedTuple):
    """place: where the transfer stands in its customer's list by date; text that sorts so."""

    place: str
    transfer: Transfer


class Figures(NamedTuple):
    """A row of balances as it is, in minor units. due: by attribute, as `Due` is kept.

    latest: the place of the transfer that was posted last, "" when that is not known.
    """

    currency: str
    accounts: dict[str, int]
    due: dict[str, int]
    latest: str


class Position(NamedTuple):
    """owed: on balance; negative when the firm has money of theirs. latest: the place of the
    transfer that was posted last, "" when that is not known."""

    owed: Money
    latest: str


@dataclass(frozen=True, slots=True)
class Due:
    """Part of what a customer owes. automatic: the provider collects it by itself."""

    day: date
    automatic: bool
    amount: Money


@dataclass(frozen=True, slots=True)
class Balance:
    """A customer's accounts in one currency. due: what is owed, by day, the earliest first.

    What the customer owes on balance is receivable + reclaim - unapplied.
    """

    receivable: Money
    unapplied: Money
    reclaim: Money
    due: tuple[Due, ...]

    @property
    def currency(self) -> str:
        return self.receivable.currency
