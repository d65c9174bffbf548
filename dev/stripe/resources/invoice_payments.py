"""Invoice payments: which payment pays which invoice, and how much of it."""

from typing import Any

from dev.stripe.lists import page
from dev.stripe.resources import invoice_states
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def make(
    world: World, invoice: Obj, payment: Obj, requested: int, *, is_default: bool = False
) -> Obj:
    """payment: a payment intent or a payment record."""
    kind = payment["object"]
    made: dict[str, Any] = {
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": requested,
        "created": world.now(),
        "currency": invoice["currency"],
        "invoice": invoice["id"],
        "is_default": is_default,
        "livemode": world.settings.livemode,
        "payment": {kind: payment["id"], "type": kind},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }
    world.add("inpay", made)
    payment["_payments"] = [*payment.get("_payments", []), made["id"]]
    return made


def paid(world: World, payment: Obj, amount: int) -> None:
    transitions = payment["status_transitions"] | {"paid_at": world.now()}
    world.change(
        payment,
        "invoice_payment.paid",
        status="paid",
        amount_paid=amount,
        status_transitions=transitions,
    )
    invoice = world.store.by_id[payment["invoice"]]
    payment["_used"] = invoice_states.receive(world, invoice, amount)


def open_payments(world: World, intent: Obj) -> list[Obj]:
    payments = [world.store.by_id[ref] for ref in intent.get("_payments", [])]
    return [payment for payment in payments if payment["status"] == "open"]


def payment_succeeded(world: World, intent: Obj) -> None:
    left = intent["amount_received"]
    payments = open_payments(world, intent)
    for payment in payments:
        last = payment is payments[-1]
        amount = left if last else min(left, payment["amount_requested"])
        left -= amount
        paid(world, payment, amount)


def payment_failed(world: World, intent: Obj) -> None:
    for payment in open_payments(world, intent):
        if payment["is_default"]:
            invoice_states.collection_failed(world, world.store.by_id[payment["invoice"]])


def listed(world: World, params: Obj) -> Obj:
    by = params.pop("payment", None)
    if params.get("invoice"):
        world.store.referred("invoice", params["invoice"], "invoice")

    def wanted(obj: Obj) -> bool:
        return by is None or all(obj["payment"].get(name) == by[name] for name in by)

    return page(world, "invoice_payment", params, "/v1/invoice_payments", wanted)


ROUTES = [
    Route("GET", "/v1/invoice_payments", listed, "InvoicePaymentListParams", "invoice_read"),
    Route(
        "GET",
        "/v1/invoice_payments/{id}",
        retrieve("invoice_payment"),
        "InvoicePaymentRetrieveParams",
        "invoice_read",
    ),
]
