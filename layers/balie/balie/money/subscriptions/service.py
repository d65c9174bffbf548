"""Subscriptions: kept as the provider has them. Their invoices are invoices like any other."""

from typing import Any

from balie.ground.aws.work import Work
from balie.money.subscriptions import model, rules, store
from balie.money.subscriptions.model import Subscription
from balie.outside.providers.freshness import refuse_older
from balie.outside.providers.snapshots import SubscriptionSnapshot
from balie.relation.customers import service as customers


def apply(work: Work, connection_id: str, snapshot: SubscriptionSnapshot) -> None:
    """Bring the subscription to what the provider says, and record what is to be seen of that.

    Not kept: those of a customer that was deleted before we first heard of it.
    """
    customer_id = customers.id_of_ref(work, connection_id, snapshot.customer_ref)
    if customer_id is None:
        return
    before = store.by_ref(work, connection_id, snapshot.ref)
    refuse_older(snapshot, before.as_of if before else None)
    after = Subscription(
        id=model.subscription_id(connection_id, snapshot.ref, snapshot.created_at),
        connection_id=connection_id,
        customer_id=customer_id,
        **_said(snapshot),
        version=before.version if before else 0,
    )
    store.save(work, after)
    for name, occurred_at in rules.happened(before, after):
        work.record(name, after.id, customer_id=customer_id, occurred_at=occurred_at)


def of_group(work: Work, group: tuple[str, ...]) -> list[Subscription]:
    """All that these customers have had, the newest first."""
    return store.of_group(work, group)


def _said(snapshot: SubscriptionSnapshot) -> dict[str, Any]:
    return {
        "ref": snapshot.ref,
        "status": snapshot.status,
        "currency": snapshot.currency,
        "description": snapshot.description,
        "items": snapshot.items,
        "collection": snapshot.collection,
        "started_at": snapshot.started_at,
        "trial_ends_at": snapshot.trial_ends_at,
        "is_paused": snapshot.is_paused,
        "resumes_at": snapshot.resumes_at,
        "ends_at": snapshot.ends_at,
        "ended_at": snapshot.ended_at,
        "default_method_ref": snapshot.default_method_ref,
        "latest_invoice_ref": snapshot.latest_invoice_ref,
        "as_of": snapshot.requested_at,
    }
