"""Rows of subscriptions: in the customer's partition, the newest first."""

from balie.ground.aws import keys, rows, stored, together
from balie.ground.aws.work import Work
from balie.money.subscriptions.model import Subscription


def by_ref(work: Work, connection_id: str, ref: str) -> Subscription | None:
    found = work.get(keys.provider_ref(connection_id, ref))
    if found is None:
        return None
    named = (rows.text(found, "customer_id"), rows.text(found, "subscription_id"))
    row = work.get(keys.subscription(*named))
    return stored.read(Subscription, row) if row else None


def save(work: Work, subscription: Subscription) -> None:
    here = keys.subscription(subscription.customer_id, subscription.id)
    work.put(here, stored.data(subscription), version=subscription.version)
    if subscription.version == 0:
        work.put(
            keys.provider_ref(subscription.connection_id, subscription.ref),
            {"customer_id": subscription.customer_id, "subscription_id": subscription.id},
            version=0,
        )


def of_group(work: Work, group: tuple[str, ...]) -> list[Subscription]:
    """group: ids of customers."""
    found = together.every(work, [keys.customer_rows(one) for one in group], keys.SUBSCRIPTIONS)
    return [stored.read(Subscription, row) for row in found]
