"""Refunds: money back to where it came from, at once or after days, and sometimes returned."""

from typing import Any

from dev.stripe.clock import DAY
from dev.stripe.errors import invalid
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.resources import account, disputes
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def create(world: World, params: Obj) -> Obj:
    charge = _charge(world, params)
    left = refundable(world, charge)
    if charge["refunded"]:
        raise invalid(
            f"Charge {charge['id']} has already been refunded.", "charge", "charge_already_refunded"
        )
    if left == 0:
        raise invalid(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            "charge",
            "charge_disputed",
        )
    amount = params.get("amount", left)
    if amount <= 0:
        raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
    if amount > left:
        raise invalid(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
            "amount",
        )
    return make(world, charge, amount, params)


def refundable(world: World, charge: Obj) -> int:
    """What may still be refunded; nothing while a dispute has taken money of it, or has been lost.

    https://docs.stripe.com/api/disputes/object#dispute_object-is_charge_refundable
    """
    disputed = disputes.of_charge(world, charge)
    if any(dispute["status"] not in disputes.HARMLESS for dispute in disputed):
        return 0
    left: int = charge["amount"] - charge["amount_refunded"]
    return left


def _charge(world: World, params: Obj) -> Obj:
    if params.get("charge"):
        charge = world.store.referred("charge", params["charge"], "charge")
    elif params.get("payment_intent"):
        intent = world.store.referred("payment_intent", params["payment_intent"], "payment_intent")
        charge = world.store.by_id.get(intent["latest_charge"] or "") or {"status": "none"}
    else:
        raise invalid(
            "One of the following params should be provided for this request: payment_intent or "
            "charge.",
            code="parameter_missing",
        )
    if charge["status"] != "succeeded":
        raise invalid("This payment has no successful charge to refund.", "payment_intent")
    return charge


def make(world: World, charge: Obj, amount: int, params: Obj) -> Obj:
    kind = charge["payment_method_details"]["type"]
    at_once = kind == "card"
    refund: dict[str, Any] = {
        "object": "refund",
        "id": f"{'re' if at_once else 'pyr'}_3{world.store.token(23)}",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": _destination(kind),
        "metadata": merged({}, params),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded" if at_once else "pending",
        "transfer_reversal": None,
    }
    refund["balance_transaction"] = account.book(world, "refund", -amount, refund)
    world.add("re", refund)
    _count(world, charge, amount)
    world.emit("refund.created", refund)
    world.emit("charge.refunded", charge)
    disputes.after_refund(world, charge)
    if not at_once:
        world.jobs.schedule(world.now() + world.settings.refund_days * DAY, "refund", refund["id"])
    return refund


def _destination(kind: str) -> Obj:
    if kind == "card":
        card = {"reference_status": "pending", "reference_type": "acquirer_reference_number"}
        return {"card": card | {"type": "refund"}, "type": "card"}
    if kind == "sepa_debit":
        return {"sepa_debit": {}, "type": "sepa_debit"}
    return {"type": kind}


def _count(world: World, charge: Obj, amount: int) -> None:
    refunded = charge["amount_refunded"] + amount
    world.change(charge, amount_refunded=refunded, refunded=refunded == charge["amount"])


def arrive(world: World, ref: str) -> None:
    refund = world.store.by_id.get(ref)
    if refund is not None and refund["status"] == "pending":
        world.change(refund, "refund.updated", status="succeeded")


def fail(world: World, refund: Obj, reason: str = "expired_or_canceled_card") -> Obj:
    """The bank sends the money back, even after the refund had succeeded.

    https://docs.stripe.com/refunds#failed-refunds
    """
    if refund["status"] not in ("pending", "succeeded", "requires_action"):
        raise invalid(f"A refund that is {refund['status']} cannot fail.")
    was = refund["status"]
    back = account.book(world, "refund_failure", refund["amount"], refund)
    _count(world, world.store.by_id[refund["charge"]], -refund["amount"])
    world.change(refund, status="failed", failure_reason=reason, failure_balance_transaction=back)
    world.emit("refund.updated", refund, {"status": was})
    world.emit("refund.failed", refund)
    return refund


def update(world: World, params: Obj, ref: str) -> Obj:
    refund = world.store.get("refund", ref)
    return world.change(refund, "refund.updated", **take(refund, params, ()))


def cancel(world: World, params: Obj, ref: str) -> Obj:
    refund = world.store.get("refund", ref)
    if refund["status"] != "requires_action":
        raise invalid("Only refunds that require action can be canceled.")
    _count(world, world.store.by_id[refund["charge"]], -refund["amount"])
    return world.change(refund, "refund.updated", status="canceled")


def listed(world: World, params: Obj) -> Obj:
    return page(world, "refund", params, "/v1/refunds")


def of_charge(world: World, params: Obj, ref: str) -> Obj:
    world.store.get("charge", ref)
    return page(world, "refund", params | {"charge": ref}, f"/v1/charges/{ref}/refunds")


ONE = "/v1/refunds/{id}"
WRITE = "charge_write"
ROUTES = [
    Route("POST", "/v1/refunds", create, "RefundCreateParams", WRITE),
    Route("GET", "/v1/refunds", listed, "RefundListParams", "charge_read"),
    Route("GET", ONE, retrieve("refund"), "RefundRetrieveParams", "charge_read"),
    Route("POST", ONE, update, "RefundUpdateParams", WRITE),
    Route("POST", f"{ONE}/cancel", cancel, "RefundCancelParams", WRITE),
    Route("GET", "/v1/charges/{id}/refunds", of_charge, "ChargeListRefundsParams", "charge_read"),
]
