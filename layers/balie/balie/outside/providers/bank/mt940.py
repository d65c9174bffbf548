"""MT940 and MT942: SWIFT's statements of lines with tags, as banks really send them.

https://www.swift.com, Category 9 - Cash Management and Customer Status.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from balie.ground.core.money import Money
from balie.outside.providers.bank import amounts, mt940_text, references
from balie.outside.providers.bank.draft import Draft
from balie.outside.providers.bank.lines import lines
from balie.outside.providers.bank.model import (
    BankFileRefused,
    Entry,
    EntryStatus,
    Format,
    Statement,
)

TAGS = "13D?|2[01]|25P?|28C?|34F|6[02][FM]|61|6[45]|86|90[CD]|NS"
FIELD = re.compile(rf":({TAGS}):(.*)")
END = re.compile(r"-\}?\s*$|-\}\{")
BALANCE = re.compile(r"([CD])([0-9]{2})([0-9]{2})([0-9]{2})([A-Z]{3})([0-9,]+)\s*")
ENTRY = re.compile(
    r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{4}|\s{4})?([RE]?[CD])[A-Z]?"
    r"([0-9][0-9,]*)([A-Z][A-Z0-9]{3})?(.*)"
)
CURRENCY = re.compile(r"[A-Z]{3}")
TWENTIETH_CENTURY = 80  # from this year on, two digits mean 19..
MOST_LINES = 500  # of one field; SWIFT has 6
OUT = {"D": True, "C": False, "RC": True, "RD": False, "ED": True, "EC": False}


@dataclass(slots=True)
class Field:
    """tag: empty at the end of a message."""

    tag: str
    lines: list[str]
    line: int

    @property
    def place(self) -> str:
        return f"line {self.line}, :{self.tag}:"


def read(file: BinaryIO) -> Iterator[Entry | Statement]:
    """Entries as they come, each statement after its own."""
    message: _Message | None = None
    for field in _fields(file):
        if message and field.tag in ("", "20"):
            yield from message.close()
            message = None
        if field.tag == "20":
            message = _Message(field)
        elif message and field.tag:
            yield from message.take(field)
    if message:
        yield from message.close()


def _fields(file: BinaryIO) -> Iterator[Field]:
    """What stands before the first :20:, or between messages, is a header of the bank's own."""
    field: Field | None = None
    for number, line in lines(file):
        tagged = FIELD.match(line)
        if tagged and (field or tagged[1] == "20"):
            if field:
                yield field
            field = Field(tagged[1], [tagged[2]], number)
        elif field and END.match(line):
            yield field
            yield Field("", [], number)
            field = None
        elif field:
            field.lines.append(line)
            if len(field.lines) > MOST_LINES:
                raise BankFileRefused(field.place, f"more than {MOST_LINES} lines")
    if field:
        yield field


