"""A statement as a file for spreadsheets: UTF-8 with a mark, the reader's numbers, no formulas."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from balie.ground.core.money import Money, to_wire
from balie.money.statements.model import Entry, Statement

Decimals = Literal["comma", "point"]
Language = Literal["nl", "en"]

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else
SEPARATORS = {"comma": ";", "point": ","}
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r＝＋－＠]")
HEADS = {
    "nl": ("Datum", "Wat", "Factuur", "Erbij", "Eraf", "Saldo", "Valuta"),
    "en": ("Date", "What", "Invoice", "Charged", "Settled", "Balance", "Currency"),
}
OPENING = {"nl": "Beginsaldo", "en": "Opening balance"}
CLOSING = {"nl": "Eindsaldo", "en": "Closing balance"}
WORDS = {
    "nl": {
        "issued": "Factuur",
        "credited": "Creditnota",
        "credited_back": "Creditnota",
        "paid_outside": "Creditnota uitbetaald",
        "reduced": "Correctie",
        "out_of_band": "Op een andere manier betaald",
        "voided": "Factuur ingetrokken",
        "written_off": "Factuur gesloten",
        "captured": "Betaling",
        "refunded": "Terugbetaling",
        "refunds": "Terugbetaling",
        "disputes": "Teruggehaald bij de bank",
        "conceded": "Kwijtgescholden na terugbetaling",
        "adjusted": "Tegoed aangepast",
        "opening": "Meegebracht van eerder",
    },
    "en": {
        "issued": "Invoice",
        "credited": "Credit note",
        "credited_back": "Credit note",
        "paid_outside": "Credit note paid out",
        "reduced": "Correction",
        "out_of_band": "Paid in another way",
        "voided": "Invoice withdrawn",
        "written_off": "Invoice closed",
        "captured": "Payment",
        "refunded": "Refund",
        "refunds": "Refund",
        "disputes": "Taken back at the bank",
        "conceded": "Waived after a refund",
        "adjusted": "Credit adjusted",
        "opening": "Brought along from before",
    },
}
OTHER = {"nl": "Correctie", "en": "Correction"}


def written(statement: Statement, *, decimals: Decimals, language: Language) -> str:
    """All of its entries, between the opening and the closing balance."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=SEPARATORS[decimals], lineterminator="\r\n")
    rows.writerow(HEADS[language])
    rows.writerow(_balance(statement.first, OPENING[language], statement.opening, decimals))
    rows.writerows(_entries(statement, decimals, language))
    rows.writerow(_balance(statement.last, CLOSING[language], statement.closing, decimals))
    return BYTE_ORDER_MARK + text.getvalue()


def cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _entries(
    statement: Statement, decimals: Decimals, language: Language
) -> Iterator[tuple[str, ...]]:
    for entry in statement.entries:
        yield (
            entry.date.isoformat(),
            WORDS[language].get(entry.what, OTHER[language]),
            cell(entry.invoice_number or ""),
            *_sides(entry, decimals),
            _number(entry.balance, decimals),
            entry.amount.currency,
        )


def _sides(entry: Entry, decimals: Decimals) -> tuple[str, str]:
    debit = _number(entry.debit, decimals) if entry.debit else ""
    return debit, _number(entry.credit, decimals) if entry.credit else ""


def _balance(day: date, name: str, balance: Money, decimals: Decimals) -> tuple[str, ...]:
    return (day.isoformat(), name, "", "", "", _number(balance, decimals), balance.currency)


def _number(money: Money, decimals: Decimals) -> str:
    """Plain, and ours: a minus before it is a minus."""
    value = to_wire(money)["value"]
    return value.replace(".", ",") if decimals == "comma" else value
