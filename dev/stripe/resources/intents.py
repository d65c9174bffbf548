"""The payment intent's shape and the changes others may make to it."""

from typing import Any

from dev.stripe.store import Obj
from dev.stripe.world import World

FINAL = frozenset({"succeeded", "canceled"})
METHOD_TYPES = {"eur": ["card", "ideal", "sepa_debit"]}


def make(world: World, amount: int, currency: str, customer: str | None, **fields: Any) -> Obj:
    ref = f"pi_3{world.store.token(23)}"
    intent: dict[str, Any] = {
        "object": "payment_intent",
        "id": ref,
        "allowed_payment_method_types": None,
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic",
        "client_secret": f"{ref}_secret_{world.store.token(25)}",
        "confirmation_method": "automatic",
        "created": world.now(),
        "currency": currency,
        "customer": customer,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": world.settings.livemode,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": METHOD_TYPES.get(currency, ["card"]),
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
        "_invoice": None,
    }
    return world.add("pi", intent | fields, "payment_intent.created")


def cancel(world: World, intent: Obj, reason: str | None) -> Obj:
    world.jobs.cancel("settle", intent["id"])
    return world.change(
        intent,
        "payment_intent.canceled",
        status="canceled",
        canceled_at=world.now(),
        cancellation_reason=reason,
        next_action=None,
    )


def charge_of(world: World, intent: Obj) -> Obj | None:
    return world.store.by_id.get(intent["latest_charge"] or "")
