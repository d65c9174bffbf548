"""A subscription: what a customer is charged for again and again, as the provider has it."""

from datetime import datetime

from balie.ground.core.ids import derived_id
from balie.ground.core.stored import Stored
from balie.outside.providers.snapshots import Collection, SubscriptionItem, SubscriptionStatus

NOT_STARTED = (SubscriptionStatus.INCOMPLETE, SubscriptionStatus.INCOMPLETE_EXPIRED)
ENDED = (SubscriptionStatus.CANCELED, SubscriptionStatus.INCOMPLETE_EXPIRED)


class Subscription(Stored):
    """ends_at: when it is to end, as things stand. is_paused: nothing is collected for now.

    default_method_ref: the provider's id of what is charged; None when it is the customer's.
    """

    id: str
    connection_id: str
    ref: str
    customer_id: str
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
    as_of: datetime

    @property
    def has_started(self) -> bool:
        """False until its first invoice is paid, where Stripe waits for that."""
        return self.status not in NOT_STARTED

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


def subscription_id(connection_id: str, ref: str, created_at: datetime) -> str:
    return derived_id("sub", created_at, connection_id, ref)
