"""A firm with few customers, to say in a line what an entry pays."""

from dataclasses import replace
from datetime import date
from typing import Any

from balie.money.reconciliation.model import Book, Customer, Entry, OpenInvoice, Proposal
from balie.money.reconciliation.rules.matching import match

TODAY = date(2026, 6, 1)
OWN_IBAN = "NL55ABNA4194998049"
BAKERY = Customer(id="bakery", name="Bakkerij Jansen B.V.", ibans=("NL86ABNA8765905405",))
GARAGE = Customer(id="garage", name="Garage Müller & Söhne GmbH", ibans=("DE67307984068519358445",))
GARDEN = Customer(id="garden", name="Tuincentrum van Leeuwen VOF")
IBANS = {"bakery": BAKERY.ibans[0], "garage": GARAGE.ibans[0], "garden": "NL27TRIO3070651243"}
NAMES = {each.id: each.name for each in (BAKERY, GARAGE, GARDEN)}


def invoice(number: str, amount: int, customer: str = "bakery", **more: Any) -> OpenInvoice:
    return OpenInvoice(
        id=number,
        number=number,
        customer_id=customer,
        issued_on=more.pop("issued_on", date(2026, 4, 1)),
        due_date=more.pop("due_date", date(2026, 5, 1)),
        amount_remaining=amount,
        currency=more.pop("currency", "EUR"),
        **more,
    )


def entry(amount: int, text: str = "", payer: str | None = "bakery", **more: Any) -> Entry:
    known = {"counterparty_name": NAMES[payer], "counterparty_iban": IBANS[payer]} if payer else {}
    said: dict[str, Any] = {
        "id": "e1",
        "booking_date": TODAY,
        "currency": "EUR",
        "source": "camt053",
    }
    return Entry(amount=amount, remittance_info=text, **(said | known | more))


def proposals(invoices: list[OpenInvoice], *entries: Entry) -> list[Proposal]:
    """The entries are called e1, e2 and so on."""
    named = [replace(each, id=f"e{place}") for place, each in enumerate(entries, 1)]
    return match(Book(frozenset({OWN_IBAN}), [BAKERY, GARAGE, GARDEN], invoices, named))


def booked(invoices: list[OpenInvoice], *entries: Entry) -> dict[str, int]:
    """What the last of the entries pays by itself, by invoice."""
    return dict(proposals(invoices, *entries)[-1].allocations)


def suggested(invoices: list[OpenInvoice], *entries: Entry) -> list[set[str]]:
    last = proposals(invoices, *entries)[-1]
    assert last.allocations == ()
    return [set(each) for each in last.suggestions]
