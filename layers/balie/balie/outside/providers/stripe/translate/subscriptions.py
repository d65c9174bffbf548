"""Stripe's subscriptions in our words. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from balie.outside.providers.snapshots import (
    Collection,
    SubscriptionItem,
    SubscriptionSnapshot,
    SubscriptionStatus,
)
from balie.outside.providers.stripe.translate.amounts import (
    Raw,
    id_of,
    instant,
    instant_or_none,
    unrounded,
)


def subscription(raw: Raw, items: Iterable[Raw], requested_at: datetime) -> SubscriptionSnapshot:
    """raw: a Subscription. items: all that it has, with `price.product` expanded."""
    pause = raw.get("pause_collection") or {}
    status = SubscriptionStatus(raw["status"])
    of_old = sorted(items, key=lambda item: (item["created"], item["id"]))
    found = tuple(_item(item, raw["currency"]) for item in of_old)
    return SubscriptionSnapshot(
        ref=raw["id"],
        requested_at=requested_at,
        customer_ref=id_of(raw["customer"]) or "",
        created_at=instant(raw["created"]),
        status=status,
        currency=raw["currency"].upper(),
        description=raw.get("description") or "",
        items=found,
        collection=Collection(raw["collection_method"]),
        started_at=instant(raw.get("start_date") or raw["created"]),
        trial_ends_at=instant_or_none(raw.get("trial_end")),
        is_paused=bool(pause) or status is SubscriptionStatus.PAUSED,
        resumes_at=instant_or_none(pause.get("resumes_at")),
        ends_at=_ends_at(raw, found),
        ended_at=instant_or_none(raw.get("ended_at")),
        default_method_ref=id_of(raw.get("default_payment_method"))
        or id_of(raw.get("default_source")),
        latest_invoice_ref=id_of(raw.get("latest_invoice")),
    )


def _ends_at(raw: Raw, items: tuple[SubscriptionItem, ...]) -> datetime | None:
    if raw.get("ended_at"):
        return None
    if raw.get("cancel_at"):
        return instant(raw["cancel_at"])
    ends = (item.period_end for item in items)
    return max(ends, default=None) if raw.get("cancel_at_period_end") else None


def _item(raw: Raw, currency: str) -> SubscriptionItem:
    price = raw["price"]
    product = price.get("product")
    recurring = price["recurring"]
    return SubscriptionItem(
        ref=raw["id"],
        product=str(product.get("name") or "") if isinstance(product, Mapping) else "",
        description=price.get("nickname") or "",
        quantity=raw.get("quantity"),
        unit_amount=_unit_amount(price, currency),
        interval=recurring["interval"],
        interval_count=recurring["interval_count"],
        period_start=instant(raw["current_period_start"]),
        period_end=instant(raw["current_period_end"]),
    )


def _unit_amount(price: Raw, currency: str) -> Decimal | None:
    """None for tiers and packages, whose amount depends on the quantity, and another currency.

    A price may hold amounts of other currencies, which it shows only when they are asked for.
    """
    by_quantity = price.get("billing_scheme") == "tiered" or price.get("transform_quantity")
    minor = price.get("unit_amount_decimal") or price.get("unit_amount")
    if by_quantity or minor is None or price["currency"] != currency:
        return None
    return unrounded(Decimal(str(minor)), currency)
