"""CODA, the coded statement of Belgian banks: records of 128 signs.

https://febelfin.be, Coded statement of account (CODA), standard 2.6. Columns there count from 1.
"""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from balie.ground.core.money import Money
from balie.outside.providers.bank import amounts, coda_movement, references
from balie.outside.providers.bank.coda_movement import Movement, Record
from balie.outside.providers.bank.draft import Draft
from balie.outside.providers.bank.lines import lines
from balie.outside.providers.bank.model import BankFileRefused, Entry, Format, Statement

WIDTH = 128
VERSION = "2"
BELGIAN = "0"  # the structure of an account's number; the others are longer
NOT_COUNTED = "049"  # kinds of records that the trailer leaves out
MOST_DETAILS = 50_000


def read(file: BinaryIO) -> Iterator[Entry | Statement]:
    """Entries as they come, each statement after its own."""
    account: _Account | None = None
    place = "line 1"
    for record in _records(file):
        place = record.place
        if account is None:
            account = _Account(record)
            continue
        yield from account.take(record)
        if account.statement:
            yield account.statement
            account = None
    if account:
        raise BankFileRefused(place, "the file ends before the trailer (9): it was cut off")


def _records(file: BinaryIO) -> Iterator[Record]:
    for number, line in lines(file):
        text = line.rstrip()
        if len(text) > WIDTH:
            raise BankFileRefused(f"line {number}", f"more than {WIDTH} signs")
        if text:
            yield Record(text.ljust(WIDTH), number)


class _Account:
    """From a header (0) to its trailer (9). statement: None until the trailer was read."""

    def __init__(self, header: Record) -> None:
        if header.kind != "0":
            raise BankFileRefused(header.place, "no header (0)")
        if header.text[127] != VERSION:
            raise BankFileRefused(header.place, "no version 2 of CODA")
        self.statement: Statement | None = None
        self._draft = Draft(Format.CODA)
        self._written_account = ""
        self._records = 0
        self._out = self._in = 0
        self._movements: list[Movement] = []

    def take(self, record: Record) -> Iterator[Entry]:
        self._records += record.kind not in NOT_COUNTED
        if record.kind in "23":
            yield from self._movement(record)
            return
        yield from self._flush()
        if record.kind == "1":
            self._opening(record)
        elif record.kind == "8":
            self._closing(record)
        elif record.kind == "9":
            self._trailer(record)
        elif record.kind != "4":
            raise BankFileRefused(record.place, f"{record.kind!r} is no kind of record")

    def _opening(self, record: Record) -> None:
        structure, text = record.text[1], record.text
        self._written_account = text[5:42].strip()
        number, currency = text[5:39].strip(), text[39:42]
        if structure == BELGIAN:
            number, currency = text[5:17].strip(), text[18:21]
        is_number = structure == BELGIAN and len(number) == 12 and number.isdecimal()
        iban = references.belgian_iban(number) if is_number else references.iban_in(number)
        draft = self._draft
        draft.account_iban = iban
        draft.account_id = None if iban and not is_number else number or None
        draft.currency = currency
        draft.statement_id = text[2:5].strip() or None
        draft.opening = self._money(record, 42)
        draft.from_date = self._day(record, 58)

    def _closing(self, record: Record) -> None:
        if self._draft.opening is None:
            raise BankFileRefused(record.place, "a closing balance (8) without an opening (1)")
        if record.text[4:41].strip() != self._written_account:
            self._draft.warn("account_differs", record.place, "it closes another account")
        self._draft.closing = self._money(record, 41)
        self._draft.to_date = self._day(record, 57)

    def _trailer(self, record: Record) -> None:
        if self._draft.closing is None:
            raise BankFileRefused(record.place, "a trailer (9) without a closing balance (8)")
        text, draft = record.text, self._draft
        if text[16:22] != f"{self._records:06}":
            said = f"{self._records} records, the trailer tells of {text[16:22]}"
            draft.warn("count_differs", record.place, said)
        told = self._unsigned(record, 22), self._unsigned(record, 37)
        if told != (self._out, self._in):
            draft.warn("sums_differ", record.place, "the sums of the trailer are others")
        self.statement = draft.close(record.place)

    def _movement(self, record: Record) -> Iterator[Entry]:
        if not self._draft.currency:
            raise BankFileRefused(record.place, "a movement before the opening balance (1)")
        if record.text[:2] == "21":
            if record.text[6:10] == "0000":
                yield from self._flush()
            self._movements.append(self._begun(record))
        elif not self._movements:
            raise BankFileRefused(record.place, "no movement (21) before it")
        else:
            self._movements[-1].add(record)
        if len(self._movements) > MOST_DETAILS:
            raise BankFileRefused(record.place, f"more than {MOST_DETAILS} parts of one entry")

    def _begun(self, record: Record) -> Movement:
        return Movement(
            record,
            amount=self._money(record, 31),
            value_date=self._day(record, 47),
            booking_date=self._day(record, 115),
        )

    def _flush(self) -> Iterator[Entry]:
        """Only detail 0000 counts; what it is the total of are its transactions."""
        if not self._movements:
            return
        whole, *details = self._movements
        self._movements = []
        entry = coda_movement.entry(whole, details)
        if entry.amount.minor < 0:
            self._out -= entry.amount.minor
        else:
            self._in += entry.amount.minor
        yield self._draft.book(entry, whole.place)

    def _money(self, record: Record, at: int) -> Money:
        """A sign, 1 for money out, and fifteen digits, of which three after the comma."""
        sign = record.text[at]
        if sign not in "01":
            raise BankFileRefused(record.place, f"{sign!r} is no sign of an amount")
        minor = self._unsigned(record, at + 1)
        return Money(-minor if sign == "1" else minor, self._draft.currency or "")

    def _unsigned(self, record: Record, at: int) -> int:
        digits = record.text[at : at + 15]
        written = f"{digits[:12]}.{digits[12:]}"
        return amounts.amount(written, self._draft.currency or "", record.place, out=False).minor

    def _day(self, record: Record, at: int) -> date | None:
        """DDMMYY. Zeros or blanks: not known."""
        digits = record.text[at : at + 6]
        if not digits.strip(" 0"):
            return None
        if not (digits.isascii() and digits.isdecimal()):
            raise BankFileRefused(record.place, f"{digits!r} is no date")
        year, month, day = int(digits[4:]), int(digits[2:4]), int(digits[:2])
        return self._draft.day(2000 + year, month, day, record.place)
