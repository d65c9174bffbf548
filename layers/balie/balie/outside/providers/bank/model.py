"""What a bank says happened on an account, in the words of ISO 20022, whatever file it came in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from balie.ground.core.errors import Invalid
from balie.ground.core.money import Money


class Format(StrEnum):
    CAMT_052 = "camt.052"
    CAMT_053 = "camt.053"
    CAMT_054 = "camt.054"
    MT940 = "mt940"
    MT942 = "mt942"
    CODA = "coda"


class EntryStatus(StrEnum):
    """pending: told of, and not yet on the account; it may never come."""

    BOOKED = "booked"
    PENDING = "pending"


class BankFileRefused(Invalid):
    """What was given is no bank statement, or a part of one.

    place: where in the file, as "line 12, Ntry/Amt". file: its name; empty until the reader of
    the file has filled it in.
    """

    code = "bank_file_refused"

    def __init__(self, place: str, reason: str, *, file: str = "") -> None:
        super().__init__(f"{file}, {place}: {reason}" if file else f"{place}: {reason}")
        self.place = place
        self.reason = reason
        self.file = file


@dataclass(frozen=True, slots=True)
class Warning:
    """What banks do now and then, and what a person should look at before anything is booked."""

    code: str
    place: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """amount: signed, negative is money out. An empty remittance_info: nothing was said.

    structured_reference has a check digit and it fits; in capitals, without spaces or signs.
    bank_reference is the bank's own and need not be unique. return_reason: an ISO code as AC04,
    or the bank's own.
    """

    amount: Money
    counterparty_name: str | None = None
    counterparty_iban: str | None = None
    remittance_info: str = ""
    structured_reference: str | None = None
    end_to_end_id: str | None = None
    bank_reference: str | None = None
    return_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Transaction):
    """One line of an account.

    details: the transactions of a line that holds several, else none; the line itself then says
    what is the same in all of them. reversal: it takes back an earlier line; the amount already
    has the sign of what it does to the account.
    """

    status: EntryStatus = EntryStatus.BOOKED
    booking_date: date | None = None
    value_date: date | None = None
    reversal: bool = False
    details: tuple[Transaction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An account over a period. It follows its entries in a stream: only then is it known.

    account_id: the number of an account that has no IBAN, as the bank writes it. opening,
    closing: None when the file does not say. With warnings it is for a person to judge.
    """

    format: Format
    account_iban: str | None
    account_id: str | None
    currency: str | None
    opening: Money | None
    closing: Money | None
    statement_id: str | None
    from_date: date | None
    to_date: date | None
    warnings: tuple[Warning, ...]
