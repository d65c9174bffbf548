"""Taking money for a payment intent: at once by card and iDEAL, after days by direct debit."""

from dev.stripe.clock import DAY
from dev.stripe.errors import ApiError, invalid
from dev.stripe.present import present
from dev.stripe.resources import charges, disputes, invoice_payments, mandates
from dev.stripe.resources.payment_methods import declined
from dev.stripe.store import Obj, copied
from dev.stripe.world import World


def attempt(
    world: World, intent: Obj, method: Obj, *, off_session: bool = False, approved: bool = False
) -> ApiError | None:
    """approved: the customer is there and has confirmed at the bank. None when it went through."""
    world.change(intent, payment_method=method["id"], last_payment_error=None, next_action=None)
    outcome = method["_outcome"]
    if outcome == "authenticate" and approved:
        outcome = "ok"
    if method["type"] == "ideal" and not approved:
        _ask_customer(world, intent)
        return None
    if outcome == "authenticate" and not off_session:
        _ask_customer(world, intent)
        return None
    charge = charges.make(world, intent, method)
    world.change(intent, latest_charge=charge["id"])
    if method["type"] == "sepa_debit":
        _hand_in(world, intent, method, charge)
        return None
    if outcome in ("ok", "dispute"):
        _succeed(world, intent, charge)
        if outcome == "dispute":
            disputes.open_dispute(world, charge, "fraudulent")
        return None
    return _fail(world, intent, charge, outcome)


def _ask_customer(world: World, intent: Obj) -> None:
    url = f"{world.settings.base_url}/authorize/{intent['id']}"
    world.change(
        intent,
        "payment_intent.requires_action",
        status="requires_action",
        next_action={
            "redirect_to_url": {"return_url": None, "url": url},
            "type": "redirect_to_url",
        },
    )


def _hand_in(world: World, intent: Obj, method: Obj, charge: Obj) -> None:
    mandate = mandates.for_method(world, method)
    charge["payment_method_details"]["sepa_debit"]["mandate"] = mandate["id"]
    charges.wait(world, charge)
    world.change(intent, "payment_intent.processing", status="processing")
    world.jobs.schedule(world.now() + world.settings.sepa_days * DAY, "settle", intent["id"])


def settle(world: World, ref: str) -> None:
    """The bank tells how the direct debit ended."""
    intent = world.store.by_id.get(ref)
    if intent is None or intent["status"] != "processing":
        return
    charge = world.store.by_id[intent["latest_charge"]]
    outcome = world.store.by_id[intent["payment_method"]]["_outcome"]
    if outcome in ("ok", "dispute"):
        _succeed(world, intent, charge)
    else:
        _fail(world, intent, charge, outcome)
    if outcome == "dispute":
        disputes.open_dispute(world, charge, "debit_not_authorized")


def _succeed(world: World, intent: Obj, charge: Obj) -> None:
    charges.succeed(world, charge)
    world.change(
        intent,
        "payment_intent.succeeded",
        status="succeeded",
        amount_received=intent["amount"],
        next_action=None,
    )
    invoice_payments.payment_succeeded(world, intent)


def _fail(world: World, intent: Obj, charge: Obj, outcome: str) -> ApiError:
    charges.fail(world, charge, outcome)
    method = world.store.by_id[intent["payment_method"]]
    error = declined(outcome, charge=charge["id"])
    if method["type"] != "card":
        error = invalid(
            "The bank refused the payment.", None, "payment_intent_payment_attempt_failed", 402
        )
        error.error |= {"charge": charge["id"], "decline_code": outcome}
    error.error["payment_method"] = copied(present(world, method))
    world.change(
        intent,
        "payment_intent.payment_failed",
        status="requires_payment_method",
        payment_method=None,
        last_payment_error=copied(error.error),
    )
    invoice_payments.payment_failed(world, intent)
    error.error["payment_intent"] = copied(present(world, intent))
    return error
