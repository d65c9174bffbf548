"""What reconciliation compares, bank entries and open invoices, and what it proposes."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One booked movement of a bank account, by the names of camt.053.

    amount: signed minor units, negative is money out. bank_reference: the bank's own, None in
    copies that carry none. source: the kind of file it came in. is_return: the bank says that it
    gives a payment back. charges: minor units that a bank kept, None when it does not say.
    """

    id: str
    booking_date: date
    amount: int
    currency: str
    counterparty_name: str = ""
    counterparty_iban: str = ""
    structured_reference: str = ""
    end_to_end_id: str = ""
    remittance_info: str = ""
    bank_reference: str | None = None
    source: str = ""
    is_return: bool = False
    charges: int | None = None
    original_currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvoice:
    """An invoice as reconciliation needs it; paid ones too, since payers name those as well.

    amount_remaining: minor units, 0 when paid. references: RF, OGM, betalingskenmerk, QRR.
    """

    id: str
    number: str
    customer_id: str
    issued_on: date
    due_date: date
    amount_remaining: int
    currency: str
    references: tuple[str, ...] = ()
    end_to_end_id: str = ""
    order_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """ibans: from which it has paid before."""

    id: str
    name: str
    ibans: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """All that is known when entries come in. entries: in the order in which the bank has them."""

    own_ibans: frozenset[str]
    customers: list[Customer]
    invoices: list[OpenInvoice]
    entries: list[Entry] = field(default_factory=list)


class Signal(StrEnum):
    """What may point at an invoice. Two that are independent of each other identify it."""

    REFERENCE = "reference"
    PAYER = "payer"
    AMOUNT = "amount"
    AGAINST = "against"


class Evidence(NamedTuple):
    """words: for the person who looks, as "RF18… names 2026-0042"."""

    signal: Signal
    words: str


class Rule(StrEnum):
    """By which rule an entry was booked, or why it was left; a setting may name one."""

    REFERENCE_AND_AMOUNT = "reference_and_amount"
    REFERENCE_AND_CHARGES = "reference_and_charges"
    REFERENCE_AND_PAYER = "reference_and_payer"
    NUMBER_AMOUNT_AND_PAYER = "number_amount_and_payer"
    LIST_AND_AMOUNT = "list_and_amount"
    PAYER_AND_AMOUNT = "payer_and_amount"
    PAYER_AND_ALL_OPEN = "payer_and_all_open"
    LEFT = "left"
    MONEY_OUT = "money_out"
    OWN_ACCOUNT = "own_account"
    DUPLICATE = "duplicate"
    RETURN = "return"


class Allocation(NamedTuple):
    """amount: minor units of this invoice that the entry pays."""

    invoice_id: str
    amount: int


class Proposal(NamedTuple):
    """What to do with an entry.

    allocations: booked by itself, empty when it is left. suggestions: sets of invoices for a
    person, the likeliest first. of: the entry that this one repeats or gives back.
    """

    entry_id: str
    rule: Rule
    allocations: tuple[Allocation, ...] = ()
    suggestions: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    of: str | None = None
