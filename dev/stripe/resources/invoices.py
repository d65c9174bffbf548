"""Invoices: draft, finalize, send, void, write off."""

from typing import Any

from dev.stripe.clock import DAY
from dev.stripe.errors import invalid
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.resources import collecting, invoice_lines, invoice_states
from dev.stripe.resources.customer_balance import book
from dev.stripe.resources.finalizing import HOUR, finalize
from dev.stripe.resources.invoice_amounts import refresh
from dev.stripe.resources.invoice_shape import blank
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World

ALWAYS = ("auto_advance", "default_payment_method", "description", "footer", "statement_descriptor")
DRAFT_ONLY = (
    "automatically_finalizes_at",
    "collection_method",
    "custom_fields",
    "effective_at",
    "number",
)


def create(world: World, params: Obj) -> Obj:
    if not params.get("customer"):
        raise invalid("Missing required param: customer.", "customer", "parameter_missing")
    customer = world.store.referred("customer", params["customer"], "customer")
    _check_due(params, params.get("collection_method", "charge_automatically"), creating=True)
    invoice = blank(world, customer, (params.get("currency") or "").lower() or None)
    changes = _changes(world, invoice, params)
    world.add("in", world.change(invoice, **changes))
    if params.get("pending_invoice_items_behavior") == "include":
        _include_pending(world, invoice)
    refresh(world, invoice)
    _plan_finalizing(world, invoice)
    world.emit("invoice.created", invoice)
    return invoice


def _include_pending(world: World, invoice: Obj) -> None:
    pending = world.store.where(
        "invoiceitem",
        lambda item: (
            item["invoice"] is None
            and item["customer"] == invoice["customer"]
            and item["currency"] == invoice["currency"]
        ),
    )
    for item in pending:
        world.change(item, invoice=invoice["id"])
        invoice["_lines"].append(invoice_lines.of_item(world, invoice, item))


def _plan_finalizing(world: World, invoice: Obj) -> None:
    world.jobs.cancel("finalize", invoice["id"])
    at = invoice["automatically_finalizes_at"]
    if at is None and invoice["auto_advance"]:
        at = world.now() + HOUR
        world.change(invoice, automatically_finalizes_at=at)
    if at is not None:
        world.jobs.schedule(at, "finalize", invoice["id"])


def _check_due(params: Obj, method: str, *, creating: bool) -> None:
    given = params.get("due_date") is not None or params.get("days_until_due") is not None
    if method == "charge_automatically" and given:
        name = "due_date" if params.get("due_date") is not None else "days_until_due"
        raise invalid(f"`{name}` can only be set when collection_method=send_invoice.", name)
    if method == "send_invoice" and creating and not given:
        raise invalid(
            "If collection_method is send_invoice, `days_until_due` or `due_date` must be set.",
            "days_until_due",
        )


def _changes(world: World, invoice: Obj, params: Obj) -> dict[str, Any]:
    changes = take(invoice, params, ALWAYS + DRAFT_ONLY)
    if params.get("default_payment_method"):
        world.store.referred(
            "payment_method", params["default_payment_method"], "default_payment_method"
        )
    if "default_tax_rates" in params:
        changes["default_tax_rates"] = invoice_lines.rates(world, params["default_tax_rates"])
    if params.get("days_until_due") is not None:
        changes["due_date"] = world.now() + params["days_until_due"] * DAY
    elif "due_date" in params:
        changes["due_date"] = params["due_date"]
    if "payment_settings" in params:
        changes["payment_settings"] = invoice["payment_settings"] | params["payment_settings"]
    if "metadata" in params:
        changes["metadata"] = merged(invoice["metadata"], params)
    return changes


