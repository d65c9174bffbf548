"""A customer with the balance that the provider keeps for it and, in an import, its ways to pay."""

from balie.ground.core.clock import Clock
from balie.ground.core.events import Cause
from balie.outside.providers.hints import Hint
from balie.outside.providers.snapshots import CustomerSnapshot, Snapshot
from balie.outside.providers.stripe.client import Account
from balie.outside.providers.stripe.fetch import billing, payment_methods


def customer(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    """Stripe lists no account's payment methods, only a customer's; webhooks tell of each one."""
    found = billing.customer(account, hint, clock)
    if hint.cause is not Cause.IMPORT or any(map(_is_tombstone, found)):
        return found
    return found + payment_methods.of_customer(account, hint.ref, clock)


def _is_tombstone(snapshot: Snapshot) -> bool:
    return isinstance(snapshot, CustomerSnapshot) and snapshot.deleted
