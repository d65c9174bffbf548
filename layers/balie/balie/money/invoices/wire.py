"""An invoice as the portal's API says it."""

from datetime import date
from urllib.parse import urlsplit

from pydantic import BaseModel

from balie.ground.core.money import WireAmount, to_wire
from balie.money.invoices import rules
from balie.money.invoices.model import Invoice
from balie.money.ledger.model import Due
from balie.outside.providers.snapshots import Collection, InvoiceStatus


class WireInvoice(BaseModel):
    """days_overdue: 0 as long as the provider goes on collecting by itself.

    processing: a payment is under way. disputed: the payer's bank has yet to decide. pay_url: where
    the provider takes the payment.
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
    disputed: bool
    paid_date: date | None
    pay_url: str | None


def invoice(of: Invoice, today: date, *, may_pay: bool = False) -> WireInvoice:
    """may_pay: whether who reads it may go to the provider's payment page."""
    due = rules.due(of)
    late = (today - due.day).days if due and not due.automatic else 0
    return WireInvoice(
        id=of.id,
        number=of.number,
        status=of.standing,
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
        disputed=bool(of.contested),
        paid_date=of.paid_date,
        pay_url=_payable_at(of.pay_url) if may_pay and _is_payable(of, due) else None,
    )


def _is_payable(of: Invoice, due: Due | None) -> bool:
    """At the provider, for which one that was paid and taken back is paid still."""
    return due is not None and not of.in_flight and of.status is not InvoiceStatus.PAID


def _payable_at(url: str | None) -> str | None:
    """A link only when a browser may follow it: a provider's text is still somebody's text."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    local = parts.scheme == "http" and parts.hostname == "localhost"
    return url if parts.scheme == "https" or local else None
