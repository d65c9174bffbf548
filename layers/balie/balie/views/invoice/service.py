"""An invoice with its lines, and with what happened to it from its transfers and its payments.

What is read is bounded by the time between its issue and its end, not by what the customer has.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in, to_text
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.ledger import service as ledger
from balie.money.ledger.model import Transfer
from balie.money.payments import service as payments
from balie.money.payments.model import Payment
from balie.outside.providers.snapshots import InvoiceLine, InvoiceStatus
from balie.views.invoice import rules
from balie.views.invoice.model import Step

A_DAY = timedelta(days=1)  # what belongs to an issue or a payment may be dated a moment before it
MOST_READ = 2000  # transfers, or payments, of a customer who has very many


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """lines: empty for an invoice that was kept before its lines were. timezone: IANA, for days.

    is_complete: False when so much else happened meanwhile that not all of it was read.
    """

    invoice: Invoice
    lines: list[InvoiceLine]
    steps: list[Step]
    is_complete: bool
    today: date
    timezone: str


def story(work: Work, group: tuple[str, ...], invoice_id: str) -> Story:
    """Of whichever of these customers. Raises InvoiceMissing."""
    invoice = invoices.of_group(work, group, invoice_id)
    timezone = tenants.current(work).timezone
    moved = _transfers(work, invoice)
    return Story(
        invoice=invoice,
        lines=invoices.lines(work, invoice.customer_id, invoice_id),
        steps=rules.steps(invoice, moved, _payments(work, invoice)),
        is_complete=rules.is_complete(invoice, moved),
        today=day_in(timezone, work.now),
        timezone=timezone,
    )


def _transfers(work: Work, invoice: Invoice) -> list[Transfer]:
    """The invoice's own, the earliest first."""
    since = to_text(invoice.issued_at - A_DAY)
    listed = ledger.listed(work, (invoice.customer_id,), after=since)
    read = islice(listed, MOST_READ)
    return [one.transfer for one in read if one.transfer.invoice_id == invoice.id]


def _payments(work: Work, invoice: Invoice) -> list[Payment]:
    """Made since it was issued, and not long after it was settled."""
    ended = invoice.status is not InvoiceStatus.OPEN and invoice.paid_at
    until = (ended or work.now) + A_DAY
    since = invoice.issued_at - A_DAY
    found = payments.made_between(work, invoice.customer_id, since=since, until=until)
    return list(islice(found, MOST_READ))
