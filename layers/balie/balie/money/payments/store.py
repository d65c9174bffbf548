"""Rows of payments: at the head of the customer's partition, the newest first."""

from balie.ground.aws import keys, rows
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.money.payments.model import Payment

PAYMENT = f"{keys.HEAD}PAYMENT#"


def get(work: Work, customer_id: str, payment_id: str) -> Payment | None:
    row = work.get(keys.payment(customer_id, payment_id))
    return from_row(row) if row else None


def save(work: Work, payment: Payment) -> None:
    work.put(
        keys.payment(payment.customer_id, payment.id),
        {"data": payment.model_dump_json()},
        version=payment.version,
    )


def is_payment(row: Row) -> bool:
    return rows.text(row, "sk").startswith(PAYMENT)


def from_row(row: Row) -> Payment:
    payment = Payment.model_validate_json(rows.text(row, "data"))
    return payment.model_copy(update={"version": rows.number(row, "version")})
