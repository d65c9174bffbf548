"""Stripe's lists, read a page at a time for what they point at; the objects are fetched one by one.

The newest come first. Drafts are passed over: they are no claims.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from balie.outside.providers.hints import REF, Kind
from balie.outside.providers.listing import ListPage, Pointer
from balie.outside.providers.stripe import webhook_events
from balie.outside.providers.stripe.client import PAGE, Account, JsonObject

EVENTS = "events"
DECIDED = frozenset({"won", "lost", "warning_closed", "prevented"})


@dataclass(frozen=True, slots=True)
class Listed:
    """by: where the ref of what it points at stands. without: statuses that are passed over."""

    path: str
    kind: Kind
    params: JsonObject = field(default_factory=dict)
    by: str = "id"
    without: frozenset[str] = frozenset({"draft"})


OBJECTS = {
    "customers": Listed("/v1/customers", Kind.CUSTOMER),
    "invoices": Listed("/v1/invoices", Kind.INVOICE),
    "payments": Listed("/v1/payment_intents", Kind.PAYMENT),
    "subscriptions": Listed("/v1/subscriptions", Kind.SUBSCRIPTION, {"status": "all"}),
    "open_invoices": Listed("/v1/invoices", Kind.INVOICE, {"status": "open"}),
    "unfinished_payments": Listed(
        "/v1/payment_intents", Kind.PAYMENT, without=frozenset({"succeeded", "canceled"})
    ),
    "open_disputes": Listed("/v1/disputes", Kind.PAYMENT, by="payment_intent", without=DECIDED),
    "active_subscriptions": Listed("/v1/subscriptions", Kind.SUBSCRIPTION),  # all but ended ones
}


def page(account: Account, name: str, *, after: str | None, since: datetime | None) -> ListPage:
    """name: of `OBJECTS`, or EVENTS. since: what is older is left out."""
    listed = OBJECTS.get(name)
    params: dict[str, Any] = {"limit": PAGE, **(listed.params if listed else {})}
    if after:
        params["starting_after"] = after
    if since is not None:
        params["created"] = {"gte": int(since.timestamp())}
    answer = account.get(listed.path if listed else "/v1/events", **params)
    raws = answer["data"]
    found = (_object(listed, raw) if listed else _event(raw) for raw in raws)
    last = _cursor(raws) if raws and answer["has_more"] else None
    return ListPage(tuple(pointer for pointer in found if pointer), last)


def _cursor(raws: list[JsonObject]) -> str:
    """Not a draft, where there is a choice: once it is deleted, no page could begin after it."""
    kept = [raw for raw in raws if raw.get("status") != "draft"]
    return str((kept or raws)[-1]["id"])


def _object(listed: Listed, raw: JsonObject) -> Pointer | None:
    ref = str(raw[listed.by])
    if raw.get("status") in listed.without or not REF.fullmatch(ref):
        return None
    return Pointer(listed.kind, ref, raw["id"], None)


def _event(raw: JsonObject) -> Pointer | None:
    subject = webhook_events.subject(raw)
    if subject is None or not REF.fullmatch(raw["id"]):
        return None
    return Pointer(*subject, raw["id"], raw["id"])
