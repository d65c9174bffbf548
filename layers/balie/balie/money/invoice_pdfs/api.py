"""The document of an invoice, as a download."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from balie.firm.tenants import service as tenants
from balie.ground.core.clock import day_in
from balie.ground.web.requests import TenantWork
from balie.money.invoice_pdfs import service
from balie.money.invoices import service as invoices
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller

router = APIRouter(prefix="/api", tags=["invoices"])

InvoiceId = Annotated[str, Path(pattern=r"^inv_[0-9A-HJKMNP-TV-Z]{26}$")]


class WireDownload(BaseModel):
    """url: good for a minute. is_current: False for the document as it was on `kept_date`, when
    the one of today cannot be had."""

    url: str
    kept_date: date
    is_current: bool


@router.get("/invoices/{invoice_id}/pdf", responses=FOR_CALLERS)
async def download_pdf(
    work: TenantWork, caller: SignedInCaller, invoice_id: InvoiceId
) -> WireDownload:
    """The first time it is fetched from the provider, which takes some seconds."""
    invoice = invoices.of_group(work, caller.customer.group, invoice_id)
    found = service.download(work, invoice)
    kept_date = day_in(tenants.current(work).timezone, found.kept_at)
    return WireDownload(url=found.url, kept_date=kept_date, is_current=found.is_current)