class _Message:
    """From one :20: to the next. A :61: waits for the :86: that may follow it."""

    def __init__(self, field: Field) -> None:
        self._draft = Draft(Format.MT940)
        self._draft.statement_id = field.lines[0].strip() or None
        self._begins = field.place
        self._ends = field.place
        self._waiting: Field | None = None

    def take(self, field: Field) -> Iterator[Entry]:
        self._ends = field.place
        if field.tag == "86":
            yield from self._flush(field)
            return
        yield from self._flush()
        if field.tag == "61":
            self._waiting = field
        elif field.tag in ("25", "25P"):
            self._account(field.lines[0])
        elif field.tag in ("60F", "60M", "62F", "62M"):
            self._balance(field)
        elif field.tag in ("34F", "13D"):
            self._interim(field)

    def close(self) -> Iterator[Entry | Statement]:
        yield from self._flush()
        draft = self._draft
        if draft.format is Format.MT940 and draft.opening is None:
            raise BankFileRefused(self._begins, "a statement without opening balance (:60F:)")
        if draft.format is Format.MT940 and draft.closing is None:
            raise BankFileRefused(
                self._ends, "the file ends before the closing balance (:62F:): it was cut off"
            )
        yield draft.close(self._begins)

    def _account(self, written: str) -> None:
        """ING and Rabobank write the currency behind the IBAN."""
        plain = "".join(written.split())
        shortened = plain[:-3] if plain[-3:].isalpha() else plain
        iban = plain if references.is_iban(plain) else references.iban_in(shortened)
        self._draft.account_iban = iban
        self._draft.account_id = None if iban else written.strip() or None

    def _balance(self, field: Field) -> None:
        found = BALANCE.fullmatch(field.lines[0])
        if found is None:
            raise BankFileRefused(field.place, f"{field.lines[0][:40]!r} is no balance")
        sign, year, month, day, currency, written = found.groups()
        money = amounts.amount(written, currency, field.place, out=sign == "D")
        when = self._day(year, month, day, field.place)
        if field.tag.startswith("60"):
            self._draft.opening, self._draft.from_date = money, when
            self._draft.currency = currency
        else:
            self._draft.closing, self._draft.to_date = money, when

    def _interim(self, field: Field) -> None:
        """Only MT942 has these: it has no balances, but a currency and an instant."""
        if self._draft.opening is None:
            self._draft.format = Format.MT942
        if field.tag == "34F" and (found := CURRENCY.match(field.lines[0])):
            self._draft.currency = self._draft.currency or found[0]
        digits = field.lines[0][:6]
        if field.tag == "13D" and len(digits) == 6 and digits.isdecimal():
            self._draft.to_date = self._day(digits[:2], digits[2:4], digits[4:], field.place)

    def _flush(self, info: Field | None = None) -> Iterator[Entry]:
        field, self._waiting = self._waiting, None
        if field:
            told = mt940_text.told(info.lines) if info else mt940_text.Told("")
            yield self._draft.book(self._entry(field, told), field.place)

    def _entry(self, field: Field, told: mt940_text.Told) -> Entry:
        found = ENTRY.fullmatch(field.lines[0])
        if found is None:
            raise BankFileRefused(field.place, f"{field.lines[0][:40]!r} is no entry")
        year, month, day, booked, mark, written, _, refs = found.groups()
        value_date = self._day(year, month, day, field.place)
        reference = references.checked(told.reference or "")
        loose = told.reference if told.reference and not reference else ""
        return Entry(
            amount=self._amount(written, mark, field.place),
            status=self._status(mark),
            booking_date=self._booking_date(booked, value_date, field.place),
            value_date=value_date,
            reversal=mark in ("RC", "RD"),
            counterparty_name=told.name,
            counterparty_iban=told.iban or references.iban_in("".join(field.lines[1:2])),
            remittance_info=told.text or loose or "",
            structured_reference=reference or references.in_text(told.text),
            end_to_end_id=told.end_to_end_id,
            bank_reference=_bank_reference(refs),
            return_reason=told.return_reason,
        )

    def _amount(self, written: str, mark: str, place: str) -> Money:
        if not self._draft.currency:
            raise BankFileRefused(place, "an entry before the opening balance")
        return amounts.amount(written, self._draft.currency, place, out=OUT[mark])

    def _status(self, mark: str) -> EntryStatus:
        """MT942 tells during the day of what may still be taken back; E is for expected."""
        is_booked = self._draft.format is Format.MT940 and not mark.startswith("E")
        return EntryStatus.BOOKED if is_booked else EntryStatus.PENDING

    def _booking_date(self, written: str | None, value_date: date, place: str) -> date:
        """Month and day: of the year that brings it nearest to the value date."""
        if not written or not written.strip():
            return value_date
        month, day = int(written[:2]), int(written[2:])
        years = range(value_date.year - 1, value_date.year + 2)
        near = [amounts.day(year, month, day, place)[0] for year in years]
        best = min(near, key=lambda one: abs(one - value_date))
        return self._draft.day(best.year, month, day, place)

    def _day(self, year: str, month: str, day: str, place: str) -> date:
        century = 1900 if int(year) >= TWENTIETH_CENTURY else 2000
        return self._draft.day(century + int(year), int(month), int(day), place)


def _bank_reference(refs: str) -> str | None:
    """After two strokes; before them is the account owner's, or EREF or NONREF."""
    return refs.partition("//")[2].strip() or None
