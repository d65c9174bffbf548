"""The invoices a subscription makes: at its start, and each time a period ends."""

from dev.stripe.clock import DAY
from dev.stripe.errors import ApiError
from dev.stripe.resources import collecting, invoice_lines, invoice_shape, subscription_items
from dev.stripe.resources.finalizing import HOUR, finalize
from dev.stripe.resources.invoice_amounts import refresh
from dev.stripe.store import Obj
from dev.stripe.world import World


def start(world: World, subscription: Obj) -> ApiError | None:
    """The first invoice is finalized and, if it is to be, paid at once."""
    end = subscription_items.end_of(world, subscription)
    world.jobs.schedule(end, "renew", subscription["id"])
    invoice = _draft(world, subscription, "subscription_create")
    if subscription["collection_method"] == "send_invoice":
        _become_active(world, subscription)
        finalize(world, invoice, automatic=True)
        return None
    finalize(world, invoice, automatic=True)
    world.jobs.cancel("retry", invoice["id"])
    error = None
    method = collecting.default_method(world, invoice)
    if method is None:
        world.change(invoice, next_payment_attempt=None)
    elif invoice["status"] == "open":
        error = collecting.collect(world, invoice, world.store.by_id[method])
    if error is None and (invoice["status"] == "paid" or method is not None):
        _become_active(world, subscription)
    return error


def _become_active(world: World, subscription: Obj) -> None:
    if subscription["status"] == "incomplete":
        world.change(subscription, "customer.subscription.updated", status="active")


def _draft(world: World, subscription: Obj, reason: str) -> Obj:
    customer = world.store.by_id[subscription["customer"]]
    sends = subscription["collection_method"] == "send_invoice"
    days = subscription["days_until_due"]
    invoice = invoice_shape.blank(world, customer, subscription["currency"])
    details = {"metadata": subscription["metadata"], "subscription": subscription["id"]}
    world.change(
        invoice,
        auto_advance=subscription["pause_collection"] is None,
        billing_reason=reason,
        collection_method=subscription["collection_method"],
        default_tax_rates=subscription["default_tax_rates"],
        description=subscription["description"],
        due_date=world.now() + days * DAY if sends else None,
        parent={
            "quote_details": None,
            "subscription_details": details,
            "type": "subscription_details",
        },
    )
    world.add("in", invoice)
    invoice["_lines"] = [
        _line(world, invoice, item) for item in subscription_items.items_of(world, subscription)
    ]
    refresh(world, invoice)
    world.change(subscription, latest_invoice=invoice["id"])
    world.emit("invoice.created", invoice)
    return invoice


def _line(world: World, invoice: Obj, item: Obj) -> Obj:
    price = item["price"]
    product = world.store.by_id[price["product"]]
    return invoice_lines.line(
        world,
        invoice,
        price["unit_amount"] * item["quantity"],
        description=f"{item['quantity']} × {product['name']}",
        parent={
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": False,
                "proration_details": {"credited_items": None},
                "subscription": item["subscription"],
                "subscription_item": item["id"],
            },
            "type": "subscription_item_details",
        },
        period={"end": item["current_period_end"], "start": item["current_period_start"]},
        pricing={
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        quantity=item["quantity"],
        quantity_decimal=str(item["quantity"]),
        subscription=item["subscription"],
        _tax_rates=[rate["id"] for rate in item["tax_rates"]],
    )


def renew(world: World, ref: str) -> None:
    """A period ended: the next one begins with a draft that is finalized an hour later."""
    subscription = world.store.by_id.get(ref)
    if subscription is None or subscription["status"] == "canceled":
        return
    if subscription["cancel_at_period_end"]:
        end(world, subscription, None)
        return
    subscription_items.next_period(world, subscription)
    world.jobs.schedule(subscription_items.end_of(world, subscription), "renew", ref)
    invoice = _draft(world, subscription, "subscription_cycle")
    world.emit("customer.subscription.updated", subscription, {"latest_invoice": None})
    if invoice["auto_advance"] and subscription["status"] != "unpaid":
        at = world.now() + HOUR
        world.change(invoice, automatically_finalizes_at=at)
        world.jobs.schedule(at, "finalize", invoice["id"])


def customer_gone(world: World, ref: str) -> None:
    """Subscriptions end with their customer."""
    subscription = world.store.by_id[ref]
    if subscription["status"] != "canceled":
        end(world, subscription, None)


def end(world: World, subscription: Obj, details: Obj | None) -> Obj:
    world.jobs.cancel("renew", subscription["id"])
    reason = subscription["cancellation_details"] | {"reason": "cancellation_requested"}
    now = world.now()
    return world.change(
        subscription,
        "customer.subscription.deleted",
        status="canceled",
        canceled_at=subscription["canceled_at"] or now,
        ended_at=now,
        cancellation_details=reason | (details or {}),
    )
