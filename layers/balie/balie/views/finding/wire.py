"""What was found, as the desk's API says it, in groups."""

from datetime import date

from pydantic import BaseModel

from balie.money.invoices import wire as invoices
from balie.money.invoices.wire import WireInvoice
from balie.money.payments import wire as payments
from balie.money.payments.wire import WirePayment
from balie.relation.customers.model import Customer
from balie.views.finding.service import Found


class WireName(BaseModel):
    id: str
    name: str
    email: str | None


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
        customers=[_name(customer) for customer in of.customers],
        invoices=[
            WireFoundInvoice(
                customer=_name(one.customer), invoice=invoices.invoice(one.invoice, of.today)
            )
            for one in of.invoices
            if one.invoice
        ],
        payments=[
            WireFoundPayment(customer=_name(one.customer), payment=payments.payment(one.payment))
            for one in of.payments
            if one.payment
        ],
    )


def _name(of: Customer) -> WireName:
    return WireName(id=of.id, name=of.name, email=of.email)
