"""Payments: kept as the provider has them, with every movement of money in the ledger."""

from collections.abc import Iterable
from typing import Any

from balie.firm.tenants import service as tenants
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice, Share
from balie.money.ledger import service as ledger
from balie.money.payments import model, rules, store
from balie.money.payments.model import Payment, PostedPayment
from balie.outside.providers.freshness import refuse_older
from balie.outside.providers.snapshots import PaymentSnapshot, PaymentStatus
from balie.relation.customers import service as customers

INVOICES_A_COMMIT = 15  # each takes four writes at the most, of the hundred of a transaction


def apply(work: Work, connection_id: str, snapshot: PaymentSnapshot) -> None:
    """Bring the payment to what the provider says, post the difference, tell its invoices.

    A payment for many invoices takes several commits: the money comes in with the first, and each
    leaves all in order. Not kept: payments by guests, who are no customers, and those that nobody
    has tried yet. Raises InvoiceMissing when an invoice of it has not been applied before.
    """
    customer_id = customers.id_of_ref(work, connection_id, snapshot.customer_ref or "")
    if customer_id is None:
        return
    while not _apply_some(work, connection_id, customer_id, snapshot):
        work.commit()


def from_head(head: Iterable[Row]) -> list[Payment]:
    """From the head of a customer's partition, as read: the newest payments first."""
    return store.from_head(head)


def _apply_some(
    work: Work, connection_id: str, customer_id: str, snapshot: PaymentSnapshot
) -> bool:
    """Whether that was all."""
    payment_id = model.payment_id(connection_id, snapshot.ref, snapshot.created_at)
    before = store.by_ref(work, connection_id, snapshot.ref)
    if not (before or snapshot.attempted):
        return True
    refuse_older(snapshot, before.as_of if before else None)
    was_posted = before.posted if before else PostedPayment()
    touched = _touched(work, connection_id, snapshot, customer_id, was_posted)
    ids = {invoice.ref: invoice.id for invoice in touched}
    target = rules.target(
        snapshot.captured.minor,
        snapshot.refunded.minor,
        [rules.Allocation(ids[a.invoice_ref], a.amount.minor) for a in snapshot.allocations],
    )
    under_way = snapshot.amount.minor if snapshot.status is PaymentStatus.PROCESSING else 0
    pending = [i for i in touched if _share(i, payment_id) != _wanted(target, i.id, under_way)]
    some, is_all = pending[:INVOICES_A_COMMIT], len(pending) <= INVOICES_A_COMMIT
    posted = target if is_all else rules.towards(target, was_posted, {i.id for i in some})
    posted = posted.model_copy(update={"number": was_posted.number})
    if posted != was_posted:
        posted = posted.model_copy(update={"number": was_posted.number + 1})
    payment = Payment(
        id=payment_id,
        connection_id=connection_id,
        customer_id=customer_id,
        **_said(work, snapshot),
        invoice_numbers=tuple(i.number for i in touched if i.ref in snapshot.invoice_refs),
        posted=posted,
    )
    store.save(work, payment, before)
    ledger.post(work, *rules.transfers(payment, was_posted, work.now))
    for invoice in some:
        invoices.allocate(work, invoice, payment_id, _wanted(target, invoice.id, under_way))
    _record(work, before, payment)
    return is_all


def _touched(
    work: Work,
    connection_id: str,
    snapshot: PaymentSnapshot,
    customer_id: str,
    was_posted: PostedPayment,
) -> list[Invoice]:
    """The invoices that it is meant for, and any that it is no longer allocated to."""
    meant = [invoices.by_ref(work, connection_id, ref) for ref in snapshot.invoice_refs]
    known = {invoice.id for invoice in meant}
    dropped = {*was_posted.allocated, *was_posted.conceded} - known
    return meant + [invoices.get(work, customer_id, invoice_id) for invoice_id in sorted(dropped)]


def _share(invoice: Invoice, payment_id: str) -> Share:
    return Share(
        allocated=invoice.posted.allocated.get(payment_id, 0),
        conceded=invoice.posted.conceded.get(payment_id, 0),
        in_flight=invoice.in_flight.get(payment_id, 0),
    )


def _wanted(target: PostedPayment, invoice_id: str, under_way: int) -> Share:
    return Share(
        allocated=target.allocated.get(invoice_id, 0),
        conceded=target.conceded.get(invoice_id, 0),
        in_flight=under_way,
    )


def _said(work: Work, snapshot: PaymentSnapshot) -> dict[str, Any]:
    return {
        "ref": snapshot.ref,
        "status": snapshot.status,
        "made_at": snapshot.made_at,
        "made_date": day_in(tenants.current(work).timezone, snapshot.made_at),
        "amount": snapshot.amount,
        "refunded": snapshot.refunded,
        "disputed": snapshot.disputed,
        "method_type": snapshot.method_type,
        "method_label": snapshot.method_label,
        "failure": snapshot.failure,
        "as_of": snapshot.requested_at,
    }


def _record(work: Work, before: Payment | None, payment: Payment) -> None:
    happened = []
    if before is None or before.status is not payment.status:
        happened.append(f"payment.{payment.status}")
    if payment.refunded and (before is None or before.refunded != payment.refunded):
        happened.append("payment.refunded")
    if payment.disputed and not (before and before.disputed):
        happened.append("payment.disputed")
    for name in happened:
        work.record(
            name,
            payment.id,
            customer_id=payment.customer_id,
            occurred_at=payment.made_at if name == "payment.succeeded" else None,
        )
