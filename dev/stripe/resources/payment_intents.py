"""Payment intents as called directly: create, confirm, cancel."""

from dev.stripe.errors import invalid, not_simulated
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.resources import attempts, customers, intents, payment_methods
from dev.stripe.resources.invoice_amounts import minimum
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World

PLAIN = (
    "allowed_payment_method_types",
    "description",
    "excluded_payment_method_types",
    "receipt_email",
    "setup_future_usage",
    "statement_descriptor",
    "statement_descriptor_suffix",
)
CONFIRMABLE = frozenset({"requires_payment_method", "requires_confirmation", "requires_action"})


def create(world: World, params: Obj) -> Obj:
    _check(world, params)
    intent = intents.make(
        world,
        params["amount"],
        params["currency"].lower(),
        params.get("customer"),
        metadata=merged({}, params),
        **{name: params[name] for name in PLAIN if name in params},
    )
    if params.get("payment_method") or params.get("payment_method_data"):
        method = _method(world, intent, params)
        world.change(intent, payment_method=method["id"], status="requires_confirmation")
    if params.get("confirm"):
        return _confirm(world, intent, params)
    return intent


def _check(world: World, params: Obj) -> None:
    if params.get("capture_method", "automatic") == "manual":
        raise not_simulated("Manual capture", "capture_method")
    if "amount" in params and params["amount"] < minimum(params.get("currency", "").lower()):
        raise invalid(
            "The amount is less than the least that can be charged in this currency.",
            "amount",
            "amount_too_small",
        )
    if params.get("customer"):
        world.store.referred("customer", params["customer"], "customer")
    if params.get("off_session") and not params.get("confirm"):
        raise invalid("off_session can only be used with confirm=true.", "off_session")


def _method(world: World, intent: Obj, params: Obj) -> Obj:
    if params.get("payment_method_data"):
        return payment_methods.create(world, params["payment_method_data"])
    ref = params.get("payment_method") or intent["payment_method"]
    if not ref:
        raise invalid(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            "payment_method",
            "payment_intent_unexpected_state",
        )
    method = payment_methods.found(world, ref)
    if method["customer"] not in (None, intent["customer"]):
        raise invalid("The provided PaymentMethod belongs to another Customer.", "payment_method")
    return method


def _confirm(world: World, intent: Obj, params: Obj) -> Obj:
    method = _method(world, intent, params)
    saving = params.get("setup_future_usage") or intent["setup_future_usage"]
    error = attempts.attempt(world, intent, method, off_session=bool(params.get("off_session")))
    if error is not None:
        raise error
    if saving and intent["customer"] and method["customer"] is None and method["type"] != "ideal":
        customers.attach(world, method, world.store.by_id[intent["customer"]])
    return intent


def confirm(world: World, params: Obj, ref: str) -> Obj:
    intent = world.store.get("payment_intent", ref)
    if intent["status"] not in CONFIRMABLE:
        raise _unexpected(intent, "confirm")
    return _confirm(world, intent, params)


def update(world: World, params: Obj, ref: str) -> Obj:
    intent = world.store.get("payment_intent", ref)
    _check(world, params)
    money = set(params) - {"metadata", "description"}
    if money and any(payment["is_default"] for payment in _payments(world, intent)):
        raise invalid("You cannot update the PaymentIntent of an invoice's default payment.")
    if money and intent["status"] not in CONFIRMABLE:
        raise _unexpected(intent, "update")
    changes = take(intent, params, (*PLAIN, "amount", "customer"))
    if params.get("payment_method"):
        changes["payment_method"] = _method(world, intent, params)["id"]
        changes["status"] = "requires_confirmation"
    return world.change(intent, **changes)


def _payments(world: World, intent: Obj) -> list[Obj]:
    return [world.store.by_id[ref] for ref in intent.get("_payments", [])]


def cancel(world: World, params: Obj, ref: str) -> Obj:
    intent = world.store.get("payment_intent", ref)
    if intent["status"] not in CONFIRMABLE:
        raise _unexpected(intent, "cancel")
    if any(payment["is_default"] for payment in _payments(world, intent)):
        raise invalid("You cannot cancel the PaymentIntent of an invoice's default payment.")
    intents.cancel(world, intent, params.get("cancellation_reason"))
    for payment in _payments(world, intent):
        transitions = payment["status_transitions"] | {"canceled_at": world.now()}
        world.change(payment, status="canceled", status_transitions=transitions)
    return intent


def _unexpected(intent: Obj, verb: str) -> Exception:
    return invalid(
        f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
    )


def listed(world: World, params: Obj) -> Obj:
    return page(world, "payment_intent", params, "/v1/payment_intents")


ALL, ONE = "/v1/payment_intents", "/v1/payment_intents/{id}"
WRITE = "payment_intent_write"
ROUTES = [
    Route("POST", ALL, create, "PaymentIntentCreateParams", WRITE),
    Route("GET", ALL, listed, "PaymentIntentListParams", "payment_intent_read"),
    Route(
        "GET", ONE, retrieve("payment_intent"), "PaymentIntentRetrieveParams", "payment_intent_read"
    ),
    Route("POST", ONE, update, "PaymentIntentUpdateParams", WRITE),
    Route("POST", f"{ONE}/confirm", confirm, "PaymentIntentConfirmParams", WRITE),
    Route("POST", f"{ONE}/cancel", cancel, "PaymentIntentCancelParams", WRITE),
]
