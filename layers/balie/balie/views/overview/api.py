"""Routes of the portal's first pages: the firm, the overview, the invoices."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Brand
from balie.ground.core.clock import day_in
from balie.ground.core.money import WireAmount, to_wire
from balie.ground.web.requests import TenantWork
from balie.money.invoices import service as invoices
from balie.outside.providers.snapshots import InvoiceStatus
from balie.relation.auth.api import SignedInCaller
from balie.views.overview import service, wire
from balie.views.overview.service import Standing
from balie.views.overview.wire import WireInvoice, WirePayment

router = APIRouter(prefix="/api", tags=["portal"])

MOST_ON_A_PAGE = 100
Cursor = Annotated[str, Query(pattern=r"^(inv_[0-9A-HJKMNP-TV-Z]{26})?$")]
Shown = Literal["open", "paid", "void", "uncollectible"]  # a draft is shown to nobody
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)]


class WireTenant(BaseModel):
    name: str
    language: str
    brand: Brand
    support_email: str


class WireStanding(BaseModel):
    currency: str
    open: WireAmount
    overdue: WireAmount
    overdue_since: date | None
    collected: WireAmount
    due_later: WireAmount
    credit: WireAmount


class WireCustomerName(BaseModel):
    name: str


class WireOverview(BaseModel):
    customer: WireCustomerName
    today: date
    balances: list[WireStanding]
    open_invoices: list[WireInvoice]
    more_open: bool
    payments: list[WirePayment]


class WireInvoices(BaseModel):
    """next_cursor: the last invoice's id, for the page after this one; None at the end."""

    today: date
    invoices: list[WireInvoice]
    next_cursor: str | None


@router.get("/tenant")
async def tenant(work: TenantWork) -> WireTenant:
    """Open to everybody: what the sign-in page is painted with."""
    firm = tenants.current(work)
    return WireTenant(
        name=firm.name,
        language=firm.language,
        brand=firm.brand,
        support_email=firm.support_email,
    )


@router.get("/overview")
async def overview(work: TenantWork, caller: SignedInCaller) -> WireOverview:
    found = service.overview(work, caller.customer.id)
    return WireOverview(
        customer=WireCustomerName(name=found.customer.name),
        today=found.today,
        balances=[_standing(standing) for standing in found.standings],
        open_invoices=[wire.invoice(invoice, found.today) for invoice in found.open_invoices],
        more_open=found.more_open,
        payments=[wire.payment(payment) for payment in found.payments],
    )


@router.get("/invoices")
async def list_invoices(
    work: TenantWork,
    caller: SignedInCaller,
    status: Shown | None = None,
    cursor: Cursor = "",
    limit: Limit = 20,
) -> WireInvoices:
    """Newest first; with status=open by the day they are due."""
    today = day_in(tenants.current(work).timezone, work.now)
    wanted = InvoiceStatus(status) if status else None
    found, more = invoices.page(work, caller.customer.id, wanted, limit=limit, after=cursor)
    shown = [wire.invoice(invoice, today) for invoice in found]
    return WireInvoices(today=today, invoices=shown, next_cursor=found[-1].id if more else None)


def _standing(of: Standing) -> WireStanding:
    return WireStanding(
        currency=of.open.currency,
        open=to_wire(of.open),
        overdue=to_wire(of.overdue),
        overdue_since=of.overdue_since,
        collected=to_wire(of.collected),
        due_later=to_wire(of.due_later),
        credit=to_wire(of.credit),
    )
