"""The overview that a customer opens first."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from balie.ground.web.requests import TenantWork
from balie.money.invoices import wire as invoices
from balie.money.invoices.wire import WireInvoice
from balie.money.payments import wire as payments
from balie.money.payments.wire import WirePayment
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller
from balie.relation.customers import roles
from balie.views.overview import service, wire

router = APIRouter(prefix="/api", tags=["overview"])


class WireCustomerName(BaseModel):
    name: str


class WireOverview(BaseModel):
    customer: WireCustomerName
    today: date
    balances: list[wire.WireStanding]
    open_invoices: list[WireInvoice]
    more_open: bool
    payments: list[WirePayment]


@router.get("/overview", responses=FOR_CALLERS)
async def overview(work: TenantWork, caller: SignedInCaller) -> WireOverview:
    found = service.overview(work, caller.customer.group)
    may_pay = roles.may_pay(caller.contact)
    return WireOverview(
        customer=WireCustomerName(name=found.customer.name),
        today=found.today,
        balances=[wire.standing(standing) for standing in found.standings],
        open_invoices=[
            invoices.invoice(one, found.today, may_pay=may_pay) for one in found.open_invoices
        ],
        more_open=found.more_open,
        payments=[payments.payment(payment) for payment in found.payments],
    )
