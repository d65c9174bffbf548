"""Keeping an invoice's document, which its provider has: the half that may read the provider's key.

It decides by the invoice that the call names, whose name for the document it works out itself: a
call can bring nothing in but what the firm's own provider has, and nothing to any other place.
"""

from contextlib import AbstractContextManager, suppress

from balie.ground.aws import limits
from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import Clock
from balie.ground.core.errors import Changed
from balie.ground.core.events import Cause
from balie.money.invoice_pdfs import rules, store
from balie.money.invoice_pdfs.model import (
    InvoicePdfCall,
    KeptPdf,
    PdfMissing,
    PdfOutOfReach,
    PdfUnavailable,
)
from balie.money.invoices import service as invoices
from balie.outside.providers import connections, registry
from balie.outside.providers.connections import Connection, ConnectionClosed
from balie.outside.providers.refusals import (
    DownloadRefused,
    KeyRefused,
    ObjectMissing,
    ProviderUnavailable,
    RequestRefused,
)

FETCHED_AN_HOUR = 120  # of one customer's


def keep(call: InvoicePdfCall, clock: Clock) -> str:
    """The name under which the document is kept now, fetched only if it was not.

    Raises InvoiceMissing, PdfMissing, PdfOutOfReach, PdfUnavailable or TooMany.
    """
    with _work(call, clock) as work:
        invoice = invoices.by_ref(work, call.connection_id, call.ref)
        name, kept = rules.name(invoice), store.get(work, invoice)
        if kept and kept.name == name:
            return name
        connection = _open_connection(work, call.connection_id)
        limits.count(work, f"pdf:{invoice.customer_id}", FETCHED_AN_HOUR)
    content = _fetched(call, connection)
    # Whoever was quicker has kept the same; if it was an older one, the next view asks again.
    with suppress(Changed), _work(call, clock) as work:
        store.keep(work, name, content)
        version = kept.version if kept else 0
        store.save(work, invoice, KeptPdf(name=name, kept_at=work.now, version=version))
        work.record("invoice.pdf_kept", invoice.id, customer_id=invoice.customer_id)
    return name


def _work(call: InvoicePdfCall, clock: Clock) -> AbstractContextManager[Work]:
    return open_work(call.tenant, call.actor, Cause.PERSON, clock())


def _open_connection(work: Work, connection_id: str) -> Connection:
    try:
        return connections.require_open(work, connection_id)
    except ConnectionClosed as error:
        raise PdfOutOfReach("The account that has this document is not connected.") from error


def _fetched(call: InvoicePdfCall, connection: Connection) -> bytes:
    try:
        content = registry.invoice_pdf(call.tenant, connection, call.ref)
    except (KeyRefused, ObjectMissing, RequestRefused) as error:
        raise PdfOutOfReach("The account does not let us have this document.") from error
    except (DownloadRefused, ProviderUnavailable) as error:
        raise PdfUnavailable("The document could not be fetched from where it is kept.") from error
    if content is None:
        raise PdfMissing("There is no document of this invoice.")
    return content
