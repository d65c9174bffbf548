"""An invoice with its lines and its story, as the portal's API says it."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from pydantic import BaseModel

from balie.ground.core.clock import day_in
from balie.ground.core.money import WireAmount, price_to_wire, to_wire, zero
from balie.money.invoices import wire as invoices
from balie.money.invoices.model import Invoice
from balie.money.invoices.wire import WireInvoice
from balie.money.payments import wire as payments
from balie.money.payments.wire import WirePayment
from balie.outside.providers.snapshots import InvoiceLine
from balie.views.invoice.model import Happened, Step
from balie.views.invoice.service import Story

A_SECOND = timedelta(seconds=1)  # a period ends where the next begins


class WireLine(BaseModel):
    """amount: before discounts and tax that is not included. quantity: exact decimal text.

    period_start, period_end: None for what was done once; both days belong to it.
    """

    description: str
    quantity: str | None
    unit_amount: WireAmount | None
    amount: WireAmount
    period_start: date | None
    period_end: date | None
    is_proration: bool


class WireSums(BaseModel):
    """subtotal - discount + tax = total. included_tax: part of the subtotal."""

    subtotal: WireAmount
    discount: WireAmount
    tax: WireAmount
    included_tax: WireAmount


class WireStep(BaseModel):
    """amount: positive. effect: what it adds to what is owed, signed."""

    date: date
    what: Happened
    amount: WireAmount
    effect: WireAmount
    payment: WirePayment | None


class WireInvoiceStory(BaseModel):
    """sums: None when the lines are not known, or do not add up to the total.

    is_complete: False when not all that happened to it could be read.
    """

    today: date
    invoice: WireInvoice
    lines: list[WireLine]
    sums: WireSums | None
    steps: list[WireStep]
    is_complete: bool


def story(of: Story, *, may_pay: bool) -> WireInvoiceStory:
    return WireInvoiceStory(
        today=of.today,
        invoice=invoices.invoice(of.invoice, of.today, may_pay=may_pay),
        lines=[_line(line, of) for line in of.lines],
        sums=_sums(of.invoice, of.lines),
        steps=[_step(step, of.timezone) for step in of.steps],
        is_complete=of.is_complete,
    )


def _line(line: InvoiceLine, of: Story) -> WireLine:
    currency = line.amount.currency
    is_period = line.period_end > line.period_start
    return WireLine(
        description=line.description,
        quantity=_plain(line.quantity),
        unit_amount=None if line.unit_amount is None else price_to_wire(line.unit_amount, currency),
        amount=to_wire(line.amount),
        period_start=day_in(of.timezone, line.period_start) if is_period else None,
        period_end=day_in(of.timezone, line.period_end - A_SECOND) if is_period else None,
        is_proration=line.is_proration,
    )


def _plain(quantity: Decimal | None) -> str | None:
    """Decimal("3.00") -> "3"; never in powers of ten."""
    if quantity is None:
        return None
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sums(invoice: Invoice, lines: Sequence[InvoiceLine]) -> WireSums | None:
    nothing = zero(invoice.total.currency)
    subtotal = sum((line.amount for line in lines), nothing)
    discount = sum((line.discount for line in lines), nothing)
    taxes = [tax for line in lines for tax in line.taxes]
    tax = sum((one.amount for one in taxes if not one.is_included), nothing)
    included = sum((one.amount for one in taxes if one.is_included), nothing)
    if not lines or subtotal - discount + tax != invoice.total:
        return None
    return WireSums(
        subtotal=to_wire(subtotal),
        discount=to_wire(discount),
        tax=to_wire(tax),
        included_tax=to_wire(included),
    )


def _step(step: Step, timezone: str) -> WireStep:
    return WireStep(
        date=day_in(timezone, step.at),
        what=step.what,
        amount=to_wire(step.amount),
        effect=to_wire(step.effect),
        payment=payments.payment(step.payment) if step.payment else None,
    )
