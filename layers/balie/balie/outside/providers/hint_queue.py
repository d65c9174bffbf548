"""Hints on their way to the worker: in order for one object, each event once in five minutes."""

import hashlib

from balie.ground.aws import queues, settings
from balie.outside.providers import hints
from balie.outside.providers.hints import Hint


def send(tenant: str, hint: Hint) -> None:
    queues.send_in_order(
        tenant,
        settings.provider_events_queue(),
        hints.to_message(tenant, hint),
        group=_digest(tenant, hint.connection_id, hint.ref),
        deduplication=_digest(hint.connection_id, hint.catch_up_id or "", hint.event_ref),
    )


def _digest(*parts: str) -> str:
    """Queues take names of 128 characters at the most; refs may be longer."""
    return hashlib.sha256(":".join(parts).encode()).hexdigest()
