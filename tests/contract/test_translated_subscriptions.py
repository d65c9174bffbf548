"""Stripe's subscriptions in our words: what is charged, how often, and until when."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from balie.outside.providers.snapshots import (
    Collection,
    SubscriptionItem,
    SubscriptionSnapshot,
    SubscriptionStatus,
)
from balie.outside.providers.stripe import translate
from tests.contract.conftest import ASKED_AT, START, Firm, Raw

MONTH = datetime.fromtimestamp(START, UTC)


def raw_of(firm: Firm, *prices: dict[str, Any], **fields: Any) -> Raw:
    ref = firm.subscription(*prices, **fields)
    return firm.get(f"/v1/subscriptions/{ref}", expand=["items.data.price.product"])


def read(raw: Raw) -> SubscriptionSnapshot:
    return translate.subscription(raw, raw["items"]["data"], ASKED_AT)


def item_of(raw: Raw, **price: Any) -> SubscriptionItem:
    """The one item, with its price changed."""
    (item,) = raw["items"]["data"]
    return translate.subscription(
        raw, [{**item, "price": {**item["price"], **price}}], ASKED_AT
    ).items[0]


def test_a_subscription(firm: Firm) -> None:
    customer = firm.customer()
    raw = raw_of(firm, {"nickname": "Large"}, customer=customer, description="Site and mail")
    found = read(raw)
    assert (found.ref, found.customer_ref) == (raw["id"], customer)
    assert (found.status, found.currency) == (SubscriptionStatus.ACTIVE, "EUR")
    assert (found.collection, found.description) == (Collection.BY_CUSTOMER, "Site and mail")
    assert found.started_at == MONTH
    assert (found.is_paused, found.ends_at, found.ended_at) == (False, None, None)
    assert found.latest_invoice_ref == raw["latest_invoice"]
    (item,) = found.items
    assert (item.product, item.description, item.quantity) == ("Hosting", "Large", 1)
    assert (item.unit_amount, item.interval, item.interval_count) == (Decimal(5_000), "month", 1)
    assert item.period_start == MONTH
    assert (item.period_end - item.period_start).days in (28, 29, 30, 31)


def test_each_item_keeps_its_own_place_the_oldest_first(firm: Firm) -> None:
    raw = raw_of(firm, {}, {"product_data": {"name": "Mail"}, "unit_amount": 300})
    forward = read(raw)
    backward = translate.subscription(raw, reversed(raw["items"]["data"]), ASKED_AT)
    assert forward == backward
    assert {item.product: item.unit_amount for item in forward.items} == {
        "Hosting": Decimal(5_000),
        "Mail": Decimal(300),
    }


def test_a_price_of_less_than_a_cent_is_not_rounded(firm: Firm) -> None:
    raw = raw_of(firm)
    found = item_of(raw, unit_amount=None, unit_amount_decimal="0.45")
    assert found.unit_amount == Decimal("0.45")


@pytest.mark.parametrize(
    "price",
    [
        {"billing_scheme": "tiered", "unit_amount": None, "unit_amount_decimal": None},
        {"transform_quantity": {"divide_by": 10, "round": "up"}},
        {"custom_unit_amount": {"minimum": 1}, "unit_amount": None, "unit_amount_decimal": None},
        {"currency": "usd"},
    ],
)
def test_an_amount_that_no_one_unit_has_is_none(firm: Firm, price: dict[str, Any]) -> None:
    assert item_of(raw_of(firm), **price).unit_amount is None


def test_a_free_price_is_not_an_unknown_one(firm: Firm) -> None:
    assert item_of(raw_of(firm), unit_amount=0, unit_amount_decimal="0").unit_amount == 0


@pytest.mark.parametrize(("currency", "minor"), [("isk", 50), ("mga", 500_000), ("jpy", 5_000)])
def test_where_stripe_counts_otherwise_a_price_does_too(
    firm: Firm, currency: str, minor: int
) -> None:
    raw = {**raw_of(firm), "currency": currency}
    assert item_of(raw, currency=currency).unit_amount == minor


def test_what_is_metered_has_no_quantity(firm: Firm) -> None:
    raw = raw_of(firm)
    del raw["items"]["data"][0]["quantity"]
    assert read(raw).items[0].quantity is None


def test_a_product_that_was_deleted_or_not_expanded_has_no_name(firm: Firm) -> None:
    gone = {"id": "prod_1", "object": "product", "deleted": True}
    assert item_of(raw_of(firm), product=gone).product == ""
    assert item_of(raw_of(firm), product="prod_1").product == ""


def test_one_that_ends_with_its_period(firm: Firm) -> None:
    ref = firm.subscription()
    firm.post(f"/v1/subscriptions/{ref}", cancel_at_period_end=True)
    found = firm.subscription_snapshot(ref)
    assert found.ends_at == found.items[0].period_end
    raw = firm.get(f"/v1/subscriptions/{ref}", expand=["items.data.price.product"])
    assert read({**raw, "cancel_at": None}).ends_at == found.ends_at


def test_one_that_is_cancelled_has_ended_and_ends_no_more(firm: Firm) -> None:
    ref = firm.subscription()
    firm.delete(f"/v1/subscriptions/{ref}")
    found = firm.subscription_snapshot(ref)
    assert found.status is SubscriptionStatus.CANCELED
    assert (found.ended_at, found.ends_at) == (MONTH, None)


def test_one_whose_collection_is_paused(firm: Firm) -> None:
    ref = firm.subscription()
    until = {"behavior": "keep_as_draft", "resumes_at": START + 86_400}
    firm.post(f"/v1/subscriptions/{ref}", pause_collection=until)
    found = firm.subscription_snapshot(ref)
    assert found.is_paused
    assert found.resumes_at == datetime.fromtimestamp(START + 86_400, UTC)
    assert found.status is SubscriptionStatus.ACTIVE


def test_one_that_waits_for_a_way_to_pay_after_its_trial_is_paused(firm: Firm) -> None:
    """https://docs.stripe.com/billing/subscriptions/trials/free-trials"""
    found = read({**raw_of(firm), "status": "paused", "trial_end": START})
    assert (found.is_paused, found.trial_ends_at) == (True, MONTH)


