"""Rows of payments: at the head of the customer's partition, the newest first."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from balie.ground.aws import keys, rows, stored, together
from balie.ground.aws.keys import Key
from balie.ground.aws.rows import Row
from balie.ground.aws.stored import Kept
from balie.ground.aws.work import Work
from balie.ground.core.ids import derived_id
from balie.money.payments import model
from balie.money.payments.model import Payment

PAYMENT = f"{keys.HEAD}PAYMENT#"
PAYMENTS_A_PAGE = 100


def by_ref(work: Work, connection_id: str, ref: str) -> Payment | None:
    found = work.get(keys.provider_ref(connection_id, ref))
    if found is None:
        return None
    row = work.get(keys.payment(rows.text(found, "customer_id"), rows.text(found, "place")))
    return stored.read(Payment, row) if row else None


def save(work: Work, payment: Payment, before: Payment | None) -> None:
    """A payment that is tried again moves to its new place in the list; until money came in, it may
    be given to another customer as well."""
    place = model.place(payment)
    here = keys.payment(payment.customer_id, place)
    there = keys.payment(before.customer_id, model.place(before)) if before else None
    if before and there == here:
        work.put(here, stored.data(payment), version=before.version)
        return
    if before and there:
        work.delete(there, version=before.version)
    work.put(here, stored.data(payment), version=0)
    ref = keys.provider_ref(payment.connection_id, payment.ref)
    known = work.get(ref)
    work.put(
        ref,
        {"customer_id": payment.customer_id, "place": place},
        version=rows.number(known, "version") if known else 0,
    )


def every(work: Work, customer_id: str) -> Iterator[Kept[Payment]]:
    """All of a customer's, as committed now, to be checked."""
    return map(_checked, work.every(keys.customer_rows(customer_id), PAYMENT))


def _checked(row: Row) -> Kept[Payment]:
    return stored.checked(row, lambda row: stored.read(Payment, row), _belongs)


def _belongs(payment: Payment) -> tuple[Key, None]:
    return keys.payment(payment.customer_id, model.place(payment)), None


def from_heads(heads: Iterable[Iterable[Row]], limit: int) -> list[Payment]:
    """From the heads of customers' partitions, as read: the newest first."""
    found = {rows.text(row, "sk"): row for head in heads for row in head if is_payment(row)}
    return [stored.read(Payment, found[place]) for place in sorted(found)[:limit]]


def is_payment(row: Row) -> bool:
    return rows.text(row, "sk").startswith(PAYMENT)


def page(
    work: Work, group: tuple[str, ...], *, limit: int, after: str
) -> tuple[list[Payment], str | None]:
    """group: ids of customers. after: the place of the last payment of the page before."""
    past = keys.payment("", after).sk if after else ""
    of = [keys.customer_rows(one) for one in group]
    found = together.query(work, of, PAYMENT, limit=limit, after=past)
    payments = [stored.read(Payment, row) for row in found.rows]
    return payments, model.place(payments[-1]) if found.next_after else None


def made_between(
    work: Work, customer_id: str, since: datetime, until: datetime
) -> Iterator[Payment]:
    """The newest first, a page at a time."""
    after: str | None = derived_id("at", until)
    while after:
        payments, after = page(work, (customer_id,), limit=PAYMENTS_A_PAGE, after=after)
        for payment in payments:
            if payment.made_at < since:
                return
            yield payment
