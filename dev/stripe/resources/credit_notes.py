"""Credit notes: less to pay on an open invoice, or money back on a paid one.

https://docs.stripe.com/api/credit_notes/create
"""

from dev.stripe.errors import invalid
from dev.stripe.lists import cut, page
from dev.stripe.metadata import merged, take
from dev.stripe.resources import credit_note_lines, intents, invoice_states, refunds
from dev.stripe.resources.customer_balance import book
from dev.stripe.resources.invoice_amounts import reduced_by_credit_note
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def create(world: World, params: Obj) -> Obj:
    invoice = world.store.referred("invoice", params["invoice"], "invoice")
    if invoice["status"] not in ("open", "paid", "uncollectible"):
        raise invalid("Credit notes can only be issued for open or paid invoices.", "invoice")
    before = world.store.where("credit_note", lambda note: note["invoice"] == invoice["id"])
    lines = credit_note_lines.build(world, invoice, params)
    sums = credit_note_lines.totals(lines)
    credited = sum(note["total"] for note in before if note["status"] == "issued")
    if sums["total"] <= 0 or sums["total"] > invoice["total"] - credited:
        raise invalid("The credit note is more than what is left of the invoice.", "amount")
    pre = min(sums["total"], invoice["amount_remaining"])
    _check_post_payment(world, invoice, params, sums["total"] - pre)
    charge = _charge_to_refund(world, invoice, params.get("refund_amount", 0))
    number = f"{invoice['number']}-CN-{len(before) + 1:02d}"
    note = _shape(world, invoice, params, sums) | {
        "number": number,
        "post_payment_amount": sums["total"] - pre,
        "pre_payment_amount": pre,
        "type": _kind(pre, sums["total"]),
        "_lines": lines,
    }
    world.add("cn", note)
    _apply(world, invoice, note, params, charge)
    world.emit("credit_note.created", note)
    return note


def _shape(world: World, invoice: Obj, params: Obj, sums: Obj) -> Obj:
    return {
        "object": "credit_note",
        **sums,
        "amount": sums["total"],
        "amount_shipping": 0,
        "created": world.now(),
        "currency": invoice["currency"],
        "customer": invoice["customer"],
        "customer_account": None,
        "customer_balance_transaction": None,
        "discount_amount": 0,
        "discount_amounts": [],
        "effective_at": params.get("effective_at", world.now()),
        "invoice": invoice["id"],
        "livemode": world.settings.livemode,
        "memo": params.get("memo"),
        "metadata": merged({}, params),
        "out_of_band_amount": params.get("out_of_band_amount"),
        "pdf": f"{world.settings.base_url}/credit_note/{world.store.token(20)}/pdf",
        "pretax_credit_amounts": [],
        "reason": params.get("reason"),
        "refunds": [],
        "shipping_cost": None,
        "status": "issued",
        "voided_at": None,
    }


def _kind(pre: int, total: int) -> str:
    if pre == total:
        return "pre_payment"
    return "mixed" if pre else "post_payment"


def _check_post_payment(world: World, invoice: Obj, params: Obj, post: int) -> None:
    """What goes beyond the unpaid rest must be said to go somewhere."""
    linked = sum(_linked(world, invoice, part) for part in params.get("refunds", []))
    if params.get("credit_amount"):
        world.store.referred("customer", invoice["customer"], "credit_amount")
    names = ("refund_amount", "credit_amount", "out_of_band_amount")
    given = linked + sum(params.get(name, 0) for name in names)
    if given != post:
        raise invalid(
            "The sum of credit amount, refund amount and out of band amount must equal the post "
            f"payment amount of the credit note ({post}).",
            "refund_amount",
        )


def _linked(world: World, invoice: Obj, part: Obj) -> int:
    """How much of a refund that was there already is for this credit note."""
    refund = world.store.referred("refund", part["refund"], "refunds")
    if refund["payment_intent"] not in _paid_by(world, invoice) or refund["status"] == "failed":
        raise invalid("The refund must be of a payment of this invoice.", "refunds")
    taken = sum(
        other["amount_refunded"]
        for note in world.store.where("credit_note", lambda note: note["status"] == "issued")
        for other in note["refunds"]
        if other["refund"] == refund["id"]
    )
    amount: int = part.get("amount_refunded") or refund["amount"]
    if amount > refund["amount"] - taken:
        raise invalid("The refund belongs to another credit note already.", "refunds")
    return amount


