"""What was found, as the desk's API says it, in groups."""

from datetime import date

from pydantic import BaseModel

from balie.money.invoices import wire as invoices
from balie.money.invoices.wire import WireInvoice
from balie.money.payments import wire as payments
from balie.money.payments.wire import WirePayment
from balie.views.finding.service import Found, Of


class WireName(BaseModel):
    """through: the name of the customer merged into it that was found."""

    id: str
    name: str
    email: str | None
    through: str | None


class WireFoundInvoice(BaseModel):
    customer: WireName
    invoice: WireInvoice


class WireFoundPayment(BaseModel):
    customer: WireName
    payment: WirePayment


class WireFound(BaseModel):
    today: date
    customers: list[WireName]
    invoices: list[WireFoundInvoice]
    payments: list[WireFoundPayment]


def found(of: Found) -> WireFound:
    return WireFound(
        today=of.today,
        customers=[_name(one) for one in of.customers],
        invoices=[
            WireFoundInvoice(customer=_name(one), invoice=invoices.invoice(one.invoice, of.today))
            for one in of.invoices
            if one.invoice
        ],
        payments=[
            WireFoundPayment(customer=_name(one), payment=payments.payment(one.payment))
            for one in of.payments
            if one.payment
        ],
    )


def _name(of: Of) -> WireName:
    return WireName(
        id=of.customer.id,
        name=of.customer.name,
        email=of.customer.email,
        through=of.through.name if of.through else None,
    )
