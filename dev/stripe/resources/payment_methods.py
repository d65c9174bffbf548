"""Payment methods: made from test numbers, attached to and detached from customers."""

import re
from typing import Any

from dev.stripe.errors import ApiError, invalid, not_simulated
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.resources import customers, test_methods
from dev.stripe.routes import Route
from dev.stripe.store import Obj
from dev.stripe.world import World

IBAN = re.compile(r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$")
EMPTY_ADDRESS = dict.fromkeys(customers.ADDRESS)


def make(world: World, kind: str, details: Obj, outcome: str, billing: Obj | None = None) -> Obj:
    given = billing or {}
    return world.add(
        "pm",
        {
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": {
                "address": EMPTY_ADDRESS | (given.get("address") or {}),
                "email": given.get("email"),
                "name": given.get("name"),
                "phone": given.get("phone"),
                "tax_id": None,
            },
            kind: details,
            "created": world.now(),
            "customer": None,
            "customer_account": None,
            "livemode": world.settings.livemode,
            "metadata": {},
            "type": kind,
            "_outcome": outcome,
        },
    )


def create(world: World, params: Obj) -> Obj:
    kind = params.get("type")
    if kind is None:
        raise invalid("Missing required param: type.", "type", "parameter_missing")
    maker = MAKERS.get(kind)
    if maker is None:
        raise not_simulated(f"The payment method type {kind}", "type")
    method = maker(world, params)
    return world.change(method, metadata=merged({}, params))


def _card(world: World, params: Obj) -> Obj:
    given = params.get("card") or {}
    number = test_methods.TOKENS.get(given.get("token", ""), given.get("number", ""))
    if number in test_methods.DECLINED_ON_SIGHT:
        raise declined(test_methods.DECLINED_ON_SIGHT[number])
    if number not in test_methods.CARDS:
        raise invalid("Your card number is incorrect.", "card[number]", "incorrect_number", 402)
    outcome = test_methods.CARDS[number][1]
    details = test_methods.card(number)
    details |= {name: given[name] for name in ("exp_month", "exp_year") if name in given}
    return make(world, "card", details, outcome, params.get("billing_details"))


def _sepa_debit(world: World, params: Obj) -> Obj:
    iban = (params.get("sepa_debit") or {}).get("iban", "").replace(" ", "").upper()
    billing = params.get("billing_details") or {}
    if not billing.get("name") or not billing.get("email"):
        raise invalid(
            "Missing required param: billing_details[name] and billing_details[email].",
            "billing_details[name]",
            "parameter_missing",
        )
    if not IBAN.match(iban):
        raise invalid(
            "The IBAN you provided is invalid.", "sepa_debit[iban]", "invalid_bank_account_iban"
        )
    outcome = test_methods.IBANS.get(iban, "ok")
    return make(world, "sepa_debit", test_methods.sepa_debit(iban), outcome, billing)


def _ideal(world: World, params: Obj) -> Obj:
    bank = (params.get("ideal") or {}).get("bank")
    details = {"bank": bank, "bic": None}
    return make(world, "ideal", details, "ok", params.get("billing_details"))


MAKERS: dict[str, Any] = {"card": _card, "sepa_debit": _sepa_debit, "ideal": _ideal}


def found(world: World, ref: str, param: str = "payment_method", status: int = 400) -> Obj:
    """A stored method, or a new one for a token such as `pm_card_visa`."""
    if ref in test_methods.TOKENS and ref.startswith("pm_"):
        return _card(world, {"card": {"number": test_methods.TOKENS[ref]}})
    return world.store.get("payment_method", ref, param, status)


def attach(world: World, params: Obj, ref: str) -> Obj:
    customer = world.store.referred("customer", params.get("customer") or "", "customer")
    method = found(world, ref, status=404)
    if method["type"] == "ideal":
        raise invalid("The provided PaymentMethod cannot be attached. iDEAL cannot be reused.")
    customers.attach(world, method, customer)
    return method


def detach(world: World, params: Obj, ref: str) -> Obj:
    method = world.store.get("payment_method", ref)
    owner = method["customer"]
    if owner is None:
        raise invalid(
            "The payment method you provided is not attached to a customer so detachment is "
            "impossible.",
            "payment_method",
        )
    customer = world.store.by_id.get(owner)
    if customer and customer["invoice_settings"]["default_payment_method"] == ref:
        settings = customer["invoice_settings"] | {"default_payment_method": None}
        world.change(customer, "customer.updated", invoice_settings=settings)
    return world.change(method, "payment_method.detached", customer=None)


def update(world: World, params: Obj, ref: str) -> Obj:
    method = world.store.get("payment_method", ref)
    changes = take(method, params, ("allow_redisplay",))
    if "billing_details" in params:
        changes["billing_details"] = method["billing_details"] | params["billing_details"]
    if method["type"] == "card" and params.get("card"):
        given = {
            name: params["card"][name]
            for name in ("exp_month", "exp_year")
            if name in params["card"]
        }
        changes["card"] = method["card"] | given
    return world.change(method, "payment_method.updated", **changes)


def listed(world: World, params: Obj) -> Obj:
    return page(world, "payment_method", params, "/v1/payment_methods")


def retrieve(world: World, params: Obj, ref: str) -> Obj:
    return world.store.get("payment_method", ref, "payment_method")


def declined(outcome: str, **fields: Any) -> ApiError:
    """The 402 for a card that is refused."""
    code = test_methods.CODES.get(outcome, "card_declined")
    decline_code = "authentication_required" if outcome == "authenticate" else outcome
    message = test_methods.MESSAGES.get(outcome, "Your card was declined.")
    return ApiError(402, message, "card_error", code=code, decline_code=decline_code, **fields)


ALL, ONE = "/v1/payment_methods", "/v1/payment_methods/{id}"
ROUTES = [
    Route("POST", ALL, create, "PaymentMethodCreateParams", "payment_method_write"),
    Route("GET", ALL, listed, "PaymentMethodListParams", "payment_method_read"),
    Route("GET", ONE, retrieve, "PaymentMethodRetrieveParams", "payment_method_read"),
    Route("POST", ONE, update, "PaymentMethodUpdateParams", "payment_method_write"),
    Route("POST", f"{ONE}/attach", attach, "PaymentMethodAttachParams", "payment_method_write"),
    Route("POST", f"{ONE}/detach", detach, "PaymentMethodDetachParams", "payment_method_write"),
]
