"""Invoices and payments as the portal's API says them."""

from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel

from balie.ground.core.money import WireAmount, to_wire
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.payments.model import Payment
from balie.outside.providers.snapshots import Collection, InvoiceStatus, PaymentStatus

Url = Annotated[str, "an address that a browser may open"]


class WireInvoice(BaseModel):
    """days_overdue: 0 as long as the provider goes on collecting by itself.

    processing: a payment is under way. pay_url: where the provider takes the payment.
    """

    id: str
    number: str
    status: InvoiceStatus
    description: str
    issued_date: date
    due_date: date | None
    days_overdue: int
    total: WireAmount
    amount_paid: WireAmount
    amount_remaining: WireAmount
    collection: Collection
    next_attempt_date: date | None
    processing: bool
    paid_date: date | None
    pay_url: Url | None


class WireMethod(BaseModel):
    type: str
    label: str


class WirePayment(BaseModel):
    id: str
    date: date
    status: PaymentStatus
    amount: WireAmount
    amount_refunded: WireAmount
    disputed: bool
    method: WireMethod
    invoice_numbers: tuple[str, ...]
    failure: str | None


def invoice(of: Invoice, today: date) -> WireInvoice:
    due = invoices.due(of)
    late = (today - due.day).days if due and not due.automatic else 0
    return WireInvoice(
        id=of.id,
        number=of.number,
        status=of.status,
        description=of.description,
        issued_date=of.issued_date,
        due_date=of.due_date,
        days_overdue=max(0, late),
        total=to_wire(of.total),
        amount_paid=to_wire(of.paid),
        amount_remaining=to_wire(of.remaining),
        collection=of.collection,
        next_attempt_date=of.next_attempt_date,
        processing=bool(of.in_flight),
        paid_date=of.paid_date,
        pay_url=_payable_at(of.pay_url) if due and not of.in_flight else None,
    )


def payment(of: Payment) -> WirePayment:
    return WirePayment(
        id=of.id,
        date=of.made_date,
        status=of.status,
        amount=to_wire(of.amount),
        amount_refunded=to_wire(of.refunded),
        disputed=of.disputed,
        method=WireMethod(type=of.method_type, label=of.method_label),
        invoice_numbers=of.invoice_numbers,
        failure=of.failure,
    )


def _payable_at(url: str | None) -> str | None:
    """A link only when a browser may follow it: a provider's text is still somebody's text."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    local = parts.scheme == "http" and parts.hostname == "localhost"
    return url if parts.scheme == "https" or local else None
