"""How an invoice moves: open to paid, to retry, to given up."""

from dev.stripe.clock import DAY
from dev.stripe.resources import intents
from dev.stripe.resources.customer_balance import book
from dev.stripe.store import Obj
from dev.stripe.world import World

UNPAID = frozenset({"open", "uncollectible"})


def default_payment(world: World, invoice: Obj) -> Obj | None:
    """The invoice payment Stripe made when it finalized the invoice, while it is still open."""
    payment = world.store.by_id.get(invoice["_default_payment"] or "")
    return payment if payment and payment["status"] == "open" else None


def receive(world: World, invoice: Obj, amount: int) -> int:
    """Money came in; what is more than was left becomes the customer's credit.

    How much was used for the invoice.
    """
    applied = min(amount, invoice["amount_remaining"]) if invoice["status"] in UNPAID else 0
    over = amount - applied
    world.change(
        invoice,
        amount_paid=invoice["amount_paid"] + applied,
        amount_remaining=invoice["amount_remaining"] - applied,
        amount_overpaid=invoice["amount_overpaid"] + over,
    )
    if over:
        customer = world.store.by_id[invoice["customer"]]
        book(world, customer, -over, invoice["currency"], "invoice_overpaid", invoice=invoice["id"])
        world.emit("invoice.overpaid", invoice)
    follow_amount(world, invoice)
    return applied


def follow_amount(world: World, invoice: Obj) -> None:
    """After what is left changed: paid, or the default payment asks for the rest."""
    if invoice["status"] in UNPAID and invoice["amount_remaining"] == 0:
        become_paid(world, invoice)
        return
    payment = default_payment(world, invoice)
    intent = world.store.by_id.get(invoice["_payment_intent"] or "")
    if payment and intent and intent["status"] not in ("processing", *intents.FINAL):
        world.change(intent, amount=invoice["amount_remaining"])
        world.change(payment, amount_requested=invoice["amount_remaining"])
    world.emit("invoice.updated", invoice, {})


def become_paid(world: World, invoice: Obj) -> None:
    cancel_default_payment(world, invoice, "automatic")
    stop_collecting(world, invoice)
    world.change(
        invoice,
        status="paid",
        amount_remaining=0,
        status_transitions=invoice["status_transitions"] | {"paid_at": world.now()},
    )
    world.emit("invoice.updated", invoice, {"status": "open"})
    world.emit("invoice.paid", invoice)
    world.emit("invoice.payment_succeeded", invoice)
    customer = world.store.by_id.get(invoice["customer"])
    if customer is not None and customer["delinquent"]:
        world.change(customer, "customer.updated", delinquent=False)
    subscription = subscription_of(world, invoice)
    if subscription and subscription["status"] in ("incomplete", "past_due", "unpaid"):
        world.change(subscription, "customer.subscription.updated", status="active")


def cancel_default_payment(world: World, invoice: Obj, reason: str) -> None:
    """Unless a direct debit is already on its way: that can no longer be stopped."""
    payment = default_payment(world, invoice)
    if payment is None:
        return
    intent = world.store.by_id[payment["payment"]["payment_intent"]]
    if intent["status"] == "processing":
        return
    transitions = payment["status_transitions"] | {"canceled_at": world.now()}
    world.change(payment, status="canceled", status_transitions=transitions)
    if intent["status"] not in intents.FINAL:
        intents.cancel(world, intent, reason)


def stop_collecting(world: World, invoice: Obj) -> None:
    world.jobs.cancel("retry", invoice["id"])
    world.jobs.cancel("overdue", invoice["id"])
    world.change(invoice, next_payment_attempt=None, auto_advance=False)


def collection_failed(world: World, invoice: Obj) -> None:
    """An attempt failed: plan the next one, or give up after the last."""
    if invoice["status"] not in UNPAID:
        return
    automatic = invoice["collection_method"] == "charge_automatically" and invoice["auto_advance"]
    days = world.settings.retry_days
    again = automatic and invoice["attempt_count"] <= len(days)
    world.jobs.cancel("retry", invoice["id"])
    following = world.now() + days[invoice["attempt_count"] - 1] * DAY if again else None
    if following is not None:
        world.jobs.schedule(following, "retry", invoice["id"])
    world.change(invoice, "invoice.updated", next_payment_attempt=following)
    world.emit("invoice.payment_failed", invoice)
    if invoice["collection_method"] == "charge_automatically":
        _mark_delinquent(world, invoice, given_up=automatic and following is None)


def _mark_delinquent(world: World, invoice: Obj, *, given_up: bool) -> None:
    customer = world.store.by_id.get(invoice["customer"])
    if customer is not None and not customer["delinquent"]:
        world.change(customer, "customer.updated", delinquent=True)
    subscription = subscription_of(world, invoice)
    if subscription and subscription["status"] in ("active", "past_due"):
        status = "unpaid" if given_up else "past_due"
        world.change(subscription, "customer.subscription.updated", status=status)


def subscription_of(world: World, invoice: Obj) -> Obj | None:
    parent = invoice["parent"]
    if not parent:
        return None
    return world.store.by_id.get(parent["subscription_details"]["subscription"])
