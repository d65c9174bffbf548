"""A provider's notification, from the raw request to a hint on the queue.

In this order: size, address, signature, and only then is the body parsed. What is not authentic is
refused and writes nothing. The body goes no further than this module: only the hint is sent.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from balie.ground.aws import secrets
from balie.ground.aws.work import Work
from balie.ground.core.errors import Invalid, NotFound
from balie.ground.core.ids import TENANT
from balie.outside.providers import connections, hint_queue
from balie.outside.providers.connections import Endpoint
from balie.outside.providers.hints import REF, Hint
from balie.outside.providers.stripe import verify, webhook_events

LARGEST_BODY = 256 * 1024
ENDPOINT_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")


class EndpointUnknown(NotFound):
    """One answer for a wrong provider, tenant or token: nobody learns which."""

    code = "endpoint_unknown"


class BodyTooLarge(Invalid):
    code = "body_too_large"


class BodyUnreadable(Invalid):
    code = "body_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """body: raw bytes as received. headers: names in lower case."""

    provider: str
    endpoint_token: str
    headers: Mapping[str, str]
    body: bytes


def check_address(provider: str, tenant: str, token: str) -> None:
    """Refuse what cannot be an address of ours before anything is read for it."""
    if provider != "stripe" or not TENANT.fullmatch(tenant) or not ENDPOINT_TOKEN.fullmatch(token):
        raise EndpointUnknown("There is no webhook endpoint at this address.")


def check_size(size: int) -> None:
    if size > LARGEST_BODY:
        raise BodyTooLarge("A notification is at most 256 KiB.")


def receive(work: Work, notification: Notification) -> Hint | None:
    """Verify the notification and put its hint on the queue.

    None: authentic, but about nothing that we keep. Raises EndpointUnknown, BodyUnreadable or the
    provider's NotAuthentic.
    """
    endpoint = connections.endpoint(work, notification.endpoint_token)
    if endpoint is None or endpoint.provider != notification.provider:
        raise EndpointUnknown("There is no webhook endpoint at this address.")
    verify.verify(
        notification.body,
        notification.headers.get("stripe-signature", ""),
        [_secret(work, endpoint, ciphertext) for ciphertext in endpoint.webhook_secrets],
        work.now,
    )
    hint = _hint(endpoint, _parsed(notification.body))
    if hint is not None:
        hint_queue.send(work.tenant, hint)
    return hint


def _secret(work: Work, endpoint: Endpoint, ciphertext: str) -> str:
    return secrets.decrypt(
        ciphertext, tenant=work.tenant, connection_id=endpoint.connection_id, purpose="webhook"
    )


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BodyUnreadable("The notification is not JSON.") from error
    if not isinstance(event, dict):
        raise BodyUnreadable("The notification is not a JSON object.")
    return event


def _hint(endpoint: Endpoint, event: dict[str, Any]) -> Hint | None:
    subject = webhook_events.subject(event)
    event_ref = event.get("id")
    if subject is None or not isinstance(event_ref, str) or not REF.fullmatch(event_ref):
        return None
    kind, ref = subject
    return Hint(
        provider=endpoint.provider,
        connection_id=endpoint.connection_id,
        kind=kind,
        ref=ref,
        event_ref=event_ref,
        ignored=_why_ignored(endpoint, event),
    )


def _why_ignored(endpoint: Endpoint, event: dict[str, Any]) -> str | None:
    """A live Connect endpoint also gets test events, and those of every account linked to it.

    https://docs.stripe.com/connect/webhooks
    """
    if event.get("livemode") is not endpoint.live:
        return "other_mode"
    if event.get("account") not in (None, endpoint.account_ref):
        return "other_account"
    return None
