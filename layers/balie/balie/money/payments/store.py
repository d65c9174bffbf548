"""Rows of payments: at the head of the customer's partition, the newest first."""

from collections.abc import Iterable

from balie.ground.aws import keys, rows, stored
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.money.payments import model
from balie.money.payments.model import Payment

PAYMENT = f"{keys.HEAD}PAYMENT#"


def by_ref(work: Work, connection_id: str, ref: str) -> Payment | None:
    found = work.get(keys.provider_ref(connection_id, ref))
    if found is None:
        return None
    row = work.get(keys.payment(rows.text(found, "customer_id"), rows.text(found, "place")))
    return stored.read(Payment, row) if row else None


def save(work: Work, payment: Payment, before: Payment | None) -> None:
    """A payment that is tried again moves to its new place in the list."""
    place = model.place(payment)
    here = keys.payment(payment.customer_id, place)
    if before and model.place(before) == place:
        work.put(here, stored.data(payment), version=before.version)
        return
    if before:
        work.delete(keys.payment(before.customer_id, model.place(before)), version=before.version)
    work.put(here, stored.data(payment), version=0)
    ref = keys.provider_ref(payment.connection_id, payment.ref)
    known = work.get(ref)
    work.put(
        ref,
        {"customer_id": payment.customer_id, "place": place},
        version=rows.number(known, "version") if known else 0,
    )


def from_head(head: Iterable[Row]) -> list[Payment]:
    """From the head of a customer's partition, as read: the newest first."""
    return [stored.read(Payment, row) for row in head if rows.text(row, "sk").startswith(PAYMENT)]
