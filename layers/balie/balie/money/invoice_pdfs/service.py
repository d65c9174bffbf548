"""An invoice's document for whoever may see the invoice: the half that reads what is kept.

A document that is not kept yet, or may have changed since, is fetched by the function that may read
the provider's key (`keeping`). What was kept before is shown when that is not possible.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balie.ground.aws import calls, settings
from balie.ground.aws.calls import CallFailed
from balie.ground.aws.work import Work
from balie.ground.core.errors import BalieError
from balie.money.invoice_pdfs import rules, store
from balie.money.invoice_pdfs.model import (
    InvoicePdfCall,
    PdfMissing,
    PdfOutOfReach,
    PdfUnavailable,
)
from balie.money.invoices.model import Invoice


@dataclass(frozen=True, slots=True)
class Download:
    """url: good for a minute. is_current: False for a document from before the invoice changed."""

    url: str
    kept_at: datetime
    is_current: bool


def download(work: Work, invoice: Invoice) -> Download:
    """Raises PdfMissing, PdfOutOfReach or PdfUnavailable when none is kept."""
    kept, save_as = store.get(work, invoice), rules.saved_as(invoice)
    if kept and kept.name == rules.name(invoice):
        return Download(store.link(work, kept.name, save_as), kept.kept_at, is_current=True)
    try:
        name = _ask(work, invoice)
    except (PdfMissing, PdfOutOfReach, PdfUnavailable):
        if kept is None:
            raise
        return Download(store.link(work, kept.name, save_as), kept.kept_at, is_current=False)
    return Download(store.link(work, name, save_as), work.now, is_current=True)


def _ask(work: Work, invoice: Invoice) -> str:
    """The name of the document, which is kept then."""
    call = InvoicePdfCall(
        tenant=work.tenant,
        call="invoice_pdf",
        connection_id=invoice.connection_id,
        ref=invoice.ref,
        actor=work.actor,
    )
    try:
        answer: Any = calls.call(work.tenant, settings.provider_call(), call.model_dump())
    except CallFailed as error:
        raise PdfUnavailable("The PDF could not be fetched. Try again in a moment.") from error
    if "problem" in answer:
        raise _refusal(answer["problem"])
    return str(answer["name"])


def _refusal(code: str) -> BalieError:
    if code == PdfMissing.code:
        return PdfMissing("There is no PDF of this invoice.")
    if code == PdfOutOfReach.code:
        return PdfOutOfReach("The PDF is at an account that is not connected now.")
    return PdfUnavailable("The PDF could not be fetched. Try again in a moment.")
