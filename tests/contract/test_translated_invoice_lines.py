"""The lines of Stripe's invoices in our words: what is billed, for when, and with what tax."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from balie.ground.core.money import Money
from balie.outside.providers.snapshots import InvoiceLine, LineTax
from balie.outside.providers.stripe.translate.invoice_lines import invoice_line
from tests.contract.conftest import START, Firm, Raw

NOW = datetime.fromtimestamp(START, UTC)


def line_of(firm: Firm, **item: Any) -> Raw:
    """The one line that the invoice item becomes."""
    customer = firm.customer()
    invoice = firm.post("/v1/invoices", customer=customer)["id"]
    given = {"amount": 12_100, "currency": "eur", "description": "Website, part 2", **item}
    if "unit_amount_decimal" in item:
        del given["amount"]
    firm.post("/v1/invoiceitems", customer=customer, invoice=invoice, **given)
    (raw,) = firm.get(f"/v1/invoices/{invoice}/lines")["data"]
    return dict(raw)


def read(raw: Raw, **changes: Any) -> InvoiceLine:
    return invoice_line({**raw, **changes})


def test_a_line(firm: Firm) -> None:
    raw = line_of(firm)
    assert read(raw) == InvoiceLine(
        ref=raw["id"],
        description="Website, part 2",
        quantity=Decimal(1),
        unit_amount=Decimal(12_100),
        amount=Money(12_100, "EUR"),
        discount=Money(0, "EUR"),
        taxes=(),
        period_start=NOW,
        period_end=NOW,
        is_proration=False,
    )


def test_a_fraction_of_an_hour_and_of_a_cent(firm: Firm) -> None:
    found = read(line_of(firm, unit_amount_decimal="10.05", quantity_decimal="2.5"))
    assert (found.quantity, found.unit_amount) == (Decimal("2.5"), Decimal("10.05"))
    assert found.amount == Money(25, "EUR")


def test_a_period(firm: Firm) -> None:
    found = read(line_of(firm, period={"start": START, "end": START + 86_400}))
    assert (found.period_end - found.period_start).days == 1


@pytest.mark.parametrize("inclusive", [True, False])
def test_tax_is_in_the_amount_or_added_to_it(firm: Firm, inclusive: bool) -> None:
    rate = firm.post("/v1/tax_rates", display_name="Btw", percentage=21, inclusive=inclusive)["id"]
    found = read(line_of(firm, tax_rates=[rate]))
    tax = 2_100 if inclusive else 2_541
    assert found.taxes == (LineTax(Money(tax, "EUR"), inclusive),)
    assert found.amount == Money(12_100, "EUR")


def test_discounts_are_summed(firm: Firm) -> None:
    given = [{"amount": 100, "discount": "di_1"}, {"amount": 50, "discount": "di_2"}]
    assert read(line_of(firm), discount_amounts=given).discount == Money(150, "EUR")


@pytest.mark.parametrize("kind", ["invoice_item_details", "subscription_item_details"])
def test_what_sets_a_period_right_is_a_proration(firm: Firm, kind: str) -> None:
    parent = {"type": kind, kind: {"proration": True}}
    found = read(line_of(firm), parent=parent, amount=-1_500, description="Unused time")
    assert (found.is_proration, found.amount) == (True, Money(-1_500, "EUR"))


def test_a_line_of_a_subscription_says_its_product(firm: Firm) -> None:
    raw = firm.get(f"/v1/subscriptions/{firm.subscription()}")
    (line,) = firm.get(f"/v1/invoices/{raw['latest_invoice']}/lines")["data"]
    found = invoice_line(line)
    assert found.description == "1 × Hosting"
    assert found.period_end > found.period_start


@pytest.mark.parametrize(
    ("currency", "minor"), [("isk", 121), ("mga", 1_210_000), ("jpy", 12_100), ("kwd", 12_100)]
)
def test_where_stripe_counts_otherwise_a_line_does_too(
    firm: Firm, currency: str, minor: int
) -> None:
    found = read(line_of(firm), currency=currency)
    assert found.amount == Money(minor, currency.upper())
    assert found.unit_amount == minor


@pytest.mark.parametrize(
    "missing",
    ["description", "discount_amounts", "parent", "pricing", "quantity", "quantity_decimal"]
    + ["taxes"],
)
def test_a_line_may_lack_all_but_its_amount_and_period(firm: Firm, missing: str) -> None:
    """`quantity_decimal` came with 2026; `pricing`, `parent` and `taxes` may be null."""
    raw = line_of(firm)
    assert read({name: value for name, value in raw.items() if name != missing}).amount.minor
    assert read(raw, **{missing: None}).amount == Money(12_100, "EUR")


@pytest.mark.parametrize("needed", ["amount", "currency", "id", "period"])
def test_a_line_without_its_money_or_period_is_an_error(firm: Firm, needed: str) -> None:
    raw = line_of(firm)
    del raw[needed]
    with pytest.raises(KeyError):
        invoice_line(raw)


def test_a_whole_quantity_of_basil(firm: Firm) -> None:
    raw = line_of(firm, unit_amount_decimal="100", quantity=3)
    del raw["quantity_decimal"]
    assert read(raw).quantity == Decimal(3)
