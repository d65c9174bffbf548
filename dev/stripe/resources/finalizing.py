"""From draft to open: the number, the due date, the balance, the default payment."""

from dev.stripe.errors import invalid
from dev.stripe.resources import intents, invoice_payments, invoice_states
from dev.stripe.resources.customer_balance import book
from dev.stripe.resources.invoice_amounts import after_balance, refresh
from dev.stripe.store import Obj
from dev.stripe.world import World

HOUR = 3600


def finalize(world: World, invoice: Obj, *, automatic: bool = False) -> Obj:
    """automatic: by itself, with collection following at once instead of after an hour."""
    if invoice["status"] != "draft":
        raise invalid(
            "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
            code="invoice_not_editable",
        )
    refresh(world, invoice)
    now = world.now()
    secret = world.store.token(40)
    hosted = f"{world.settings.base_url}/invoice/{secret}"
    world.jobs.cancel("finalize", invoice["id"])
    world.change(
        invoice,
        status="open",
        number=invoice["number"] or _number(world, invoice),
        effective_at=invoice["effective_at"] or now,
        automatically_finalizes_at=None,
        hosted_invoice_url=hosted,
        invoice_pdf=f"{hosted}/pdf",
        status_transitions=invoice["status_transitions"] | {"finalized_at": now},
        _secret=secret,
    )
    _apply_balance(world, invoice)
    _ask_payment(world, invoice)
    world.emit("invoice.finalized", invoice)
    world.emit("invoice.updated", invoice, {"status": "draft"})
    if invoice["amount_due"] == 0:
        invoice_states.become_paid(world, invoice)
    else:
        _plan(world, invoice, automatic=automatic)
    return invoice


def _number(world: World, invoice: Obj) -> str:
    prefix = world.settings.number_prefix
    if prefix is not None:
        year = world.clock.today().year
        start = f"{prefix}-{year}-"
        taken = world.store.where("invoice", lambda i: str(i["number"]).startswith(start))
        before = world.settings.numbers_taken.get(str(year), 0)
        return f"{start}{before + len(taken) + 1:04d}"
    customer = world.store.by_id[invoice["customer"]]
    sequence: int = customer["next_invoice_sequence"]
    world.change(customer, next_invoice_sequence=sequence + 1)
    return f"{customer['invoice_prefix']}-{sequence:04d}"


def _apply_balance(world: World, invoice: Obj) -> None:
    """Credit lowers what is due, down to zero; a debt or a negative total goes the other way.

    What is then too little to be charged becomes a debt. `starting_balance` is what it was.
    https://docs.stripe.com/billing/customer/balance#types
    """
    due = after_balance(invoice)
    used = due - invoice["total"]
    too_small = due - invoice["amount_due"]
    world.change(invoice, ending_balance=invoice["starting_balance"] - used + too_small)
    customer = world.store.by_id[invoice["customer"]]
    for amount, kind in ((-used, "applied_to_invoice"), (too_small, "invoice_too_small")):
        if amount:
            book(world, customer, amount, invoice["currency"], kind, invoice=invoice["id"])


def _ask_payment(world: World, invoice: Obj) -> None:
    if invoice["amount_due"] == 0:
        return
    intent = intents.make(
        world,
        invoice["amount_due"],
        invoice["currency"],
        invoice["customer"],
        description=f"Payment for Invoice {invoice['number']}",
    )
    payment = invoice_payments.make(world, invoice, intent, invoice["amount_due"], is_default=True)
    world.change(invoice, _payment_intent=intent["id"], _default_payment=payment["id"])


def _plan(world: World, invoice: Obj, *, automatic: bool) -> None:
    if invoice["due_date"]:
        world.jobs.schedule(invoice["due_date"], "overdue", invoice["id"])
    if not invoice["auto_advance"]:
        return
    if invoice["collection_method"] == "send_invoice":
        world.emit("invoice.sent", invoice)
        return
    at = world.now() if automatic else world.now() + HOUR
    world.jobs.schedule(at, "retry", invoice["id"])
    world.change(invoice, "invoice.updated", next_payment_attempt=at)


def finalize_later(world: World, ref: str) -> None:
    invoice = world.store.by_id.get(ref)
    if invoice is not None and invoice["status"] == "draft":
        finalize(world, invoice, automatic=True)


def overdue(world: World, ref: str) -> None:
    invoice = world.store.by_id.get(ref)
    if invoice is not None and invoice["status"] == "open":
        world.emit("invoice.overdue", invoice)
