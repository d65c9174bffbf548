"""Webhook endpoints and the events sent to them."""

from typing import Any
from urllib.parse import urlsplit

from dev.stripe.errors import invalid
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.routes import Route
from dev.stripe.store import Obj
from dev.stripe.world import EVENTS_KEPT_SECONDS, World


def create(world: World, params: Obj) -> Obj:
    endpoint: dict[str, Any] = {
        "object": "webhook_endpoint",
        "api_version": params.get("api_version"),
        "application": None,
        "created": world.now(),
        "description": params.get("description"),
        "enabled_events": _events(params),
        "livemode": world.settings.livemode,
        "metadata": merged({}, params),
        "status": "enabled",
        "url": _url(params["url"]),
        "_secret": f"whsec_{world.store.token(32)}",
    }
    world.add("we", endpoint)
    return endpoint | {"secret": endpoint["_secret"]}


def _url(url: str) -> str:
    parts = urlsplit(url)
    local = parts.hostname in ("localhost", "127.0.0.1") or str(parts.hostname).endswith(
        ".localhost"
    )
    if not parts.hostname or parts.scheme not in ("https", "http") or parts.fragment:
        raise invalid("Not a valid URL", "url", "url_invalid")
    if parts.scheme == "http" and not local:
        raise invalid(
            "Invalid URL: Webhook endpoint URLs must be publicly accessible over HTTPS. (Here "
            "localhost may be reached without.)",
            "url",
            "url_invalid",
        )
    return url


def _events(params: Obj) -> list[str]:
    events: list[str] = params["enabled_events"]
    if not events:
        raise invalid("Invalid enabled_events: must not be empty", "enabled_events")
    return list(dict.fromkeys(events))


def update(world: World, params: Obj, ref: str) -> Obj:
    endpoint = world.store.get("webhook_endpoint", ref)
    changes = take(endpoint, params, ("description",))
    if "enabled_events" in params:
        changes["enabled_events"] = _events(params)
    if "url" in params:
        changes["url"] = _url(params["url"])
    if "disabled" in params:
        changes["status"] = "disabled" if params["disabled"] else "enabled"
    return world.change(endpoint, **changes)


def delete(world: World, params: Obj, ref: str) -> Obj:
    return world.store.delete(world.store.get("webhook_endpoint", ref))


def retrieve(world: World, params: Obj, ref: str) -> Obj:
    return world.store.get("webhook_endpoint", ref)


def listed(world: World, params: Obj) -> Obj:
    return page(world, "webhook_endpoint", params, "/v1/webhook_endpoints")


def events(world: World, params: Obj) -> Obj:
    """Stripe shows events for 30 days."""
    types, one = params.pop("types", None), params.pop("type", None)
    if types and one:
        raise invalid("You may only specify one of these parameters: type, types", "type")
    delivered = params.pop("delivery_success", None)
    since = world.now() - EVENTS_KEPT_SECONDS

    def wanted(event: Obj) -> bool:
        done = event["pending_webhooks"] == 0
        return (
            event["created"] >= since
            and (delivered is None or done == delivered)
            and (types is None or event["type"] in types)
            and (one is None or _matches(event["type"], one))
        )

    return page(world, "event", params, "/v1/events", wanted)


def _matches(kind: str, pattern: str) -> bool:
    """pattern: an event type, or a family such as `invoice.*`."""
    return kind == pattern or (pattern.endswith("*") and kind.startswith(pattern[:-1]))


def event(world: World, params: Obj, ref: str) -> Obj:
    found = world.store.get("event", ref)
    if found["created"] < world.now() - EVENTS_KEPT_SECONDS:
        raise invalid(f"No such event: '{ref}'", "id", "resource_missing", 404)
    return found


ALL, ONE = "/v1/webhook_endpoints", "/v1/webhook_endpoints/{id}"
ROUTES = [
    Route("POST", ALL, create, "WebhookEndpointCreateParams", "webhook_write"),
    Route("GET", ALL, listed, "WebhookEndpointListParams", "webhook_read"),
    Route("GET", ONE, retrieve, "WebhookEndpointRetrieveParams", "webhook_read"),
    Route("POST", ONE, update, "WebhookEndpointUpdateParams", "webhook_write"),
    Route("DELETE", ONE, delete, "WebhookEndpointDeleteParams", "webhook_write"),
    Route("GET", "/v1/events", events, "EventListParams", "event_read"),
    Route("GET", "/v1/events/{id}", event, "EventRetrieveParams", "event_read"),
]
