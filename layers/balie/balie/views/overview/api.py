"""The overview that a customer opens first."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from balie.ground.core.money import WireAmount, to_wire
from balie.ground.web.requests import TenantWork
from balie.money.invoices import wire as invoices
from balie.money.invoices.wire import WireInvoice
from balie.money.payments import wire as payments
from balie.money.payments.wire import WirePayment
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller
from balie.relation.customers import roles
from balie.views.overview import service
from balie.views.overview.model import Standing

router = APIRouter(prefix="/api", tags=["overview"])


class WireStanding(BaseModel):
    currency: str
    open: WireAmount
    overdue: WireAmount
    overdue_since: date | None
    collected: WireAmount
    due_later: WireAmount
    credit: WireAmount
    carried: WireAmount


class WireCustomerName(BaseModel):
    name: str


class WireOverview(BaseModel):
    customer: WireCustomerName
    today: date
    balances: list[WireStanding]
    open_invoices: list[WireInvoice]
    more_open: bool
    payments: list[WirePayment]


@router.get("/overview", responses=FOR_CALLERS)
async def overview(work: TenantWork, caller: SignedInCaller) -> WireOverview:
    found = service.overview(work, caller.customer.id)
    may_pay = roles.may_pay(caller.contact)
    return WireOverview(
        customer=WireCustomerName(name=found.customer.name),
        today=found.today,
        balances=[_standing(standing) for standing in found.standings],
        open_invoices=[
            invoices.invoice(one, found.today, may_pay=may_pay) for one in found.open_invoices
        ],
        more_open=found.more_open,
        payments=[payments.payment(payment) for payment in found.payments],
    )


def _standing(of: Standing) -> WireStanding:
    return WireStanding(
        currency=of.open.currency,
        open=to_wire(of.open),
        overdue=to_wire(of.overdue),
        overdue_since=of.overdue_since,
        collected=to_wire(of.collected),
        due_later=to_wire(of.due_later),
        credit=to_wire(of.credit),
        carried=to_wire(of.carried),
    )