def update(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    locked = set(params) & {*DRAFT_ONLY, "default_tax_rates", "days_until_due"}
    if invoice["status"] != "draft" and locked:
        raise invalid(
            "Finalized invoices can't be updated in this way",
            sorted(locked)[0],
            "invoice_not_editable",
        )
    if invoice["status"] in ("paid", "void") and set(params) - {"metadata"}:
        raise invalid("This invoice can no longer be updated", None, "invoice_not_editable")
    method = str(params.get("collection_method", invoice["collection_method"]))
    _check_due(params, method, creating=False)
    before_due = invoice["due_date"]
    changes = _changes(world, invoice, params)
    world.change(invoice, "invoice.updated", **changes)
    if invoice["status"] == "draft":
        refresh(world, invoice)
        if "auto_advance" in params or "automatically_finalizes_at" in params:
            _plan_finalizing(world, invoice)
    elif invoice["due_date"] != before_due:
        world.jobs.cancel("overdue", ref)
        world.jobs.schedule(invoice["due_date"], "overdue", ref)
    return invoice


def finalize_call(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    if "auto_advance" in params:
        world.change(invoice, auto_advance=params["auto_advance"])
    return finalize(world, invoice)


def send(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    if invoice["collection_method"] != "send_invoice":
        raise invalid(
            "You can only manually send an invoice if its collection method is 'send_invoice'."
        )
    if invoice["status"] == "draft":
        finalize(world, invoice)
    if invoice["status"] not in (*invoice_states.UNPAID, "paid"):
        raise invalid(f"You cannot send an invoice that is {invoice['status']}.")
    world.emit("invoice.sent", invoice)
    return invoice


def void(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    if invoice["status"] not in invoice_states.UNPAID:
        raise invalid(
            f"You can only void open or uncollectible invoices. This one is {invoice['status']}."
        )
    if invoice["amount_paid"]:
        raise invalid("You cannot void an invoice that has been partly paid.")
    invoice_states.cancel_default_payment(world, invoice, "void_invoice")
    invoice_states.stop_collecting(world, invoice)
    used = (invoice["ending_balance"] or 0) - invoice["starting_balance"]
    if used:
        customer = world.store.by_id[invoice["customer"]]
        book(world, customer, -used, invoice["currency"], "unapplied_from_invoice", invoice=ref)
    transitions = invoice["status_transitions"] | {"voided_at": world.now()}
    world.change(invoice, status="void", status_transitions=transitions)
    world.emit("invoice.updated", invoice, {"status": "open"})
    world.emit("invoice.voided", invoice)
    return invoice


def mark_uncollectible(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    if invoice["status"] != "open":
        raise invalid(
            f"Only open invoices can be marked uncollectible. This one is {invoice['status']}."
        )
    invoice_states.stop_collecting(world, invoice)
    world.change(
        invoice,
        status="uncollectible",
        status_details={"uncollectible": {"reason": "payment_not_received"}},
        status_transitions=invoice["status_transitions"] | {"marked_uncollectible_at": world.now()},
    )
    world.emit("invoice.updated", invoice, {"status": "open"})
    world.emit("invoice.marked_uncollectible", invoice)
    return invoice


def delete(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    if invoice["status"] != "draft":
        raise invalid("You can only delete draft invoices.", None, "invoice_not_editable")
    for item in world.store.where("invoiceitem", lambda item: item["invoice"] == ref):
        world.store.delete(item)
    world.jobs.cancel("finalize", ref)
    world.emit("invoice.deleted", invoice)
    return world.store.delete(invoice)


def listed(world: World, params: Obj) -> Obj:
    subscription = params.pop("subscription", None)

    def wanted(invoice: Obj) -> bool:
        parent = invoice["parent"] or {"subscription_details": {"subscription": None}}
        return subscription in (None, parent["subscription_details"]["subscription"])

    return page(world, "invoice", params, "/v1/invoices", wanted)


ALL, ONE = "/v1/invoices", "/v1/invoices/{id}"
WRITE = "invoice_write"
ROUTES = [
    Route("POST", ALL, create, "InvoiceCreateParams", WRITE),
    Route("GET", ALL, listed, "InvoiceListParams", "invoice_read"),
    Route("GET", ONE, retrieve("invoice"), "InvoiceRetrieveParams", "invoice_read"),
    Route("POST", ONE, update, "InvoiceUpdateParams", WRITE),
    Route("DELETE", ONE, delete, "InvoiceDeleteParams", WRITE),
    Route("POST", f"{ONE}/finalize", finalize_call, "InvoiceFinalizeInvoiceParams", WRITE),
    Route("POST", f"{ONE}/pay", collecting.pay, "InvoicePayParams", WRITE),
    Route("POST", f"{ONE}/send", send, "InvoiceSendInvoiceParams", WRITE),
    Route("POST", f"{ONE}/void", void, "InvoiceVoidInvoiceParams", WRITE),
    Route(
        "POST",
        f"{ONE}/mark_uncollectible",
        mark_uncollectible,
        "InvoiceMarkUncollectibleParams",
        WRITE,
    ),
    Route(
        "POST",
        f"{ONE}/attach_payment",
        collecting.attach_payment,
        "InvoiceAttachPaymentParams",
        WRITE,
    ),
]