def _apply(world: World, invoice: Obj, note: Obj, params: Obj, charge: Obj | None) -> None:
    customer = world.store.by_id[invoice["customer"]]
    note["refunds"] = [
        {
            "amount_refunded": part.get("amount_refunded")
            or world.store.by_id[part["refund"]]["amount"],
            "payment_record_refund": None,
            "refund": part["refund"],
            "type": "refund",
        }
        for part in params.get("refunds", [])
    ]
    if charge is not None:
        note["refunds"].append(_refund(world, charge, params["refund_amount"]))
    if params.get("credit_amount"):
        note["customer_balance_transaction"] = book(
            world,
            customer,
            -params["credit_amount"],
            invoice["currency"],
            "credit_note",
            invoice=invoice["id"],
            credit_note=note["id"],
        )["id"]
    post = invoice["post_payment_credit_notes_amount"] + note["post_payment_amount"]
    world.change(invoice, post_payment_credit_notes_amount=post)
    if note["pre_payment_amount"]:
        reduced_by_credit_note(world, invoice, note["pre_payment_amount"])
        invoice_states.follow_amount(world, invoice)
    else:
        world.emit("invoice.updated", invoice, {})


def _refund(world: World, charge: Obj, amount: int) -> Obj:
    return {
        "amount_refunded": amount,
        "payment_record_refund": None,
        "refund": refunds.make(world, charge, amount, {})["id"],
        "type": "refund",
    }


def _charge_to_refund(world: World, invoice: Obj, amount: int) -> Obj | None:
    """The newest of the invoice's payments that is enough. None when nothing is asked for."""
    if not amount:
        return None
    for ref in _paid_by(world, invoice):
        charge = intents.charge_of(world, world.store.by_id[ref])
        if charge is not None and refunds.refundable(world, charge) >= amount:
            return charge
    raise invalid("No payment of this invoice is left to refund that much.", "refund_amount")


def _paid_by(world: World, invoice: Obj) -> list[str]:
    """The payment intents that paid something of the invoice, the newest first."""
    return [
        payment["payment"]["payment_intent"]
        for payment in world.store.newest_first("invoice_payment")
        if (payment["invoice"], payment["status"]) == (invoice["id"], "paid")
        and payment["payment"]["type"] == "payment_intent"
    ]


def void(world: World, params: Obj, ref: str) -> Obj:
    """https://docs.stripe.com/invoicing/dashboard/credit-notes#voiding-a-credit-note"""
    note = world.store.get("credit_note", ref)
    invoice = world.store.by_id[note["invoice"]]
    if note["status"] == "void" or note["post_payment_amount"] or invoice["status"] != "open":
        raise invalid("Only credit notes of open invoices can be voided, and only once.")
    world.change(note, status="void", voided_at=world.now())
    reduced_by_credit_note(world, invoice, -note["pre_payment_amount"])
    invoice_states.follow_amount(world, invoice)
    world.emit("credit_note.voided", note)
    return note


def update(world: World, params: Obj, ref: str) -> Obj:
    note = world.store.get("credit_note", ref)
    return world.change(note, "credit_note.updated", **take(note, params, ("memo",)))


def listed(world: World, params: Obj) -> Obj:
    return page(world, "credit_note", params, "/v1/credit_notes")


def lines_of(world: World, params: Obj, ref: str) -> Obj:
    note = world.store.get("credit_note", ref)
    url = f"/v1/credit_notes/{ref}/lines"
    return cut(note["_lines"], "credit_note_line_item", params, url, lambda line: True)


ALL, ONE = "/v1/credit_notes", "/v1/credit_notes/{id}"
READ, WRITE = "credit_note_read", "credit_note_write"
ROUTES = [
    Route("POST", ALL, create, "CreditNoteCreateParams", WRITE),
    Route("GET", ALL, listed, "CreditNoteListParams", READ),
    Route("GET", ONE, retrieve("credit_note"), "CreditNoteRetrieveParams", READ),
    Route("POST", ONE, update, "CreditNoteUpdateParams", WRITE),
    Route("POST", f"{ONE}/void", void, "CreditNoteVoidCreditNoteParams", WRITE),
    Route("GET", f"{ONE}/lines", lines_of, "CreditNoteLineItemListParams", READ),
]
