"""How bank statements are printed: for a program, or for a person."""

import json
import shutil
from typing import IO, Any

from balie.ground.core.money import Money, to_wire
from balie.outside.providers.bank.model import Entry, Statement, Transaction


class Json:
    """One array of statements, written as they are read: an entry at a time is in memory."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._kept = False
        self._in_statement = False
        out.write("[")

    def write(self, item: Entry | Statement, aside: IO[str]) -> None:
        """aside: what one file says, until `keep`."""
        opened = "" if self._in_statement else ',\n {"entries": ['
        if isinstance(item, Entry):
            aside.write(f"{',' if self._in_statement else opened}\n  {json.dumps(_entry(item))}")
        else:
            aside.write(f"{opened}], {json.dumps(_statement(item))[1:]}")
        self._in_statement = isinstance(item, Entry)

    def keep(self, aside: IO[str]) -> None:
        if not self._kept:
            aside.read(1)  # the comma before the first statement of all
        self._kept = True
        shutil.copyfileobj(aside, self._out)

    def forget(self) -> None:
        self._in_statement = False

    def end(self) -> None:
        self._out.write("\n]\n")


class Lines:
    """An entry on a line, and after them the statement on one."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def write(self, item: Entry | Statement, aside: IO[str]) -> None:
        lines = [_entry_line(item)] if isinstance(item, Entry) else _statement_lines(item)
        aside.writelines(f"{' '.join(line.split())}\n" for line in lines)

    def keep(self, aside: IO[str]) -> None:
        shutil.copyfileobj(aside, self._out)

    def forget(self) -> None:
        """Nothing is begun that has to be ended."""

    def end(self) -> None:
        """Nothing is open."""


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "format": one.format,
        "account_iban": one.account_iban,
        "account_id": one.account_id,
        "currency": one.currency,
        "opening": one.opening.minor if one.opening is not None else None,
        "closing": one.closing.minor if one.closing is not None else None,
        "statement_id": one.statement_id,
        "from_date": one.from_date.isoformat() if one.from_date else None,
        "to_date": one.to_date.isoformat() if one.to_date else None,
        "warnings": [
            {"code": warning.code, "place": warning.place, "detail": warning.detail}
            for warning in one.warnings
        ],
    }


def _entry(one: Entry) -> dict[str, Any]:
    return {
        **_transaction(one),
        "status": one.status,
        "booking_date": one.booking_date.isoformat() if one.booking_date else None,
        "value_date": one.value_date.isoformat() if one.value_date else None,
        "reversal": one.reversal,
        "details": [_transaction(detail) for detail in one.details],
    }


def _transaction(one: Transaction) -> dict[str, Any]:
    return {
        "amount": one.amount.minor,
        "currency": one.amount.currency,
        "counterparty_name": one.counterparty_name,
        "counterparty_iban": one.counterparty_iban,
        "remittance_info": one.remittance_info,
        "structured_reference": one.structured_reference,
        "end_to_end_id": one.end_to_end_id,
        "bank_reference": one.bank_reference,
        "return_reason": one.return_reason,
    }


def _entry_line(one: Entry) -> str:
    told = (one.counterparty_name, one.structured_reference, one.remittance_info)
    amount = f"{_shown(one.amount)} {one.status}"
    return "  ".join([str(one.booking_date or "-"), amount, *filter(None, told)])


def _statement_lines(one: Statement) -> list[str]:
    account = one.account_iban or one.account_id or "an unnamed account"
    balances = f"{_shown(one.opening)} to {_shown(one.closing)}"
    head = f"{one.format} {one.statement_id or '-'} of {account}: {balances}"
    return [head, *(f"warning: {one.place}: {one.detail}" for one in one.warnings)]


def _shown(money: Money | None) -> str:
    if money is None:
        return "-"
    wire = to_wire(money)
    return f"{wire['value']} {wire['currency']}"
