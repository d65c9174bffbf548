"""Payments: kept as the provider has them, with every movement of money in the ledger."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from balie.firm.tenants import service as tenants
from balie.ground.aws.rows import Row
from balie.ground.aws.stored import Kept
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.ledger import service as ledger
from balie.money.ledger.model import Transfer
from balie.money.payments import model, rules, store
from balie.money.payments.model import Payment, PostedPayment
from balie.outside.providers.freshness import refuse_older
from balie.outside.providers.snapshots import PaymentSnapshot
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
        work.commit()  # its invoices are more than a transaction takes


def from_heads(heads: Iterable[Iterable[Row]], limit: int) -> list[Payment]:
    """From the heads of customers' partitions, as read: so many payments, the newest first."""
    return store.from_heads(heads, limit)


def how_many_in(head: Iterable[Row]) -> int:
    return sum(map(store.is_payment, head))


def by_ref(work: Work, connection_id: str, ref: str) -> Payment | None:
    return store.by_ref(work, connection_id, ref)


def booked(payment: Payment) -> list[Transfer]:
    """What would bring its accounts from nothing to what it says is posted. Amounts are signed."""
    return rules.transfers(payment, PostedPayment(), {}, payment.made_at)


def every(work: Work, customer_id: str) -> Iterator[Kept[Payment]]:
    """All of a customer's, as committed now, to be checked."""
    return store.every(work, customer_id)


def made_between(
    work: Work, customer_id: str, *, since: datetime, until: datetime
) -> Iterator[Payment]:
    """By the moment they were last tried, the newest first; read a page at a time."""
    return store.made_between(work, customer_id, since, until)


def page(
    work: Work, group: tuple[str, ...], *, limit: int, after: str = ""
) -> tuple[list[Payment], str | None]:
    """Of these customers, the newest first. Second: `after` of the next page; None at the end."""
    return store.page(work, group, limit=limit, after=after)


def _apply_some(
    work: Work, connection_id: str, customer_id: str, snapshot: PaymentSnapshot
) -> bool:
    """For as many of its invoices as one commit takes. Whether those were all."""
    before = store.by_ref(work, connection_id, snapshot.ref)
    if not (before or snapshot.attempted):
        return True
    refuse_older(snapshot, before.as_of if before else None)
    was_posted = before.posted if before else PostedPayment()
    meant = [invoices.by_ref(work, connection_id, ref) for ref in snapshot.invoice_refs]
    payment = Payment(
        id=model.payment_id(connection_id, snapshot.ref, snapshot.created_at),
        connection_id=connection_id,
        customer_id=customer_id,
        **_said(work, snapshot),
        invoice_numbers=tuple(invoice.number for invoice in meant),
    )
    goal = _goal(snapshot, meant)
    waiting = {
        invoice.id: (invoice, share)
        for invoice in meant + _dropped(work, customer_id, was_posted, meant)
        if (share := rules.share(goal, invoice.id, snapshot)) != invoice.share_of(payment.id)
    }
    now = dict(islice(waiting.items(), INVOICES_A_COMMIT))
    posted = goal.posted if now == waiting else rules.towards(goal.posted, was_posted, set(now))
    payment = payment.model_copy(update={"posted": rules.numbered(posted, was_posted)})
    store.save(work, payment, before)
    moments = rules.moments(snapshot, {one.ref: one.id for one in meant}, was_posted)
    ledger.post(work, *rules.transfers(payment, was_posted, moments, work.now))
    _record(work, before, payment)
    for invoice, share in now.values():
        at = moments.get(rules.Figure("allocated", invoice.id), work.now)
        invoices.allocate(work, invoice, payment.id, share, at)
    return now == waiting


def _goal(snapshot: PaymentSnapshot, meant: list[Invoice]) -> rules.Goal:
    """What should be posted of the payment in the end."""
    ids = {invoice.ref: invoice.id for invoice in meant}
    return rules.target(
        snapshot.captured.minor,
        rules.taken_back(snapshot),
        [rules.Allocation(ids[one.invoice_ref], one.amount.minor) for one in snapshot.allocations],
    )


def _dropped(
    work: Work, customer_id: str, was_posted: PostedPayment, meant: list[Invoice]
) -> list[Invoice]:
    """Invoices that it went to once and is not meant for any more."""
    known = {invoice.id for invoice in meant}
    dropped = {*map(model.invoice_of, (*was_posted.allocated, *was_posted.conceded))} - known
    return [invoices.get(work, customer_id, invoice_id) for invoice_id in sorted(dropped)]


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
    if before and not happened and _differs(payment, before):
        happened.append("payment.updated")
    for name in happened:
        work.record(
            name,
            payment.id,
            customer_id=payment.customer_id,
            occurred_at=payment.made_at if name == "payment.succeeded" else None,
        )


def _differs(payment: Payment, before: Payment) -> bool:
    """In more than when it was looked at."""
    same = {"as_of": before.as_of, "version": before.version}
    return payment.model_copy(update=same) != before
