"""Rows of payment methods: in the customer's partition, the newest first."""

from balie.ground.aws import keys, rows, stored, together
from balie.ground.aws.work import Work
from balie.money.payment_methods.model import PaymentMethod


def by_ref(work: Work, connection_id: str, ref: str) -> PaymentMethod | None:
    found = work.get(keys.provider_ref(connection_id, ref))
    if found is None:
        return None
    named = (rows.text(found, "customer_id"), rows.text(found, "payment_method_id"))
    row = work.get(keys.payment_method(*named))
    return stored.read(PaymentMethod, row) if row else None


def save(work: Work, method: PaymentMethod) -> None:
    here = keys.payment_method(method.customer_id, method.id)
    work.put(here, stored.data(method), version=method.version)
    if method.version == 0:
        work.put(
            keys.provider_ref(method.connection_id, method.ref),
            {"customer_id": method.customer_id, "payment_method_id": method.id},
            version=0,
        )


def of_group(work: Work, group: tuple[str, ...]) -> list[PaymentMethod]:
    """group: ids of customers."""
    found = together.every(work, [keys.customer_rows(one) for one in group], keys.PAYMENT_METHODS)
    return [stored.read(PaymentMethod, row) for row in found]
