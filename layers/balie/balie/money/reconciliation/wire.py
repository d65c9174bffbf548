"""Books and proposals as JSON, for trying out the rules on made-up firms and on exports."""

from datetime import date
from typing import Any, ClassVar

from balie.ground.core.errors import Invalid
from balie.money.reconciliation.model import Book, Customer, Entry, OpenInvoice, Proposal, Rule

FLAGS = {Rule.DUPLICATE: "duplicate", Rule.RETURN: "return"}


class NotABook(Invalid):
    code: ClassVar[str] = "not_a_book"


def read_book(raw: Any) -> Book:
    """raw: parsed JSON with own_ibans, customers, invoices and transactions. NotABook otherwise."""
    try:
        return Book(
            frozenset(_text(iban) for iban in raw.get("own_ibans", ())),
            [_customer(each) for each in raw["customers"]],
            [_invoice(each) for each in raw["invoices"]],
            _unrepeated([_entry(each) for each in raw["transactions"]]),
        )
    except KeyError as error:
        raise NotABook(f"{error.args[0]} is missing") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise NotABook(f"not as a book is written: {error}") from error


def _customer(raw: dict[str, Any]) -> Customer:
    return Customer(
        id=_text(raw["id"]),
        name=_text(raw.get("name")),
        ibans=tuple(_text(iban) for iban in raw.get("known_ibans") or ()),
        number=_text(raw.get("customer_no")),
    )


def _invoice(raw: dict[str, Any]) -> OpenInvoice:
    return OpenInvoice(
        id=_text(raw["id"]),
        number=_text(raw["number"]),
        customer_id=_text(raw["customer_id"]),
        issued_on=date.fromisoformat(raw["issued"]),
        due_date=date.fromisoformat(raw["due"]),
        amount_remaining=_minor(raw["open"]),
        currency=_text(raw.get("currency") or "EUR"),
        references=tuple(_text(each) for each in (raw.get("refs") or {}).values() if each),
        end_to_end_id=_text(raw.get("end_to_end_id")),
        order_number=_text(raw.get("order_no")),
    )


def _entry(raw: dict[str, Any]) -> Entry:
    return Entry(
        id=_text(raw["id"]),
        booking_date=date.fromisoformat(raw["date"]),
        amount=_minor(raw["amount"]),
        currency=_text(raw.get("currency") or "EUR"),
        counterparty_name=_text(raw.get("payer_name")),
        counterparty_iban=_text(raw.get("payer_iban")),
        structured_reference=_text(raw.get("structured_ref")),
        end_to_end_id=_text(raw.get("end_to_end_id")),
        remittance_info=_text(raw.get("text")),
        bank_reference=_text(raw.get("bank_ref")) or None,
        source=_text(raw.get("source")),
        is_return=raw.get("type") == "RT",
        charges=None if raw.get("charges") is None else _minor(raw["charges"]),
        original_currency=_text(raw.get("original_currency")) or None,
    )


def _text(value: Any) -> str:
    """None is "". ValueError for what is no text."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("a text was expected")
    return value


def _minor(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("an amount is a whole number of minor units")
    return value


def _unrepeated(entries: list[Entry]) -> list[Entry]:
    if len({entry.id for entry in entries}) != len(entries):
        raise ValueError("two transactions have one id")
    return entries


def prediction(proposal: Proposal) -> dict[str, Any]:
    """auto: [[invoice, minor units]] booked by itself, None when it is left."""
    found: dict[str, Any] = {
        "auto": [list(each) for each in proposal.allocations] or None,
        "suggest": [list(each) for each in proposal.suggestions],
        "rule": proposal.rule.value,
        "evidence": [f"{each.signal}: {each.words}" for each in proposal.evidence],
    }
    if proposal.rule in FLAGS:
        found |= {"flag": FLAGS[proposal.rule], "flag_of": proposal.of}
    return found
