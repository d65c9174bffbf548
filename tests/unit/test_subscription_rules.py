"""What is told of a subscription, and what is not worth telling."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from balie.money.subscriptions import rules
from balie.money.subscriptions.model import Subscription
from balie.outside.providers.snapshots import Collection, SubscriptionItem, SubscriptionStatus

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOSTING = SubscriptionItem(
    ref="si_1",
    product="Hosting",
    description="",
    quantity=1,
    unit_amount=Decimal(5_000),
    interval="month",
    interval_count=1,
    period_start=NOON,
    period_end=NOON + timedelta(days=30),
)
RUNNING = Subscription(
    id="sub_1",
    connection_id="con_1",
    ref="sub_1",
    customer_id="cus_1",
    status=SubscriptionStatus.ACTIVE,
    currency="EUR",
    description="",
    items=(HOSTING,),
    collection=Collection.BY_CUSTOMER,
    started_at=NOON,
    trial_ends_at=None,
    is_paused=False,
    resumes_at=None,
    ends_at=None,
    ended_at=None,
    default_method_ref=None,
    latest_invoice_ref=None,
    as_of=NOON,
)


def like(of: Subscription = RUNNING, **changes: Any) -> Subscription:
    return of.model_copy(update=changes)


def names(before: Subscription | None, after: Subscription) -> list[str]:
    return [name for name, _ in rules.happened(before, after)]


INCOMPLETE = like(status=SubscriptionStatus.INCOMPLETE)
PAUSED = like(is_paused=True)
ENDED = like(status=SubscriptionStatus.CANCELED, ended_at=NOON + timedelta(days=9))


def test_it_starts_when_it_is_first_heard_of():
    assert rules.happened(None, RUNNING) == [("subscription.started", NOON)]


def test_it_starts_when_its_first_invoice_is_paid():
    assert names(None, INCOMPLETE) == ["subscription.created"]
    assert names(INCOMPLETE, RUNNING) == ["subscription.started"]


def test_it_ends_without_a_start_when_that_is_never_paid():
    expired = like(status=SubscriptionStatus.INCOMPLETE_EXPIRED)
    assert names(INCOMPLETE, expired) == ["subscription.ended"]


def test_one_heard_of_after_its_end_has_begun_and_ended():
    assert rules.happened(None, ENDED) == [
        ("subscription.started", NOON),
        ("subscription.ended", NOON + timedelta(days=9)),
    ]


def test_it_is_paused_and_resumed():
    assert names(RUNNING, PAUSED) == ["subscription.paused"]
    assert names(PAUSED, RUNNING) == ["subscription.resumed"]
    assert names(None, PAUSED) == ["subscription.started", "subscription.paused"]


def test_what_ends_while_it_is_paused_is_not_resumed():
    assert names(PAUSED, like(ENDED, is_paused=False)) == ["subscription.ended"]


def test_a_new_period_or_quantity_is_to_be_seen():
    later = SubscriptionItem(**{**_fields(HOSTING), "period_start": NOON + timedelta(days=30)})
    more = SubscriptionItem(**{**_fields(HOSTING), "quantity": 2})
    for item in (later, more):
        assert names(RUNNING, like(items=(item,))) == ["subscription.updated"]


def test_a_newer_answer_that_says_the_same_is_nothing_to_be_seen():
    assert names(RUNNING, like(as_of=NOON + timedelta(hours=1), version=7)) == []
    assert names(ENDED, like(ENDED, as_of=NOON + timedelta(hours=1))) == []


def _fields(item: SubscriptionItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in SubscriptionItem.__slots__}
