"""Payments: kept as the provider has them, with every movement of money in the ledger."""

from collections.abc import Iterable

from balie.firm.tenants import service as tenants
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.ledger import service as ledger
from balie.money.payments import model, rules, store
from balie.money.payments.model import Payment, PostedPayment
from balie.outside.providers.snapshots import PaymentSnapshot, PaymentStatus
from balie.relation.customers import service as customers


def apply(work: Work, connection_id: str, snapshot: PaymentSnapshot) -> None:
    """Bring the payment to what the provider says, post the difference, tell its invoices.

    Not kept: payments by guests, who are no customers, and those that nobody has tried yet. Raises
    InvoiceMissing when an invoice that it is meant for has not been applied before.
    """
    customer_id = customers.id_of_ref(work, connection_id, snapshot.customer_ref or "")
    if customer_id is None:
        return
    payment_id = model.payment_id(connection_id, snapshot.ref, snapshot.created_at)
    before = store.get(work, customer_id, payment_id)
    is_older = before is not None and snapshot.requested_at < before.as_of
    if is_older or not (before or snapshot.attempted):
        return
    was_posted = before.posted if before else PostedPayment()
    touched = {ref: invoices.by_ref(work, connection_id, ref) for ref in snapshot.invoice_refs}
    posted = rules.target(
        snapshot.captured.minor,
        snapshot.refunded.minor,
        [rules.Allocation(touched[a.invoice_ref].id, a.amount.minor) for a in snapshot.allocations],
        was_posted.number,
    )
    if posted != was_posted:
        posted = posted.model_copy(update={"number": was_posted.number + 1})
    payment = Payment(
        id=payment_id,
        connection_id=connection_id,
        ref=snapshot.ref,
        customer_id=customer_id,
        status=snapshot.status,
        created_at=snapshot.created_at,
        created_date=day_in(tenants.current(work).timezone, snapshot.created_at),
        amount=snapshot.amount,
        refunded=snapshot.refunded,
        disputed=snapshot.disputed,
        method_type=snapshot.method_type,
        method_label=snapshot.method_label,
        failure=snapshot.failure,
        invoice_numbers=tuple(invoice.number for invoice in touched.values()),
        posted=posted,
        as_of=snapshot.requested_at,
        version=before.version if before else 0,
    )
    store.save(work, payment)
    ledger.post(work, *rules.transfers(payment, was_posted, work.now))
    _tell_invoices(work, payment, touched.values())
    _record(work, before, payment)


def from_head(head: Iterable[Row]) -> list[Payment]:
    """From the head of a customer's partition, as read: the newest payments first."""
    return store.from_head(head)


def _tell_invoices(work: Work, payment: Payment, touched: Iterable[Invoice]) -> None:
    under_way = payment.status is PaymentStatus.PROCESSING
    for invoice in touched:
        invoices.allocate(
            work,
            invoice,
            payment.id,
            allocated=payment.posted.allocated.get(invoice.id, 0),
            conceded=payment.posted.conceded.get(invoice.id, 0),
            in_flight=payment.amount.minor if under_way else 0,
            occurred_at=payment.created_at,
        )


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
            occurred_at=payment.created_at if name == "payment.succeeded" else None,
        )
