"""A movement of CODA: its records 21 to 33 in, our words out."""

from dataclasses import dataclass, field
from datetime import date

from balie.ground.core.money import Money
from balie.outside.providers.bank import references
from balie.outside.providers.bank.draft import what_all_say
from balie.outside.providers.bank.model import Entry, Transaction

NOTHING = ("", "NOTPROVIDED", "NOT PROVIDED", "NONREF")
REFERENCES = ("101", "102", "103")  # communications that are one
DIRECT_DEBIT = "127"
CORRECTIONS = ("49", "99")  # transactions that take back an earlier movement
COUNTERPARTY = "001"  # information: its name, longer than a movement has room for


@dataclass(frozen=True, slots=True)
class Record:
    """text: 128 signs."""

    text: str
    line: int

    @property
    def kind(self) -> str:
        return self.text[0]

    @property
    def place(self) -> str:
        return f"line {self.line}, record {self.text[:2].strip()}"


@dataclass(slots=True)
class Movement:
    """begun: its record 21. The others are added as they come."""

    begun: Record
    amount: Money
    value_date: date | None
    booking_date: date | None
    records: dict[str, str] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        self.records.setdefault(record.text[:2], record.text)

    @property
    def place(self) -> str:
        return self.begun.place

    def part(self, kind: str, begin: int, end: int) -> str:
        """A part of its first record of that kind, with its blanks; empty when there is none."""
        return self.records.get(kind, "")[begin:end]

    @property
    def communication(self) -> str:
        first = self.begun.text[62:115]
        return first + self.part("22", 10, 63) + self.part("23", 82, 125)


def entry(whole: Movement, details: list[Movement]) -> Entry:
    """What only the transactions of a total say, and all alike, holds for the total, too."""
    own = transaction(whole)
    parts = tuple(transaction(one) for one in details)

    def said(name: str) -> str | None:
        return getattr(own, name) or what_all_say(parts, name)

    return Entry(
        amount=own.amount,
        booking_date=whole.booking_date,
        value_date=whole.value_date,
        reversal=whole.begun.text[56:58] in CORRECTIONS,
        counterparty_name=said("counterparty_name"),
        counterparty_iban=said("counterparty_iban"),
        remittance_info=said("remittance_info") or "",
        structured_reference=said("structured_reference"),
        end_to_end_id=said("end_to_end_id"),
        bank_reference=own.bank_reference,
        return_reason=said("return_reason"),
        details=parts,
    )


def transaction(movement: Movement) -> Transaction:
    text, reference, reason = _communicated(movement)
    return Transaction(
        amount=movement.amount,
        counterparty_name=_name(movement),
        counterparty_iban=references.iban_in(movement.part("23", 10, 44)),
        remittance_info=" ".join((text + " " + _information(movement)).split()),
        structured_reference=reference or references.in_text(text),
        end_to_end_id=_given(movement.part("22", 63, 98)),
        bank_reference=_given(movement.begun.text[10:31]),
        return_reason=reason or _given(movement.part("22", 113, 117)),
    )


def _communicated(movement: Movement) -> tuple[str, str | None, str | None]:
    """Text, reference and reason of a return."""
    said = movement.communication
    if movement.begun.text[61] != "1":
        return said, None, None
    kind, body = said[:3], said[3:]
    if kind == DIRECT_DEBIT:
        return body[79:141], None, _given(body[142:146].strip("0"))
    reference = references.checked(body[:12]) if kind in REFERENCES else None
    return "" if reference else body, reference, None


def _information(movement: Movement) -> str:
    """What the bank adds in words."""
    if movement.part("31", 39, 40) != "0":
        return ""
    return (
        movement.part("31", 40, 113) + movement.part("32", 10, 115) + movement.part("33", 10, 100)
    )


def _name(movement: Movement) -> str | None:
    short = _given(movement.part("23", 47, 82))
    is_told = movement.part("31", 39, 43) == f"1{COUNTERPARTY}"
    long = _given(movement.part("31", 43, 113)) if is_told else None
    return long if long and (not short or long.startswith(short)) else short


def _given(text: str) -> str | None:
    plain = " ".join(text.split())
    return None if plain.upper() in NOTHING else plain
