"""A payment method, its customer, and the mandate under which an account is debited.

Stripe lists no mandates: one is found by what made it, the newest SetupIntent of the method or else
the newest charge. Whatever that overlooks, `mandate.updated` tells of.
https://docs.stripe.com/api/mandates
"""

from collections.abc import Iterable

from balie.ground.core.clock import Clock
from balie.outside.providers.hints import Hint
from balie.outside.providers.snapshots import AttachedMethods, PaymentMethodGone, Snapshot
from balie.outside.providers.stripe import translate
from balie.outside.providers.stripe.client import PAGE, Account, JsonObject


def payment_method(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    requested_at = clock()
    raw = account.find(f"/v1/payment_methods/{hint.ref}", expand=["customer"])
    if raw is None:
        return [PaymentMethodGone(ref=hint.ref, requested_at=requested_at)]
    found = translate.payment_method(raw, _mandate(account, raw), requested_at)
    if raw["customer"] is None:
        return [found]
    return [translate.customer(raw["customer"], requested_at), found]


def mandate(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    """What the mandate allows to be debited. Empty for one that is good for one payment only."""
    requested_at = clock()
    expand = ["payment_method.customer"]
    raw = account.get(f"/v1/mandates/{hint.ref}", expand=expand)
    if raw["type"] == "single_use":
        return []
    method = raw["payment_method"]
    found = translate.payment_method(method, raw, requested_at)
    if method["customer"] is None:
        return [found]
    return [translate.customer(method["customer"], requested_at), found]


def of_customer(account: Account, customer_ref: str, clock: Clock) -> list[Snapshot]:
    """All that the customer has, and that it has no others."""
    requested_at = clock()
    listed = list(account.pages(f"/v1/customers/{customer_ref}/payment_methods"))
    refs = frozenset(raw["id"] for raw in listed)
    return [
        *(translate.payment_method(raw, _mandate(account, raw), requested_at) for raw in listed),
        AttachedMethods(customer_ref=customer_ref, requested_at=requested_at, refs=refs),
    ]


def _mandate(account: Account, method: JsonObject) -> JsonObject | None:
    """None for what is not debited under a mandate, and when none is found."""
    if not translate.needs_mandate(method):
        return None
    made_by = account.pages("/v1/setup_intents", payment_method=method["id"])
    refs = (translate.id_of(intent["mandate"]) for intent in made_by)
    ref = next(filter(None, refs), None) or _of_a_charge(account, method)
    return account.get(f"/v1/mandates/{ref}") if ref else None


def _of_a_charge(account: Account, method: JsonObject) -> str | None:
    refs = (
        translate.mandate_of_charge(charge, method["id"]) for charge in _charges(account, method)
    )
    return next(filter(None, refs), None)


def _charges(account: Account, method: JsonObject) -> Iterable[JsonObject]:
    """That may have made its mandate: the one it comes from, else the customer's newest hundred."""
    by = translate.generated_by_charge(method)
    if by:
        return [account.get(f"/v1/charges/{by}")]
    customer = translate.id_of(method["customer"])
    newest: list[JsonObject] = account.get("/v1/charges", customer=customer, limit=PAGE)["data"]
    return newest
