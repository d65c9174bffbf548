"""The list of a customer's invoices."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from balie.firm.tenants import service as tenants
from balie.ground.web.requests import TenantWork
from balie.money.invoices import service, wire
from balie.money.invoices.wire import WireInvoice
from balie.outside.providers.snapshots import InvoiceStatus
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller
from balie.relation.customers import roles

router = APIRouter(prefix="/api", tags=["invoices"])

MOST_ON_A_PAGE = 100
Cursor = Annotated[str, Query(pattern=r"^(inv_[0-9A-HJKMNP-TV-Z]{26})?$")]
Shown = Literal["open", "overdue", "paid", "void", "uncollectible"]  # a draft is nobody's
Number = Annotated[str, Query(max_length=60)]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)]


class WireInvoices(BaseModel):
    """next_cursor: the last invoice's id, for the page after this one; None at the end."""

    today: date
    invoices: list[WireInvoice]
    next_cursor: str | None


@router.get("/invoices", responses=FOR_CALLERS)
async def list_invoices(
    work: TenantWork,
    caller: SignedInCaller,
    status: Shown | None = None,
    number: Number = "",
    cursor: Cursor = "",
    limit: Limit = 20,
) -> WireInvoices:
    """Newest first; with status=open or overdue by the day they are due.

    number: how their numbers begin; they are then listed by them, of every status.
    """
    today = tenants.today(work)
    of = caller.customer.group
    if number:
        found, more = service.numbered(work, of, number, limit=limit, after=cursor)
    elif status == "overdue":
        found, more = service.overdue(work, of, today, limit=limit, after=cursor)
    else:
        wanted = InvoiceStatus(status) if status else None
        found, more = service.page(work, of, wanted, limit=limit, after=cursor)
    may_pay = roles.may_pay(caller.contact)
    shown = [wire.invoice(invoice, today, may_pay=may_pay) for invoice in found]
    return WireInvoices(today=today, invoices=shown, next_cursor=found[-1].id if more else None)
