"""A payment as the portal's API says it."""

from datetime import date

from pydantic import BaseModel

from balie.ground.core.money import WireAmount, to_wire
from balie.money.payments.model import Payment
from balie.outside.providers.snapshots import PaymentStatus


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
