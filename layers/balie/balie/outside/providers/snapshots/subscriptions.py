"""What a provider says of a subscription: what is charged, how often, and until when."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from balie.outside.providers.snapshots.invoices import Collection


class SubscriptionStatus(StrEnum):
    """Stripe's words.

    https://docs.stripe.com/api/subscriptions/object#subscription_object-status
    """

    INCOMPLETE = "incomplete"
    INCOMPLETE_EXPIRED = "incomplete_expired"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    UNPAID = "unpaid"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionItem:
    """A price, how often it is charged, and the period that is being charged now.

    description: what tells this price from others of the product; empty when nothing does.
    unit_amount: in minor units, with a fraction where a price has one; None when it depends on the
    quantity, or is set in another currency. quantity: None when what is used is charged.
    interval: "day", "week", "month" or "year"; so many of them are between two charges.
    """

    ref: str
    product: str
    description: str
    quantity: int | None
    unit_amount: Decimal | None
    interval: str
    interval_count: int
    period_start: datetime
    period_end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionSnapshot:
    """items: the oldest first. ends_at: when it is to end, as things stand; None: it goes on.

    ended_at: when it did. is_paused: nothing is collected for now; until resumes_at, if that is
    known. default_method_ref: None when it is the customer's.
    """

    ref: str
    requested_at: datetime
    customer_ref: str
    created_at: datetime
    status: SubscriptionStatus
    currency: str
    description: str
    items: tuple[SubscriptionItem, ...]
    collection: Collection
    started_at: datetime
    trial_ends_at: datetime | None
    is_paused: bool
    resumes_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    default_method_ref: str | None
    latest_invoice_ref: str | None
