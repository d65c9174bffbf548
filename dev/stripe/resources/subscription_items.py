"""Subscription items: a price, a quantity and the period they are paid for."""

from dev.stripe.billing_periods import period_end
from dev.stripe.errors import invalid, not_simulated
from dev.stripe.lists import page
from dev.stripe.metadata import merged
from dev.stripe.resources import invoice_lines, products
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def price_of(world: World, given: Obj) -> Obj:
    if "price_data" in given:
        price = products.create_price(world, given["price_data"])
    else:
        price = world.store.referred("price", given.get("price") or "", "items[price]")
    if price["type"] != "recurring":
        raise invalid("The price specified is set to `type=one_time`.", "items[price]")
    return price


def add(world: World, subscription: Obj, price: Obj, given: Obj) -> Obj:
    start = world.now()
    item = world.add(
        "si",
        {
            "object": "subscription_item",
            "billed_until": None,
            "billing_thresholds": None,
            "created": start,
            "current_period_end": period_end(
                start, subscription["billing_cycle_anchor"], price["recurring"]
            ),
            "current_period_start": start,
            "discounts": [],
            "metadata": merged({}, given),
            "plan": _plan(price),
            "price": price,
            "quantity": given.get("quantity", 1),
            "subscription": subscription["id"],
            "tax_rates": invoice_lines.rates(world, given.get("tax_rates")),
        },
    )
    subscription["_items"] = [*subscription["_items"], item["id"]]
    return item


def _plan(price: Obj) -> Obj:
    """The older form of a price, still shown beside it."""
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "livemode": price["livemode"],
        "metadata": price["metadata"],
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def items_of(world: World, subscription: Obj) -> list[Obj]:
    return [world.store.by_id[item] for item in subscription["_items"]]


def end_of(world: World, subscription: Obj) -> int:
    """When the period that is paid for ends."""
    end: int = items_of(world, subscription)[0]["current_period_end"]
    return end


def next_period(world: World, subscription: Obj) -> None:
    anchor = subscription["billing_cycle_anchor"]
    for item in items_of(world, subscription):
        start = item["current_period_end"]
        end = period_end(start, anchor, item["price"]["recurring"])
        world.change(item, current_period_start=start, current_period_end=end)


def change_all(world: World, subscription: Obj, params: Obj) -> None:
    """Changed, added and removed items, from the next period on."""
    if params.get("proration_behavior") != "none":
        raise not_simulated(
            "Changing items with prorations (pass proration_behavior=none)", "items"
        )
    for given in params["items"]:
        if "id" not in given:
            add(world, subscription, price_of(world, given), given)
            continue
        item = world.store.referred("subscription_item", given["id"], "items[id]")
        if given.get("deleted"):
            kept = [ref for ref in subscription["_items"] if ref != item["id"]]
            world.change(subscription, _items=kept)
            world.store.delete(item)
            continue
        changes = {"quantity": given["quantity"]} if "quantity" in given else {}
        if "price" in given:
            price = price_of(world, given)
            changes |= {"price": price, "plan": _plan(price)}
        world.change(item, **changes)


def listed(world: World, params: Obj) -> Obj:
    world.store.referred("subscription", params["subscription"], "subscription")
    return page(world, "subscription_item", params, "/v1/subscription_items")


ALL, ONE = "/v1/subscription_items", "/v1/subscription_items/{id}"
READ = "subscription_read"
ROUTES = [
    Route("GET", ALL, listed, "SubscriptionItemListParams", READ),
    Route("GET", ONE, retrieve("subscription_item"), "SubscriptionItemRetrieveParams", READ),
]
