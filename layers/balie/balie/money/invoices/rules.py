"""What a change of an invoice posts, and what is due of it: pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from balie.ground.core.money import Money
from balie.money.invoices.model import Invoice, Posted
from balie.money.ledger.model import (
    ADJUSTMENTS,
    BILLED,
    OUTSIDE,
    RECEIVABLE,
    RECLAIM,
    UNAPPLIED,
    WRITE_OFF,
    Due,
    Transfer,
)
from balie.outside.providers.snapshots import Collection, InvoiceSnapshot, InvoiceStatus


class Figure(NamedTuple):
    """One number of `Posted`. ref: of the credit note or balance change; "" for its own."""

    name: str
    ref: str = ""


# Each figure and the accounts that a rise of it moves money between: debit, credit.
MOVES = {
    "issued": ((RECEIVABLE, BILLED),),
    "credited": ((BILLED, RECEIVABLE),),
    "credited_back": ((BILLED, UNAPPLIED),),
    "paid_outside": ((UNAPPLIED, OUTSIDE),),
    "credit_applied": ((UNAPPLIED, RECEIVABLE),),
    "debit_charged": ((RECEIVABLE, RECLAIM),),
    "reduced": ((ADJUSTMENTS, RECEIVABLE),),
    "out_of_band": ((OUTSIDE, UNAPPLIED), (UNAPPLIED, RECEIVABLE)),
    "overpaid": ((RECEIVABLE, UNAPPLIED),),
    "voided": ((BILLED, RECEIVABLE),),
    "written_off": ((WRITE_OFF, RECEIVABLE),),
}


def posted(said: InvoiceSnapshot, before: Posted) -> Posted:
    """What should be posted of what the provider says; payments' shares stay as they are."""
    notes = said.credit_notes
    return before.model_copy(
        update={
            "issued": said.total.minor,
            "credited": _some({note.ref: note.off_claim for note in notes}),
            "credited_back": _some({note.ref: note.given_back for note in notes}),
            "paid_outside": _some({note.ref: note.paid_outside for note in notes}),
            "out_of_band": said.paid_out_of_band.minor,
            **_by_balance(said, before),
        }
    )


def _by_balance(said: InvoiceSnapshot, before: Posted) -> dict[str, Any]:
    """What the customer's balance did, and what nothing explains.

    What the provider no longer shows stays as it was posted, and explains as much as it did.
    """
    if said.balance_changes is not None:
        return {
            "credit_applied": _some({one.ref: -one.credit for one in said.balance_changes}),
            "debit_charged": _some({one.ref: -one.debit for one in said.balance_changes}),
            "reduced": said.reduced.minor,
            "overpaid": said.overpaid.minor,
        }
    kept = sum(before.credit_applied.values()) - sum(before.debit_charged.values())
    unexplained = said.reduced.minor - said.overpaid.minor - kept
    overpaid = max(0, min(-unexplained, said.overpaid.minor))
    return {"reduced": unexplained + overpaid, "overpaid": overpaid}


def moments(said: InvoiceSnapshot) -> dict[Figure, datetime]:
    """When each figure came about, as far as the provider says."""
    known = {
        Figure("issued"): said.issued_at,
        Figure("reduced"): said.issued_at,
        Figure("out_of_band"): said.paid_out_of_band_at,
        Figure("overpaid"): said.paid_at,
        Figure("voided"): said.closed_at,
        Figure("written_off"): said.closed_at,
    }
    for note in said.credit_notes:
        for name in ("credited", "credited_back", "paid_outside"):
            known[Figure(name, note.ref)] = note.issued_at
    for change in said.balance_changes or ():
        for name in ("credit_applied", "debit_charged"):
            known[Figure(name, change.ref)] = change.made_at
    return {figure: at for figure, at in known.items() if at}


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


def transfers(
    invoice: Invoice, before: Posted, moments: Mapping[Figure, datetime], otherwise: datetime
) -> list[Transfer]:
    """From what was posted before to what `invoice` says is posted now; allocations not included.

    Each carries the invoice's next number, so that a change there and back has ids of its own.
    moments: of figures that grow; what shrinks meanwhile does so because of them. otherwise: when
    nothing grows, or it has no moment.
    """
    found = []
    was, now_is = dict(_figures(before)), dict(_figures(invoice.posted))
    changed = {
        figure: (was.get(figure, 0), now_is.get(figure, 0))
        for figure in {**now_is, **was}
        if was.get(figure, 0) != now_is.get(figure, 0)
    }
    grown = {figure for figure, (earlier, after) in changed.items() if abs(after) > abs(earlier)}
    fell_at = max((moments[one] for one in grown & moments.keys()), default=otherwise)
    for figure, (earlier, after) in changed.items():
        for leg, (debit, credit) in enumerate(MOVES[figure.name]):
            cause = f"{invoice.connection_id}:{figure.ref or invoice.ref}:{figure.name}"
            found.append(
                Transfer(
                    id=f"{cause}:{invoice.posted.number}" + (f":{leg}" if leg else ""),
                    debit=debit,
                    credit=credit,
                    amount=Money(after - earlier, invoice.total.currency),
                    customer_id=invoice.customer_id,
                    occurred_at=moments.get(figure, otherwise) if figure in grown else fell_at,
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
        awaited or bool(invoice.in_flight or invoice.contested),
        invoice.remaining,
    )


def _figures(posted: Posted) -> Iterator[tuple[Figure, int]]:
    for name in MOVES:
        value: int | dict[str, int] = getattr(posted, name)
        if isinstance(value, int):
            yield Figure(name), value
        else:
            yield from ((Figure(name, ref), minor) for ref, minor in sorted(value.items()))


def _some(amounts: Mapping[str, Money]) -> dict[str, int]:
    return {ref: amount.minor for ref, amount in amounts.items() if amount.minor}
