"""One invoice, with its lines and what happened to it."""

from typing import Annotated

from fastapi import APIRouter, Path

from balie.ground.web.requests import TenantWork
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller
from balie.relation.customers import roles
from balie.views.invoice import service, wire
from balie.views.invoice.wire import WireInvoiceStory

router = APIRouter(prefix="/api", tags=["invoices"])

InvoiceId = Annotated[str, Path(pattern=r"^inv_[0-9A-HJKMNP-TV-Z]{26}$")]


@router.get("/invoices/{invoice_id}", responses=FOR_CALLERS)
async def read_invoice(
    work: TenantWork, caller: SignedInCaller, invoice_id: InvoiceId
) -> WireInvoiceStory:
    found = service.story(work, caller.customer.group, invoice_id)
    return wire.story(found, may_pay=roles.may_pay(caller.contact))