@pytest.mark.parametrize("status", SubscriptionStatus)
def test_every_status_is_known(firm: Firm, status: SubscriptionStatus) -> None:
    assert read({**raw_of(firm), "status": status.value}).status is status


def test_what_it_is_paid_with(firm: Firm) -> None:
    raw = raw_of(firm)
    assert read(raw).default_method_ref is None
    assert read({**raw, "default_source": "card_1Old"}).default_method_ref == "card_1Old"
    newer = {**raw, "default_source": "card_1Old", "default_payment_method": "pm_1"}
    assert read(newer).default_method_ref == "pm_1"


@pytest.mark.parametrize(
    "missing",
    [
        "cancel_at",
        "default_payment_method",
        "default_source",
        "description",
        "ended_at",
        "latest_invoice",
        "pause_collection",
        "start_date",
        "trial_end",
    ],
)
def test_a_subscription_may_lack_what_older_versions_did_not_say(firm: Firm, missing: str) -> None:
    raw = raw_of(firm)
    del raw[missing]
    found = read(raw)
    assert found.status is SubscriptionStatus.ACTIVE
    assert found.started_at == MONTH


def test_basil_has_no_billing_mode_and_its_items_have_the_period(firm: Firm) -> None:
    """https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end"""
    raw = raw_of(firm)
    del raw["billing_mode"], raw["billing_schedules"]
    for item in raw["items"]["data"]:
        del item["billed_until"], item["discounts"]
    assert "current_period_end" not in raw
    assert read(raw).items[0].period_start == MONTH
