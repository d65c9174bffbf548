"""Disputes: a customer takes a payment, or a part of it, back through the bank.

https://docs.stripe.com/disputes/how-disputes-work
"""

from typing import Any

from dev.stripe.clock import DAY
from dev.stripe.errors import invalid
from dev.stripe.lists import page
from dev.stripe.metadata import take
from dev.stripe.resources import account
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj, copied
from dev.stripe.world import World

CLOSED = frozenset({"won", "lost", "warning_closed"})
HARMLESS = frozenset(
    {"won", "warning_closed", "warning_needs_response", "warning_under_review", "prevented"}
)
"""Of these the firm has the money; the payment can be refunded."""
FEE = 1500


def open_dispute(
    world: World, charge: Obj, reason: str, *, amount: int | None = None, inquiry: bool = False
) -> Obj:
    """amount: what is left of the charge unless said otherwise; it may be more than that, when
    somebody disputes what was partly refunded.

    A direct debit is lost at once: the bank has already given the money back. An inquiry takes no
    money; the bank only asks. https://docs.stripe.com/disputes/how-disputes-work#inquiries
    """
    most = disputable(world, charge)
    asked = most - charge["amount_refunded"] if amount is None else amount
    if charge["status"] != "succeeded" or charge["refunded"] or not 0 < asked <= most:
        raise invalid("Only what is left of a succeeded charge can be disputed.", "charge")
    kind = charge["payment_method_details"]["type"]
    if inquiry and kind != "card":
        raise invalid("Only card networks inquire.", "charge")
    dispute = world.add("du", _shape(world, charge, reason, asked))
    world.change(charge, disputed=True)
    if inquiry:
        world.change(dispute, status="warning_needs_response", is_charge_refundable=True)
        world.emit("charge.dispute.created", dispute)
        return dispute
    _withdraw(world, dispute)
    world.emit("charge.dispute.created", dispute)
    world.emit("charge.dispute.funds_withdrawn", dispute)
    if kind == "sepa_debit":
        world.change(dispute, status="lost")
        world.emit("charge.dispute.closed", dispute)
    return dispute


def disputable(world: World, charge: Obj) -> int:
    """What of the charge is not in dispute, but for disputes without harm."""
    taken = sum(
        dispute["amount"]
        for dispute in of_charge(world, charge)
        if dispute["status"] not in HARMLESS
    )
    left: int = charge["amount"] - taken
    return left


def of_charge(world: World, charge: Obj) -> list[Obj]:
    return world.store.where("dispute", lambda dispute: dispute["charge"] == charge["id"])


def _shape(world: World, charge: Obj, reason: str, amount: int) -> dict[str, Any]:
    kind = charge["payment_method_details"]["type"]
    by_debit = kind == "sepa_debit"
    return {
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": None if by_debit else world.now() + 21 * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": False,
        "livemode": world.settings.livemode,
        "metadata": {},
        "network_reason_code": "MD06" if by_debit else "10.4",
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {"type": kind},
        "reason": reason,
        "status": "needs_response",
    }


def _withdraw(world: World, dispute: Obj) -> None:
    _book(world, dispute, -dispute["amount"], fee=FEE)


def _book(world: World, dispute: Obj, amount: int, fee: int) -> None:
    ref = account.book(world, "adjustment", amount, dispute, fee=fee)
    dispute["balance_transactions"] = [
        *dispute["balance_transactions"],
        copied(world.store.by_id[ref]),
    ]


def escalate(world: World, dispute: Obj) -> Obj:
    """The bank was not content with the inquiry's answer: now what is left of the money goes.

    The dispute stays the same object. https://docs.stripe.com/api/disputes/object
    """
    if not dispute["status"].startswith("warning_") or dispute["status"] in CLOSED:
        raise invalid("Only an open inquiry can be escalated.")
    charge = world.store.by_id[dispute["charge"]]
    left = disputable(world, charge) - charge["amount_refunded"]
    if left <= 0:
        raise invalid("Nothing is left of the charge.")
    world.change(
        dispute,
        "charge.dispute.updated",
        status="needs_response",
        is_charge_refundable=False,
        amount=min(left, dispute["amount"]),
    )
    _withdraw(world, dispute)
    world.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def decide(world: World, dispute: Obj, *, won: bool) -> Obj:
    """An inquiry is neither won nor lost: it is closed, and no money has moved."""
    if dispute["status"] in CLOSED:
        raise invalid("This dispute is already closed.")
    if dispute["status"].startswith("warning_"):
        world.change(dispute, status="warning_closed")
        world.emit("charge.dispute.closed", dispute)
        return dispute
    world.change(dispute, status="won" if won else "lost", is_charge_refundable=won)
    if won:
        _book(world, dispute, dispute["amount"], fee=0)
        world.emit("charge.dispute.funds_reinstated", dispute)
    world.emit("charge.dispute.closed", dispute)
    return dispute


def after_refund(world: World, charge: Obj) -> None:
    """A payment refunded in full leaves the bank nothing to inquire about."""
    if not charge["refunded"]:
        return
    for dispute in of_charge(world, charge):
        if dispute["status"] not in CLOSED and dispute["status"].startswith("warning_"):
            decide(world, dispute, won=False)


def update(world: World, params: Obj, ref: str) -> Obj:
    dispute = world.store.get("dispute", ref)
    if dispute["status"] in CLOSED:
        raise invalid("This dispute is already closed.")
    evidence = dispute["evidence"] | (params.get("evidence") or {})
    details = dispute["evidence_details"] | {"has_evidence": bool(evidence)}
    changes = take(dispute, params, ())
    if evidence and params.get("submit", True):
        submissions = details["submission_count"] + 1
        details |= {"submission_count": submissions, "submission_method": "manual"}
        inquiry = dispute["status"].startswith("warning_")
        changes["status"] = "warning_under_review" if inquiry else "under_review"
    changes |= {"evidence": evidence, "evidence_details": details}
    return world.change(dispute, "charge.dispute.updated", **changes)


def close(world: World, params: Obj, ref: str) -> Obj:
    return decide(world, world.store.get("dispute", ref), won=False)


def listed(world: World, params: Obj) -> Obj:
    return page(world, "dispute", params, "/v1/disputes")


ONE = "/v1/disputes/{id}"
ROUTES = [
    Route("GET", "/v1/disputes", listed, "DisputeListParams", "dispute_read"),
    Route("GET", ONE, retrieve("dispute"), "DisputeRetrieveParams", "dispute_read"),
    Route("POST", ONE, update, "DisputeUpdateParams", "dispute_write"),
    Route("POST", f"{ONE}/close", close, "DisputeCloseParams", "dispute_write"),
]
