"""What a hint points at, fetched and translated, in the order to apply it: parents first."""

from collections.abc import Callable

from balie.ground.core.clock import Clock
from balie.outside.providers.hints import Hint, Kind
from balie.outside.providers.snapshots import Snapshot
from balie.outside.providers.stripe.client import Account
from balie.outside.providers.stripe.fetch import (
    billing,
    customers,
    payment_methods,
    subscriptions,
)

FETCH: dict[Kind, Callable[[Account, Hint, Clock], list[Snapshot]]] = {
    Kind.CUSTOMER: customers.customer,
    Kind.INVOICE: billing.invoice,
    Kind.PAYMENT: billing.payment,
    Kind.PAYMENT_METHOD: payment_methods.payment_method,
    Kind.MANDATE: payment_methods.mandate,
    Kind.SUBSCRIPTION: subscriptions.subscription,
}


def fetch(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    """Empty when the provider has no such object (a draft that was deleted), or keeps a draft."""
    return FETCH[hint.kind](account, hint, clock)
