"""Rows of payments: at the head of the customer's partition, the newest first."""

from collections.abc import Iterable

from balie.ground.aws import keys, rows, stored
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.money.payments.model import Payment

PAYMENT = f"{keys.HEAD}PAYMENT#"


def get(work: Work, customer_id: str, payment_id: str) -> Payment | None:
    row = work.get(keys.payment(customer_id, payment_id))
    return stored.read(Payment, row) if row else None


def save(work: Work, payment: Payment) -> None:
    work.put(
        keys.payment(payment.customer_id, payment.id),
        stored.data(payment),
        version=payment.version,
    )


def from_head(head: Iterable[Row]) -> list[Payment]:
    """From the head of a customer's partition, as read: the newest first."""
    return [stored.read(Payment, row) for row in head if rows.text(row, "sk").startswith(PAYMENT)]
