"""Invoices: kept as the provider has them, with every change of the claim in the ledger."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from balie.firm.tenants import service as tenants
from balie.ground.aws.stored import Kept
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in
from balie.ground.core.errors import NotFound, Unavailable
from balie.ground.core.money import to_wire
from balie.money.invoices import line_rows, model, rules, store
from balie.money.invoices.model import Invoice, Posted, Share
from balie.money.invoices.rules import Figure
from balie.money.ledger import service as ledger
from balie.money.ledger.model import Due, Transfer
from balie.outside.providers.freshness import refuse_older
from balie.outside.providers.snapshots import InvoiceLine, InvoiceSnapshot, InvoiceStatus
from balie.relation.customers import service as customers

EVENTS = {
    InvoiceStatus.VOID: "invoice.voided",
    InvoiceStatus.UNCOLLECTIBLE: "invoice.marked_uncollectible",
}


class InvoiceMissing(NotFound):
    code = "invoice_missing"


class InvoiceVanished(Unavailable):
    """A moment's failure of the provider, or the key now belongs to another account."""

    code = "invoice_vanished"


class CustomerUnknown(NotFound):
    """A snapshot came before that of its customer: the fetch is at fault, not the reader."""

    code = "customer_unknown"


def apply(work: Work, connection_id: str, snapshot: InvoiceSnapshot) -> None:
    """Bring the invoice to what the provider says, and post the difference.

    What came in through the provider's payments is posted with the payments, not here.
    """
    before = store.by_ref(work, connection_id, snapshot.ref)
    refuse_older(snapshot, before.as_of if before else None)
    if before is None:
        invoice = _new(work, connection_id, snapshot)
        work.record(
            "invoice.issued",
            invoice.id,
            customer_id=invoice.customer_id,
            occurred_at=invoice.issued_at,
        )
    else:
        invoice = before.model_copy(update=_said(work, snapshot))
    invoice = store.keep_findable(work, _with_lines(work, invoice, snapshot))
    posted = rules.posted(snapshot, invoice.posted)
    otherwise = snapshot.paid_at or work.now
    _change(work, before, invoice, posted, rules.moments(snapshot), otherwise)


def allocate(work: Work, invoice: Invoice, payment_id: str, share: Share, at: datetime) -> None:
    """Note on the invoice what a payment does for it; the payment posts the transfers.

    at: when it did, which is when less, or more, of a claim is given up.
    """
    posted = invoice.posted.model_copy(
        update={
            "allocated": _with(invoice.posted.allocated, payment_id, share.allocated),
            "conceded": _with(invoice.posted.conceded, payment_id, share.conceded),
        }
    )
    changed = invoice.model_copy(
        update={
            "in_flight": _with(invoice.in_flight, payment_id, share.in_flight),
            "contested": _with(invoice.contested, payment_id, share.contested),
        }
    )
    _change(work, invoice, changed, posted, {}, at)


def refuse_vanished(work: Work, connection_id: str, ref: str) -> None:
    """Only drafts can be deleted, and those are not kept. Raises InvoiceVanished."""
    if store.by_ref(work, connection_id, ref):
        raise InvoiceVanished("The provider no longer shows an invoice that it has issued.")


def by_ref(work: Work, connection_id: str, ref: str) -> Invoice:
    """Raises InvoiceMissing."""
    invoice = store.by_ref(work, connection_id, ref)
    if invoice is None:
        raise InvoiceMissing("There is no such invoice.")
    return invoice


def get(work: Work, customer_id: str, invoice_id: str) -> Invoice:
    """Raises InvoiceMissing."""
    return of_group(work, (customer_id,), invoice_id)


def of_group(work: Work, group: tuple[str, ...], invoice_id: str) -> Invoice:
    """Of whichever of these customers. Raises InvoiceMissing."""
    found = (store.get(work, customer_id, invoice_id) for customer_id in group)
    invoice = next((one for one in found if one), None)
    if invoice is None:
        raise InvoiceMissing("There is no such invoice.")
    return invoice


def with_number(work: Work, begins_with: str, *, limit: int) -> list[Invoice]:
    """Of any customer, by how the number begins, as in `numbered`; a moment behind."""
    return store.with_number(work, begins_with, limit=limit)


def lines(work: Work, customer_id: str, invoice_id: str) -> list[InvoiceLine]:
    """All of them, in their order. Raises InvoiceMissing."""
    return line_rows.read(work, get(work, customer_id, invoice_id))


def booked(invoice: Invoice) -> list[Transfer]:
    """What would bring its accounts from nothing to what it says is posted; payments not included.

    Amounts are signed.
    """
    return rules.transfers(invoice, Posted(), {}, invoice.issued_at)


def due(invoice: Invoice) -> Due | None:
    """What is owed of the invoice and when; None when nothing is."""
    return rules.due(invoice)


def every(work: Work, customer_id: str) -> Iterator[Kept[Invoice]]:
    """All of a customer's, as committed now, to be checked."""
    return store.every(work, customer_id)


def page(
    work: Work,
    group: tuple[str, ...],
    status: InvoiceStatus | None,
    *,
    limit: int,
    after: str = "",
) -> tuple[list[Invoice], bool]:
    """Newest first; the open ones alone, by the day they are due. Second: whether more follow.

    group: ids of the customers. after: the id of the last invoice of the page before.
    Raises InvoiceMissing.
    """
    last = of_group(work, group, after) if after else None
    if status is None:
        return store.newest(work, group, limit=limit, after=last)
    return store.with_status(work, group, status, limit=limit, after=last)


