"""What happened to a subscription between two answers of the provider. Pure."""

from datetime import datetime

from balie.money.subscriptions.model import Subscription

NOT_SEEN = {"as_of": None, "version": 0}


def happened(before: Subscription | None, after: Subscription) -> list[tuple[str, datetime | None]]:
    """Names of events, with their moment where the provider tells it. Empty: nothing to be seen.

    before: None when it is first heard of, which may be long after it began, or ended.
    """
    found = _turns(before, after)
    if found or before is None:
        return found or [("subscription.created", None)]
    same = before.model_copy(update=NOT_SEEN) == after.model_copy(update=NOT_SEEN)
    return [] if same else [("subscription.updated", None)]


def _turns(before: Subscription | None, after: Subscription) -> list[tuple[str, datetime | None]]:
    turns: list[tuple[str, datetime | None]] = []
    if after.has_started and not (before and before.has_started):
        turns.append(("subscription.started", after.started_at))
    if after.has_ended:
        ended = before is not None and before.has_ended
        return turns if ended else [*turns, ("subscription.ended", after.ended_at)]
    if after.is_paused != (before is not None and before.is_paused):
        name = "subscription.paused" if after.is_paused else "subscription.resumed"
        turns.append((name, None))
    return turns
