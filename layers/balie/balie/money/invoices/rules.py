"""What a change of an invoice posts, and what is due of it: pure."""

from datetime import datetime

from balie.ground.core.money import Money
from balie.money.invoices.model import Invoice, Posted
from balie.money.ledger.model import (
    ADJUSTMENTS,
    BILLED,
    OUTSIDE,
    RECEIVABLE,
    UNAPPLIED,
    WRITE_OFF,
    Due,
    Transfer,
)
from balie.outside.providers.snapshots import Collection, InvoiceStatus

# Each figure of `Posted` and the accounts that a rise of it moves money between: debit, credit.
MOVES = {
    "issued": ((RECEIVABLE, BILLED),),
    "reduced": ((ADJUSTMENTS, RECEIVABLE),),
    "out_of_band": ((OUTSIDE, UNAPPLIED), (UNAPPLIED, RECEIVABLE)),
    "overpaid": ((RECEIVABLE, UNAPPLIED),),
    "voided": ((BILLED, RECEIVABLE),),
    "written_off": ((WRITE_OFF, RECEIVABLE),),
}


def closed(posted: Posted, status: InvoiceStatus) -> Posted:
    """`posted` with what remains voided or written off, if that is the invoice's end."""
    return posted.model_copy(
        update={
            "voided": posted.claimed if status is InvoiceStatus.VOID else 0,
            "written_off": posted.claimed if status is InvoiceStatus.UNCOLLECTIBLE else 0,
        }
    )


def is_settled(status: InvoiceStatus, posted: Posted) -> bool:
    """Said to be paid, and the money is there."""
    return status is InvoiceStatus.PAID and posted.remaining <= 0


def transfers(invoice: Invoice, before: Posted, occurred_at: datetime) -> list[Transfer]:
    """From what was posted before to what `invoice` says is posted now; allocations not included.

    Each carries the invoice's next number, so that a change there and back has ids of its own.
    """
    found = []
    for figure, moves in MOVES.items():
        difference = getattr(invoice.posted, figure) - getattr(before, figure)
        if difference == 0:
            continue
        for leg, (debit, credit) in enumerate(moves):
            cause = f"{invoice.connection_id}:{invoice.ref}:{figure}"
            found.append(
                Transfer(
                    id=f"{cause}:{invoice.posted.number}" + (f":{leg}" if leg else ""),
                    debit=debit,
                    credit=credit,
                    amount=Money(difference, invoice.total.currency),
                    customer_id=invoice.customer_id,
                    occurred_at=invoice.issued_at if figure == "issued" else occurred_at,
                    invoice_id=invoice.id,
                )
            )
    return found


def due(invoice: Invoice) -> Due | None:
    """What is owed of the invoice and when; None when nothing is."""
    if invoice.posted.remaining <= 0:
        return None
    awaited = invoice.next_attempt_date is not None and invoice.collection is Collection.AUTOMATIC
    return Due(
        invoice.due_date or invoice.issued_date,
        awaited or bool(invoice.in_flight),
        invoice.remaining,
    )
