"""Hints on their way to the worker: in order for one object, each event once in five minutes.

News of providers has a queue of its own, so that it does not wait behind a firm's whole past. What
comes of the same object on both is told apart by when it was asked for, as always.
"""

import hashlib
from collections.abc import Iterable

from balie.ground.aws import queues, settings
from balie.ground.aws.queues import Ordered
from balie.outside.providers import hints
from balie.outside.providers.hints import Hint


def send(tenant: str, hint: Hint) -> None:
    """Of a webhook."""
    sent = _ordered(tenant, hint)
    queues.send_in_order(
        tenant,
        settings.provider_events_queue(),
        sent.message,
        group=sent.group,
        deduplication=sent.deduplication,
    )


def send_all(tenant: str, sent: Iterable[Hint]) -> None:
    """Of an import or sync. Raises Unavailable when some were not taken; all may be sent again."""
    messages = [_ordered(tenant, hint) for hint in sent]
    queues.send_all_in_order(tenant, settings.backlog_queue(), messages)


def _ordered(tenant: str, hint: Hint) -> Ordered:
    return Ordered(
        hints.to_message(tenant, hint),
        group=_digest(tenant, hint.connection_id, hint.ref),
        deduplication=_digest(hint.connection_id, hint.catch_up_id or "", hint.event_ref),
    )


def _digest(*parts: str) -> str:
    """Queues take names of 128 characters at the most; refs may be longer."""
    return hashlib.sha256(":".join(parts).encode()).hexdigest()
