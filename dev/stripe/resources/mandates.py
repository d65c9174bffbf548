"""Mandates: made with the first direct debit of a bank account."""

from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def for_method(world: World, method: Obj) -> Obj:
    """The active mandate of this payment method, made when there is none yet."""
    known = world.store.by_id.get(method.get("_mandate") or "")
    if known is not None and known["status"] == "active":
        return known
    reference = world.store.token(16).upper()
    mandate = world.add(
        "mandate",
        {
            "object": "mandate",
            "customer_acceptance": {
                "accepted_at": world.now(),
                "online": {"ip_address": "127.0.0.1", "user_agent": "simulator"},
                "type": "online",
            },
            "livemode": world.settings.livemode,
            "multi_use": {},
            "payment_method": method["id"],
            "payment_method_details": {
                "sepa_debit": {
                    "reference": reference,
                    "url": "",
                },
                "type": "sepa_debit",
            },
            "status": "active",
            "type": "multi_use",
        },
    )
    world.change(method, _mandate=mandate["id"])
    return mandate


def revoke(world: World, mandate: Obj) -> Obj:
    return world.change(mandate, "mandate.updated", status="inactive")


ROUTES = [
    Route("GET", "/v1/mandates/{id}", retrieve("mandate"), "MandateRetrieveParams", "mandate_read"),
]
