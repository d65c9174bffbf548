"""A subscription with all its items, and the customer that it belongs to."""

from balie.ground.core.clock import Clock
from balie.outside.providers.hints import Hint
from balie.outside.providers.snapshots import Snapshot
from balie.outside.providers.stripe import translate
from balie.outside.providers.stripe.client import Account, JsonObject


def subscription(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    """Stripe keeps a subscription that has ended; no answer at all is an error."""
    requested_at = clock()
    expand = ["customer", "items.data.price.product"]
    raw = account.get(f"/v1/subscriptions/{hint.ref}", expand=expand)
    return [
        translate.customer(raw["customer"], requested_at),
        translate.subscription(raw, _items(account, raw), requested_at),
    ]


def _items(account: Account, raw: JsonObject) -> list[JsonObject]:
    """All of them; the list within the subscription holds the first few only."""
    listed = raw["items"]
    if not listed["has_more"]:
        return list(listed["data"])
    path = "/v1/subscription_items"
    return list(account.pages(path, subscription=raw["id"], expand=["data.price.product"]))
