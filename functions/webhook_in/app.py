"""A provider's webhook: verified, and put on the queue as a hint."""

import base64
import binascii
import json
from typing import Any

from balie.ground.aws.observe import log, metrics
from balie.ground.aws.work import open_work
from balie.ground.core import clock, problem
from balie.ground.core.errors import BalieError, Forbidden, Invalid, NotFound
from balie.ground.core.events import Cause
from balie.ground.web import origin
from balie.outside.providers import webhooks
from balie.outside.providers.webhooks import BodyTooLarge, BodyUnreadable, Notification


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """event: API Gateway, payload format 2.0. 2xx tells the provider not to send it again."""
    try:
        origin.check(event["headers"])
        return _receive(event, event.get("pathParameters") or {})
    except BalieError as error:
        status = _status(error)
        metric = "WebhooksRefused" if status < 500 else "WebhooksFailed"
        metrics.add_metric(name=metric, unit="Count", value=1)
        log.warning("webhook refused", extra={"code": error.code, "status": status})
        return _answer(status, problem.body_of(error.code, status, error.detail))


def _receive(event: dict[str, Any], address: dict[str, str]) -> dict[str, Any]:
    tenant, token = address.get("tenant", ""), address.get("endpoint", "")
    provider = address.get("provider", "")
    webhooks.check_address(provider, tenant, token)
    body = _body(event)
    with open_work(tenant, f"provider:{provider}", Cause.WEBHOOK, clock.now()) as work:
        hint = webhooks.receive(
            work,
            Notification(
                provider=provider,
                endpoint_token=token,
                headers={name.lower(): value for name, value in event["headers"].items()},
                body=body,
            ),
        )
    metrics.add_metric(name="WebhooksTaken", unit="Count", value=1)
    log.info("webhook taken", extra={"tenant": tenant, "kind": hint.kind if hint else "none"})
    return _answer(200, {"received": True})


def _body(event: dict[str, Any]) -> bytes:
    """The raw bytes; their size is refused before they are decoded."""
    text: str = event.get("body") or ""
    encoded = event.get("isBase64Encoded")
    webhooks.check_size(len(text.rstrip("=")) * 3 // 4 if encoded else len(text))
    if not encoded:
        body = text.encode("utf-8", "surrogatepass")
    else:
        try:
            body = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise BodyUnreadable("The notification's body is not base64.") from error
    webhooks.check_size(len(body))
    return body


def _status(error: BalieError) -> int:
    """4xx for what is not authentic; a failure of ours is 503, so that it is sent again."""
    if isinstance(error, BodyTooLarge):
        return 413
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Forbidden):
        return 403
    return 400 if isinstance(error, Invalid) else 503


def _answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    kind = "application/json" if status < 400 else problem.MEDIA_TYPE
    return {
        "statusCode": status,
        "headers": {"content-type": kind, "cache-control": "no-store"},
        "body": json.dumps(body),
    }
