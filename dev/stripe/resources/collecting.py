"""Paying an invoice: on request, by itself on schedule, or by a customer at the hosted page."""

from dev.stripe.errors import ApiError, invalid
from dev.stripe.resources import (
    attempts,
    invoice_payments,
    invoice_states,
    payment_methods,
    test_methods,
)
from dev.stripe.resources.finalizing import finalize
from dev.stripe.store import Obj
from dev.stripe.world import World


def pay(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    if invoice["status"] == "draft":
        finalize(world, invoice)
    if (
        invoice["status"] == "paid"
        and params.get("paid_out_of_band") is None
        and not invoice["amount_due"]
    ):
        return invoice
    if invoice["status"] not in invoice_states.UNPAID:
        raise invalid(f"Invoice is already {invoice['status']}", code=_refusal(invoice))
    if params.get("paid_out_of_band"):
        return _paid_elsewhere(world, invoice)
    method = _method(world, invoice, params.get("payment_method"))
    error = collect(world, invoice, method, off_session=params.get("off_session", True))
    if error is not None:
        raise error
    return invoice


def _refusal(invoice: Obj) -> str | None:
    return "invoice_already_paid" if invoice["status"] == "paid" else None


def _paid_elsewhere(world: World, invoice: Obj) -> Obj:
    amount = invoice["amount_remaining"]
    world.change(
        invoice,
        amount_paid=invoice["amount_paid"] + amount,
        amount_paid_off_stripe=invoice["amount_paid_off_stripe"] + amount,
        amount_remaining=0,
        attempted=True,
    )
    invoice_states.become_paid(world, invoice)
    return invoice


def _method(world: World, invoice: Obj, ref: str | None) -> Obj:
    """The method to charge: as asked, else the invoice's, the subscription's, the customer's."""
    chosen = ref or default_method(world, invoice)
    if chosen is None:
        raise invalid(
            "There is no `default_payment_method` set on this Customer or Invoice. Please set a "
            "`default_payment_method` prior to attempting to pay the invoice.",
            code="resource_missing",
        )
    method = payment_methods.found(world, chosen)
    if method["customer"] not in (invoice["customer"], None if ref else invoice["customer"]):
        raise invalid(
            "The customer does not have a payment method with the ID " + chosen + ".",
            "payment_method",
            "resource_missing",
        )
    return method


def default_method(world: World, invoice: Obj) -> str | None:
    subscription = invoice_states.subscription_of(world, invoice)
    customer = world.store.by_id[invoice["customer"]]
    found: str | None = (
        invoice["default_payment_method"]
        or (subscription and subscription["default_payment_method"])
        or customer["invoice_settings"]["default_payment_method"]
    )
    return found


def collect(
    world: World,
    invoice: Obj,
    method: Obj,
    *,
    off_session: bool = True,
    automatic: bool = False,
    approved: bool = False,
) -> ApiError | None:
    """Attempt the invoice's default payment. None when the money is in or on its way."""
    intent = world.store.by_id[invoice["_payment_intent"]]
    if intent["status"] == "processing":
        raise invalid(
            "This invoice has a payment that is still processing.",
            code="invoice_payment_processing",
        )
    counts = automatic or invoice["attempt_count"] == 0
    world.jobs.cancel("retry", invoice["id"])
    world.change(
        invoice,
        attempted=True,
        attempt_count=invoice["attempt_count"] + counts,
        next_payment_attempt=None,
    )
    error = attempts.attempt(world, intent, method, off_session=off_session, approved=approved)
    if intent["status"] == "requires_action":
        world.emit("invoice.payment_action_required", invoice)
        return _needs_action(intent)
    if intent["status"] == "processing":
        world.emit("invoice.updated", invoice, {"attempted": False})
    return error


def _needs_action(intent: Obj) -> ApiError:
    return ApiError(
        402,
        "Payment for this invoice requires additional user action before it can be completed "
        "successfully. Payment can be completed using the PaymentIntent associated with the "
        "invoice.",
        "invalid_request_error",
        code="invoice_payment_intent_requires_action",
        payment_intent={"id": intent["id"], "object": "payment_intent", "status": intent["status"]},
    )


def retry(world: World, ref: str) -> None:
    """Stripe's own attempt. A hard decline is not tried again with the same method."""
    invoice = world.store.by_id.get(ref)
    if invoice is None or invoice["status"] != "open":
        return
    chosen = default_method(world, invoice)
    intent = world.store.by_id[invoice["_payment_intent"]]
    if intent["status"] == "processing":
        return
    method = world.store.by_id.get(chosen or "")
    if method is not None and method["customer"] != invoice["customer"]:
        method = None
    refused = intent["last_payment_error"] or {}
    hard = refused.get("decline_code") in test_methods.NEVER_AGAIN
    same = method is not None and (refused.get("payment_method") or {}).get("id") == method["id"]
    if method is None or (hard and same):
        world.change(invoice, attempted=True, attempt_count=invoice["attempt_count"] + 1)
        invoice_states.collection_failed(world, invoice)
        return
    collect(world, invoice, method, automatic=True)


def attach_payment(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    if invoice["status"] not in invoice_states.UNPAID:
        raise invalid(f"You cannot attach a payment to an invoice that is {invoice['status']}.")
    names = [name for name in ("payment_intent", "payment_record") if params.get(name)]
    if len(names) != 1:
        raise invalid("Specify exactly one of payment_intent and payment_record.")
    payment = world.store.referred(names[0], params[names[0]], names[0])
    _may_attach(payment, invoice, names[0])
    requested = min(amount_of(payment), invoice["amount_remaining"])
    made = invoice_payments.make(world, invoice, payment, requested)
    if names[0] == "payment_record":
        amount = payment["amount_guaranteed"]["value"]
        off = invoice["amount_paid_off_stripe"] + min(amount, invoice["amount_remaining"])
        world.change(invoice, amount_paid_off_stripe=off)
        invoice_payments.paid(world, made, amount)
    elif payment["status"] == "succeeded":
        invoice_payments.paid(world, made, payment["amount_received"])
    return invoice


def _may_attach(payment: Obj, invoice: Obj, param: str) -> None:
    if payment.get("_payments"):
        raise invalid("This payment is already attached to an invoice.", param)
    if payment.get("status") == "canceled":
        raise invalid("A canceled PaymentIntent cannot be attached to an invoice.", param)
    currency = (
        payment["amount_requested"]["currency"]
        if param == "payment_record"
        else payment["currency"]
    )
    if currency != invoice["currency"]:
        raise invalid("The payment's currency must be the invoice's.", param)
    if param == "payment_intent" and payment["customer"] != invoice["customer"]:
        raise invalid("The payment's customer must be the invoice's.", param)


def amount_of(payment: Obj) -> int:
    amount = payment["amount"]
    value: int = amount["value"] if isinstance(amount, dict) else amount
    return value
