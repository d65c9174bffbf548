"""What is given back or taken back: refunds, credit notes, disputes."""

from dev.stripe.resources import disputes, refunds
from dev.stripe.store import Obj
from tests.house.histories.life import Life, NothingToDo


def payment_is_refunded(history: Life) -> None:
    history.post("refunds", charge=_refundable(history)["id"])


def part_is_refunded(history: Life) -> None:
    charge = _refundable(history)
    left = refunds.refundable(history.house.simulator.world, charge)
    history.post("refunds", charge=charge["id"], amount=history.part_of(left))


def refund_comes_back(history: Life) -> None:
    refund = history.some("refund", lambda one: one["status"] in ("pending", "succeeded"))
    history.house.simulator.people.fail_refund(refund["id"])


def less_is_asked_for(history: Life) -> None:
    invoice = history.some("invoice", lambda one: one["status"] in ("open", "uncollectible"))
    _credit(history, invoice, history.part_of(invoice["amount_remaining"]))


def invoice_is_given_up_by_credit_note(history: Life) -> None:
    invoice = history.some("invoice", lambda one: one["status"] in ("open", "uncollectible"))
    _credit(history, invoice, invoice["amount_remaining"])


def credit_note_pays_back(history: Life) -> None:
    amount = history.part_of(_creditable(history, invoice := _paid(history)))
    _credit(history, invoice, amount, refund_amount=amount)


def credit_note_becomes_credit(history: Life) -> None:
    amount = history.part_of(_creditable(history, invoice := _paid(history)))
    _credit(history, invoice, amount, credit_amount=amount)


def credit_note_is_paid_out_elsewhere(history: Life) -> None:
    amount = history.part_of(_creditable(history, invoice := _paid(history)))
    _credit(history, invoice, amount, out_of_band_amount=amount)


def credit_note_is_shared_out(history: Life) -> None:
    """A third each: refunded, kept as credit, paid out elsewhere."""
    third = history.part_of(_creditable(history, invoice := _paid(history)) // 3)
    shares = {"refund_amount": third, "credit_amount": third, "out_of_band_amount": third}
    _credit(history, invoice, 3 * third, **shares)


def credit_note_is_mixed(history: Life) -> None:
    """All that is unpaid of a partly paid invoice, and something of what was paid."""
    invoice = history.some(
        "invoice", lambda one: one["status"] == "open" and one["amount_paid"] > 0
    )
    back = history.part_of(_creditable(history, invoice) - invoice["amount_remaining"])
    _credit(history, invoice, invoice["amount_remaining"] + back, credit_amount=back)


def refund_is_credited_later(history: Life) -> None:
    refund = history.some("refund", lambda one: one["status"] in ("pending", "succeeded"))
    link = history.some(
        "invoice_payment",
        lambda one: (
            one["status"] == "paid"
            and one["payment"].get("payment_intent") == refund["payment_intent"]
        ),
    )
    invoice = history.store.by_id[link["invoice"]]
    if invoice["status"] != "paid":
        raise NothingToDo
    _credit(history, invoice, refund["amount"], refunds=[{"refund": refund["id"]}])


def credit_note_is_voided(history: Life) -> None:
    note = history.some(
        "credit_note",
        lambda one: (
            one["status"] == "issued"
            and one["type"] == "pre_payment"
            and history.store.by_id[one["invoice"]]["status"] == "open"
        ),
    )
    history.post(f"credit_notes/{note['id']}/void")


def payment_is_disputed(history: Life) -> None:
    """By card, or a direct debit that is reversed: lost at once."""
    history.house.simulator.people.dispute(_disputable(history)["id"])


def part_is_disputed(history: Life) -> None:
    charge = _disputable(history)
    left = disputes.disputable(history.house.simulator.world, charge) - charge["amount_refunded"]
    amount = history.part_of(left)
    history.house.simulator.people.dispute(charge["id"], amount=amount)


def all_is_disputed_though_some_was_refunded(history: Life) -> None:
    charge = history.some("charge", lambda one: 0 < one["amount_refunded"] < one["amount"])
    most = disputes.disputable(history.house.simulator.world, charge)
    history.house.simulator.people.dispute(charge["id"], amount=most)


def bank_inquires(history: Life) -> None:
    history.house.simulator.people.dispute(_disputable(history)["id"], inquiry=True)


def inquiry_is_escalated(history: Life) -> None:
    dispute = _open_dispute(history, warning=True)
    history.house.simulator.people.escalate_dispute(dispute["id"])


def inquiry_is_dropped(history: Life) -> None:
    dispute = _open_dispute(history, warning=True)
    history.house.simulator.people.decide_dispute(dispute["id"], won=True)


def dispute_is_won(history: Life) -> None:
    dispute = _open_dispute(history)
    history.house.simulator.people.decide_dispute(dispute["id"], won=True)


def dispute_is_lost(history: Life) -> None:
    history.post(f"disputes/{_open_dispute(history)['id']}/close")


def _paid(history: Life) -> Obj:
    return history.some(
        "invoice", lambda one: one["status"] == "paid" and _creditable(history, one) > 0
    )


def _creditable(history: Life, invoice: Obj) -> int:
    """What no credit note has taken yet."""
    notes = history.store.where("credit_note", lambda one: one["invoice"] == invoice["id"])
    taken = sum(int(note["total"]) for note in notes if note["status"] == "issued")
    return int(invoice["total"]) - taken


def _credit(history: Life, invoice: Obj, amount: int, **to: object) -> None:
    history.post("credit_notes", invoice=invoice["id"], amount=amount, **to)


def _refundable(history: Life) -> Obj:
    world = history.house.simulator.world
    return history.some(
        "charge",
        lambda one: one["status"] == "succeeded" and refunds.refundable(world, one) > 0,
    )


def _disputable(history: Life) -> Obj:
    world = history.house.simulator.world
    return history.some(
        "charge",
        lambda one: (
            one["status"] == "succeeded"
            and disputes.disputable(world, one) > one["amount_refunded"]
        ),
    )


def _open_dispute(history: Life, *, warning: bool = False) -> Obj:
    return history.some(
        "dispute",
        lambda one: (
            one["status"] not in disputes.CLOSED and one["status"].startswith("warning_") == warning
        ),
    )


HAPPENINGS = [
    (payment_is_refunded, 2),
    (part_is_refunded, 4),
    (refund_comes_back, 3),
    (less_is_asked_for, 4),
    (invoice_is_given_up_by_credit_note, 2),
    (credit_note_pays_back, 3),
    (credit_note_becomes_credit, 2),
    (credit_note_is_paid_out_elsewhere, 2),
    (credit_note_is_shared_out, 2),
    (credit_note_is_mixed, 6),
    (refund_is_credited_later, 4),
    (credit_note_is_voided, 9),
    (payment_is_disputed, 3),
    (part_is_disputed, 3),
    (all_is_disputed_though_some_was_refunded, 3),
    (bank_inquires, 4),
    (inquiry_is_escalated, 7),
    (inquiry_is_dropped, 5),
    (dispute_is_won, 6),
    (dispute_is_lost, 4),
]
