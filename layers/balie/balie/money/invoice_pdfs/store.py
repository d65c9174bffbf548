"""The row about an invoice's document, and the documents themselves."""

from balie.ground.aws import blobs, file_keys, stored
from balie.ground.aws.blobs import Blob
from balie.ground.aws.work import Work
from balie.money.invoice_pdfs.model import KeptPdf
from balie.money.invoices.model import Invoice

LINK_LIVES_SECONDS = 60


def get(work: Work, invoice: Invoice) -> KeptPdf | None:
    row = work.get(file_keys.invoice_pdf(invoice.customer_id, invoice.id))
    return stored.read(KeptPdf, row) if row else None


def save(work: Work, invoice: Invoice, kept: KeptPdf) -> None:
    key = file_keys.invoice_pdf(invoice.customer_id, invoice.id)
    work.put(key, stored.data(kept), version=kept.version)


def keep(work: Work, name: str, content: bytes) -> None:
    """Before the row that speaks of it. Under one name there is one document, however often."""
    blobs.put(work.tenant, name, Blob(content, "application/pdf"))


def link(work: Work, name: str, save_as: str) -> str:
    return blobs.link(work.tenant, name, save_as=save_as, seconds=LINK_LIVES_SECONDS)
