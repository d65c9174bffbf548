"""camt.052, .053 and .054 of any version, read as a stream.

https://www.iso20022.org, Bank-to-Customer Cash Management.
"""

from collections.abc import Iterator
from typing import BinaryIO

from balie.ground.core.money import Money
from balie.outside.providers.bank import camt_entry, elements, references
from balie.outside.providers.bank.draft import Draft
from balie.outside.providers.bank.elements import Element
from balie.outside.providers.bank.model import (
    BankFileRefused,
    Entry,
    Format,
    Statement,
    Transaction,
)

MESSAGES = {
    "BkToCstmrStmt": Format.CAMT_053,
    "BkToCstmrAcctRpt": Format.CAMT_052,
    "BkToCstmrDbtCdtNtfctn": Format.CAMT_054,
}
STATEMENTS = {"Stmt", "Rpt", "Ntfctn"}
ENTRY = ["Ntry", "NtryDtls", "TxDtls"]
MOST_DETAILS = 50_000


def read(file: BinaryIO) -> Iterator[Entry | Statement]:
    """Entries as they come, each statement after its own."""
    reader: _Reader | None = None
    for path in elements.pieces(file, _is_piece):
        depth = next(at for at, one in enumerate(path) if one.name in MESSAGES)
        node = path[depth + 1]
        if reader is None or reader.node is not node:
            reader = _Reader(node, MESSAGES[path[depth].name])
        result = reader.take(path[depth + 2 :])
        if result is not None:
            yield result
    if reader is None:
        raise BankFileRefused("line 1", "XML, but no camt.052, camt.053 or camt.054")


def _is_piece(names: list[str]) -> bool:
    """A statement, a part of one, or a transaction of one of its entries."""
    if names[-1] == "TxDtls":
        return names[-3:] == ENTRY and _is_statement(names[:-3])
    return _is_statement(names) or _is_statement(names[:-1])


def _is_statement(names: list[str]) -> bool:
    return len(names) > 1 and names[-1] in STATEMENTS and names[-2] in MESSAGES


class _Reader:
    """One statement. node: its element, of which only what was not yet read is still there."""

    def __init__(self, node: Element, format: Format) -> None:
        self.node = node
        self._draft = Draft(format)
        self._balances: dict[str, Money] = {}
        self._details: list[Transaction] = []
        self._told_entries: str | None = None
        self._parts = {
            "Acct": self._account,
            "Bal": self._balance,
            "FrToDt": self._period,
            "Id": self._id,
            "TxsSummry": self._summary,
        }

    def take(self, path: list[Element]) -> Entry | Statement | None:
        """path: from a part of the statement on; empty at its end."""
        if not path:
            return self._close()
        node = path[-1]
        if node.name == "TxDtls":
            self._transaction(node, path[0])
        elif node.name == "Ntry":
            return self._entry(node)
        elif part := self._parts.get(node.name):
            part(node)
        return None

    def _transaction(self, node: Element, entry_node: Element) -> None:
        if len(self._details) >= MOST_DETAILS:
            place = camt_entry.place(node)
            raise BankFileRefused(place, f"more than {MOST_DETAILS} transactions in one entry")
        self._details.append(camt_entry.transaction(node, entry_node, self._draft))

    def _entry(self, node: Element) -> Entry:
        details, self._details = self._details, []
        entry = camt_entry.entry(node, details, self._draft)
        return self._draft.book(entry, camt_entry.place(node))

    def _id(self, node: Element) -> None:
        self._draft.statement_id = " ".join(node.text.split()) or None

    def _account(self, node: Element) -> None:
        iban = node.said("Id/IBAN")
        self._draft.account_iban = references.iban_in(iban) if iban else None
        if self._draft.account_iban is None:
            self._draft.account_id = iban or node.said("Id/Othr/Id", "Id/PrtryAcct/Id", "Prxy/Id")
        self._draft.currency = node.said("Ccy")

    def _balance(self, node: Element) -> None:
        """The first of a kind, but for interim balances: a page of a statement ends with one."""
        kind = node.said("Tp/CdOrPrtry/Cd") or ""
        money = camt_entry.money(node, self._draft)
        self._draft.currency = self._draft.currency or money.currency
        if money.currency != self._draft.currency:
            return
        self._balances.setdefault(kind, money)
        if kind == "ITBD":
            self._balances["last ITBD"] = money
        self._dated(kind, node)

    def _dated(self, kind: str, node: Element) -> None:
        text = node.said("Dt/Dt", "Dt/DtTm")
        if text and kind in ("OPBD", "PRCD") and self._draft.from_date is None:
            self._draft.from_date = camt_entry.day_of(text, node, self._draft)
        if text and kind == "CLBD" and self._draft.to_date is None:
            self._draft.to_date = camt_entry.day_of(text, node, self._draft)

    def _period(self, node: Element) -> None:
        begins, ends = node.said("FrDtTm", "FrDt"), node.said("ToDtTm", "ToDt")
        if begins:
            self._draft.from_date = camt_entry.day_of(begins, node, self._draft)
        if ends:
            self._draft.to_date = camt_entry.day_of(ends, node, self._draft)

    def _summary(self, node: Element) -> None:
        self._told_entries = node.said("TtlNtries/NbOfNtries")

    def _close(self) -> Statement:
        place = camt_entry.place(self.node)
        self._draft.opening = self._first_of("OPBD", "PRCD")
        self._draft.closing = self._first_of("CLBD")
        if self._draft.format is Format.CAMT_053:
            self._close_pages(place)
        told = self._told_entries
        if told and told.isdecimal() and told.lstrip("0") != str(self._draft.entries).lstrip("0"):
            said = f"{self._draft.entries} entries, the summary tells of {told[:20]}"
            self._draft.warn("count_differs", place, said)
        return self._draft.close(place)

    def _close_pages(self, place: str) -> None:
        """A page that is not the first, or not the last, has interim balances."""
        draft = self._draft
        if draft.opening is None:
            draft.opening = self._first_of("ITBD")
        if draft.closing is None:
            draft.closing = self._first_of("last ITBD")
        if draft.opening is None or draft.closing is None:
            draft.warn("balance_missing", place, "no opening or no closing balance")

    def _first_of(self, *kinds: str) -> Money | None:
        return next((self._balances[kind] for kind in kinds if kind in self._balances), None)
