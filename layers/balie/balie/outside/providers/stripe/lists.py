"""Stripe's lists, read a page at a time for what they point at; the objects are fetched one by one.

The newest come first. Drafts are passed over: they are no claims.
"""

from datetime import datetime
from typing import Any

from balie.outside.providers.hints import REF, Kind
from balie.outside.providers.listing import ListPage, Pointer
from balie.outside.providers.stripe import webhook_events
from balie.outside.providers.stripe.client import PAGE, Account

OBJECTS = {
    "customers": ("/v1/customers", Kind.CUSTOMER),
    "invoices": ("/v1/invoices", Kind.INVOICE),
    "payments": ("/v1/payment_intents", Kind.PAYMENT),
    "subscriptions": ("/v1/subscriptions", Kind.SUBSCRIPTION),
}
MORE: dict[str, dict[str, Any]] = {"subscriptions": {"status": "all"}}  # else no ended ones
EVENTS = "events"


def page(account: Account, name: str, *, after: str | None, since: datetime | None) -> ListPage:
    """name: of `OBJECTS`, or EVENTS. since: what is older is left out."""
    path = "/v1/events" if name == EVENTS else OBJECTS[name][0]
    params: dict[str, Any] = {"limit": PAGE, **MORE.get(name, {})}
    if after:
        params["starting_after"] = after
    if since is not None:
        params["created"] = {"gte": int(since.timestamp())}
    answer = account.get(path, **params)
    listed = answer["data"]
    found = (_event(raw) if name == EVENTS else _object(name, raw) for raw in listed)
    last = listed[-1]["id"] if listed and answer["has_more"] else None
    return ListPage(tuple(pointer for pointer in found if pointer), last)


def _object(name: str, raw: dict[str, Any]) -> Pointer | None:
    if raw.get("status") == "draft" or not REF.fullmatch(raw["id"]):
        return None
    return Pointer(OBJECTS[name][1], raw["id"], None)


def _event(raw: dict[str, Any]) -> Pointer | None:
    subject = webhook_events.subject(raw)
    if subject is None or not REF.fullmatch(raw["id"]):
        return None
    return Pointer(*subject, raw["id"])
