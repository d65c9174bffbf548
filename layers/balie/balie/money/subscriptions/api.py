"""What a customer is charged for again and again."""

from datetime import date, datetime
from decimal import Decimal

from fastapi import APIRouter
from pydantic import BaseModel

from balie.firm.tenants import service as tenants
from balie.ground.core.clock import day_in
from balie.ground.core.money import WireAmount, price_to_wire
from balie.ground.web.requests import TenantWork
from balie.money.subscriptions import service
from balie.money.subscriptions.model import Subscription
from balie.outside.providers.snapshots import Collection, SubscriptionItem, SubscriptionStatus
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller

router = APIRouter(prefix="/api", tags=["subscriptions"])


class WireItem(BaseModel):
    """amount: for each period, tax aside; None when it depends on what is used.

    period_end: the day on which the next period begins.
    """

    name: str
    description: str
    quantity: int | None
    unit_amount: WireAmount | None
    amount: WireAmount | None
    interval: str
    interval_count: int
    period_end: date


class WireSubscription(BaseModel):
    """ends_date: when it is to end, as things stand. resumes_date: of a pause, if that is known."""

    id: str
    status: SubscriptionStatus
    description: str
    items: list[WireItem]
    collection: Collection
    started_date: date
    trial_end_date: date | None
    is_paused: bool
    resumes_date: date | None
    ends_date: date | None
    ended_date: date | None


class WireSubscriptions(BaseModel):
    today: date
    subscriptions: list[WireSubscription]


@router.get("/subscriptions", responses=FOR_CALLERS)
async def list_subscriptions(work: TenantWork, caller: SignedInCaller) -> WireSubscriptions:
    """Those that have begun, the newest first."""
    timezone = tenants.current(work).timezone
    found = service.of_group(work, caller.customer.group)
    return WireSubscriptions(
        today=day_in(timezone, work.now),
        subscriptions=[_subscription(one, timezone) for one in found if one.has_started],
    )


def _subscription(of: Subscription, timezone: str) -> WireSubscription:
    def day(instant: datetime | None) -> date | None:
        return day_in(timezone, instant) if instant else None

    return WireSubscription(
        id=of.id,
        status=of.status,
        description=of.description,
        items=[_item(item, of.currency, timezone) for item in of.items],
        collection=of.collection,
        started_date=day_in(timezone, of.started_at),
        trial_end_date=day(of.trial_ends_at),
        is_paused=of.is_paused,
        resumes_date=day(of.resumes_at),
        ends_date=day(of.ends_at),
        ended_date=day(of.ended_at),
    )


def _item(of: SubscriptionItem, currency: str, timezone: str) -> WireItem:
    return WireItem(
        name=of.product,
        description=of.description,
        quantity=of.quantity,
        unit_amount=_price(of.unit_amount, currency),
        amount=_price(_charged(of), currency),
        interval=of.interval,
        interval_count=of.interval_count,
        period_end=day_in(timezone, of.period_end),
    )


def _charged(item: SubscriptionItem) -> Decimal | None:
    if item.unit_amount is None or item.quantity is None:
        return None
    return item.unit_amount * item.quantity


def _price(minor: Decimal | None, currency: str) -> WireAmount | None:
    return None if minor is None else price_to_wire(minor, currency)
