"""Setup intents: saving a payment method for later, in the shortest form."""

from typing import Any

from dev.stripe.errors import invalid
from dev.stripe.lists import page
from dev.stripe.metadata import merged
from dev.stripe.resources import customers, mandates, payment_methods
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def create(world: World, params: Obj) -> Obj:
    if params.get("customer"):
        world.store.referred("customer", params["customer"], "customer")
    ref = f"seti_1{world.store.token(23)}"
    intent: dict[str, Any] = {
        "object": "setup_intent",
        "id": ref,
        "application": None,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "cancellation_reason": None,
        "client_secret": f"{ref}_secret_{world.store.token(25)}",
        "created": world.now(),
        "customer": params.get("customer"),
        "customer_account": None,
        "description": params.get("description"),
        "excluded_payment_method_types": None,
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": world.settings.livemode,
        "mandate": None,
        "metadata": merged({}, params),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": params.get("payment_method"),
        "payment_method_options": {},
        "payment_method_types": ["card", "ideal", "sepa_debit"],
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": params.get("usage", "off_session"),
    }
    world.add("seti", intent, "setup_intent.created")
    return _confirm(world, intent, params) if params.get("confirm") else intent


def _confirm(world: World, intent: Obj, params: Obj) -> Obj:
    if intent["status"] in ("succeeded", "canceled"):
        raise invalid(
            f"You cannot confirm this SetupIntent because it has a status of {intent['status']}.",
            code="setup_intent_unexpected_state",
        )
    ref = params.get("payment_method") or intent["payment_method"]
    if not ref:
        raise invalid(
            "Missing required param: payment_method.", "payment_method", "parameter_missing"
        )
    method = payment_methods.found(world, ref)
    if intent["customer"]:
        customers.attach(world, method, world.store.by_id[intent["customer"]])
    mandate = mandates.for_method(world, method)["id"] if method["type"] == "sepa_debit" else None
    world.change(
        intent,
        "setup_intent.succeeded",
        payment_method=method["id"],
        mandate=mandate,
        status="succeeded",
    )
    return intent


def confirm(world: World, params: Obj, ref: str) -> Obj:
    return _confirm(world, world.store.get("setup_intent", ref), params)


def cancel(world: World, params: Obj, ref: str) -> Obj:
    intent = world.store.get("setup_intent", ref)
    if intent["status"] in ("succeeded", "canceled"):
        raise invalid(
            "This SetupIntent can no longer be canceled.", code="setup_intent_unexpected_state"
        )
    reason = params.get("cancellation_reason")
    return world.change(
        intent, "setup_intent.canceled", status="canceled", cancellation_reason=reason
    )


def listed(world: World, params: Obj) -> Obj:
    return page(world, "setup_intent", params, "/v1/setup_intents")


ALL, ONE = "/v1/setup_intents", "/v1/setup_intents/{id}"
READ, WRITE = "setup_intent_read", "setup_intent_write"
ROUTES = [
    Route("POST", ALL, create, "SetupIntentCreateParams", WRITE),
    Route("GET", ALL, listed, "SetupIntentListParams", READ),
    Route("GET", ONE, retrieve("setup_intent"), "SetupIntentRetrieveParams", READ),
    Route("POST", f"{ONE}/confirm", confirm, "SetupIntentConfirmParams", WRITE),
    Route("POST", f"{ONE}/cancel", cancel, "SetupIntentCancelParams", WRITE),
]
