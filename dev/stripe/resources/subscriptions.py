"""Subscriptions: their items, their cycle, and how they end."""

from typing import Any

from dev.stripe.errors import invalid, not_simulated
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.resources import invoice_lines, subscription_billing, subscription_items
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World

PLAIN = (
    "cancel_at_period_end",
    "collection_method",
    "days_until_due",
    "default_payment_method",
    "description",
)
ENDED = frozenset({"canceled", "incomplete_expired"})


def create(world: World, params: Obj) -> Obj:
    customer = world.store.referred("customer", params.get("customer") or "", "customer")
    _check(world, params)
    prices = [subscription_items.price_of(world, item) for item in params.get("items", [])]
    if not prices:
        raise invalid("Missing required param: items.", "items", "parameter_missing")
    if len({(price["currency"], str(price["recurring"])) for price in prices}) != 1:
        raise invalid("All prices must share one currency and interval.", "items")
    subscription = _shape(world, customer, prices[0]["currency"], params)
    world.add("sub", subscription)
    for given, price in zip(params["items"], prices, strict=True):
        subscription_items.add(world, subscription, price, given)
    if customer["currency"] is None:
        world.change(customer, "customer.updated", currency=prices[0]["currency"])
    world.emit("customer.subscription.created", subscription)
    error = subscription_billing.start(world, subscription)
    if error is not None and params.get("payment_behavior") == "error_if_incomplete":
        raise error
    return subscription


def _check(world: World, params: Obj) -> None:
    if params.get("default_payment_method"):
        method = params["default_payment_method"]
        world.store.referred("payment_method", method, "default_payment_method")
    sends = params.get("collection_method") == "send_invoice"
    if sends and params.get("days_until_due") is None:
        raise invalid(
            "You must pass `days_until_due` when collection_method=send_invoice.",
            "days_until_due",
            "parameter_missing",
        )
    if not sends and params.get("days_until_due") is not None:
        raise invalid("`days_until_due` needs collection_method=send_invoice.", "days_until_due")
    if params.get("payment_behavior") == "pending_if_incomplete":
        raise not_simulated("pending_if_incomplete", "payment_behavior")


def _shape(world: World, customer: Obj, currency: str, params: Obj) -> dict[str, Any]:
    now = world.now()
    return {
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": now,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"flexible": None, "type": "flexible", "updated_at": None},
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": now,
        "currency": currency,
        "customer": customer["id"],
        "customer_account": None,
        "days_until_due": None,
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": invoice_lines.rates(world, params.get("default_tax_rates")),
        "description": None,
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "latest_invoice": None,
        "livemode": world.settings.livemode,
        "metadata": merged({}, params),
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": now,
        "status": "incomplete",
        "test_clock": None,
        "transfer_data": None,
        "trial_end": None,
        "trial_settings": None,
        "trial_start": None,
        "_items": [],
    } | {name: params[name] for name in PLAIN if name in params}


def update(world: World, params: Obj, ref: str) -> Obj:
    subscription = world.store.get("subscription", ref)
    if subscription["status"] in ENDED:
        raise invalid(
            "A canceled subscription can only update its cancellation_details and metadata."
        )
    if params.get("items"):
        subscription_items.change_all(world, subscription, params)
    changes = take(subscription, params, PLAIN)
    if "default_tax_rates" in params:
        changes["default_tax_rates"] = invoice_lines.rates(world, params["default_tax_rates"])
    if "pause_collection" in params:
        changes["pause_collection"] = _pause(params["pause_collection"])
    if "cancel_at_period_end" in params:
        ending = params["cancel_at_period_end"]
        changes["cancel_at"] = subscription_items.end_of(world, subscription) if ending else None
        changes["canceled_at"] = world.now() if ending else None
    return world.change(subscription, "customer.subscription.updated", **changes)


def _pause(given: Obj | None) -> Obj | None:
    if given is not None and given["behavior"] != "keep_as_draft":
        raise not_simulated(f"pause_collection[behavior]={given['behavior']}", "pause_collection")
    return given and {"resumes_at": None} | given


def cancel(world: World, params: Obj, ref: str) -> Obj:
    subscription = world.store.get("subscription", ref)
    if subscription["status"] in ENDED:
        raise invalid(f"No such subscription: '{ref}'", "id", "resource_missing", 404)
    return subscription_billing.end(world, subscription, params.get("cancellation_details"))


def listed(world: World, params: Obj) -> Obj:
    """Canceled ones only when asked for."""
    status = params.pop("status", None)
    price = params.pop("price", None)

    def wanted(subscription: Obj) -> bool:
        items = [world.store.by_id[item] for item in subscription["_items"]]
        if price is not None and price not in [item["price"]["id"] for item in items]:
            return False
        if status in (None, "all"):
            return status == "all" or subscription["status"] not in ENDED
        ended = subscription["status"] in ENDED
        return bool(ended if status == "ended" else subscription["status"] == status)

    return page(world, "subscription", params, "/v1/subscriptions", wanted)


ALL, ONE = "/v1/subscriptions", "/v1/subscriptions/{id}"
READ, WRITE = "subscription_read", "subscription_write"
ROUTES = [
    Route("POST", ALL, create, "SubscriptionCreateParams", WRITE),
    Route("GET", ALL, listed, "SubscriptionListParams", READ),
    Route("GET", ONE, retrieve("subscription"), "SubscriptionRetrieveParams", READ),
    Route("POST", ONE, update, "SubscriptionUpdateParams", WRITE),
    Route("DELETE", ONE, cancel, "SubscriptionCancelParams", WRITE),
]
