"""Marks of a provider's events that have had their effect, so that a second delivery has none."""

from datetime import timedelta

from balie.ground.aws import keys, rows
from balie.ground.aws.work import Work

MARK_IS_KEPT = timedelta(days=90)  # Stripe sends an event again for three days, shows it for thirty


def is_marked(work: Work, connection_id: str, event_ref: str) -> bool:
    return work.get(keys.seen(connection_id, event_ref)) is not None


def mark(work: Work, connection_id: str, event_ref: str) -> None:
    """In the transaction of its effect. Of two at once, one is refused with Changed."""
    forgotten = rows.ttl(work.now + MARK_IS_KEPT)
    work.put(keys.seen(connection_id, event_ref), forgotten, version=0)