def numbered(
    work: Work, group: tuple[str, ...], prefix: str, *, limit: int, after: str = ""
) -> tuple[list[Invoice], bool]:
    """Those whose number begins so, in any case, spaces and dashes aside. Second and after: as in
    `page`. Raises InvoiceMissing."""
    last = of_group(work, group, after) if after else None
    return store.numbered(work, group, prefix, limit=limit, after=last)


def overdue(
    work: Work, group: tuple[str, ...], today: date, *, limit: int, after: str = ""
) -> tuple[list[Invoice], bool]:
    """The open ones whose day has passed and that nothing collects by itself, the latest first.

    Second and after: as in `page`; a page may be shorter. Raises InvoiceMissing.
    """
    while True:
        found, more = page(work, group, InvoiceStatus.OPEN, limit=limit, after=after)
        late = [invoice for invoice in found if _is_late(invoice, today)]
        goes_on = more and all((one.due_date or one.issued_date) < today for one in found)
        if late or not goes_on:
            return late, goes_on
        after = found[-1].id


def _is_late(invoice: Invoice, today: date) -> bool:
    due = rules.due(invoice)
    return due is not None and due.day < today and not due.automatic


def _new(work: Work, connection_id: str, snapshot: InvoiceSnapshot) -> Invoice:
    customer_id = customers.id_of_ref(work, connection_id, snapshot.customer_ref)
    if customer_id is None:
        raise CustomerUnknown("The invoice's customer is not known yet.")
    return Invoice(
        id=model.invoice_id(connection_id, snapshot.ref, snapshot.created_at),
        connection_id=connection_id,
        ref=snapshot.ref,
        customer_id=customer_id,
        **_said(work, snapshot),
    )


def _with_lines(work: Work, invoice: Invoice, snapshot: InvoiceSnapshot) -> Invoice:
    kept = line_rows.keep(work, invoice, snapshot.lines)
    if invoice.lines not in (None, kept):
        work.record("invoice.lines_replaced", invoice.id, customer_id=invoice.customer_id)
    return invoice.model_copy(update={"lines": kept})


def _said(work: Work, snapshot: InvoiceSnapshot) -> dict[str, Any]:
    timezone = tenants.current(work).timezone

    def day(instant: datetime | None) -> date | None:
        return day_in(timezone, instant) if instant else None

    return {
        "number": snapshot.number,
        "description": snapshot.description,
        "status": snapshot.status,
        "total": snapshot.total,
        "issued_at": snapshot.issued_at,
        "issued_date": day(snapshot.issued_at),
        "due_date": day(snapshot.due_at),
        "paid_at": snapshot.paid_at,
        "paid_date": day(snapshot.paid_at),
        "collection": snapshot.collection,
        "next_attempt_date": day(snapshot.next_attempt_at),
        "pay_url": snapshot.pay_url,
        "as_of": snapshot.requested_at,
    }


def _change(
    work: Work,
    before: Invoice | None,
    invoice: Invoice,
    posted: Posted,
    moments: Mapping[Figure, datetime],
    otherwise: datetime,
) -> None:
    """Save the invoice with `posted`, post the difference and tell what changed for people."""
    was_posted = before.posted if before else Posted()
    posted = rules.closed(posted, invoice.status)
    if posted != was_posted:
        posted = posted.model_copy(update={"number": was_posted.number + 1})
    told = invoice.told_paid or rules.is_settled(invoice.status, posted)
    after = invoice.model_copy(update={"posted": posted, "told_paid": told})
    after = after.model_copy(update={"posted_due": rules.due(after)})
    store.save(work, after)
    ledger.post(work, *rules.transfers(after, was_posted, moments, otherwise))
    was_due = before.posted_due if before else None
    ledger.move_due(work, after.customer_id, after.total.currency, was_due, after.posted_due)
    _tell(work, before, after)


def _tell(work: Work, before: Invoice | None, after: Invoice) -> None:
    """An invoice is paid once, however often what was paid for it changes afterwards."""
    if after.told_paid and not (before and before.told_paid):
        work.record(
            "invoice.paid",
            after.id,
            customer_id=after.customer_id,
            occurred_at=after.paid_at or work.now,
            number=after.number,
            **to_wire(after.paid),
        )
    elif after.status in EVENTS and not (before and before.status is after.status):
        work.record(EVENTS[after.status], after.id, customer_id=after.customer_id)
    elif before and _was_reopened(before, after):
        work.record(
            "invoice.reopened",
            after.id,
            customer_id=after.customer_id,
            number=after.number,
            **to_wire(after.remaining),
        )
    elif before and after.model_copy(update={"as_of": before.as_of}) != before:
        work.record("invoice.updated", after.id, customer_id=after.customer_id)


def _was_reopened(before: Invoice, after: Invoice) -> bool:
    return after.standing is InvoiceStatus.OPEN and before.standing is InvoiceStatus.PAID


def _with(amounts: dict[str, int], name: str, amount: int) -> dict[str, int]:
    others = {key: value for key, value in amounts.items() if key != name}
    return {**others, name: amount} if amount else others
