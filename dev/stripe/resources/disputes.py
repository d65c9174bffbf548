"""Disputes: a customer takes a payment back through the bank."""

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


def open_dispute(world: World, charge: Obj, reason: str) -> Obj:
    """A direct debit is lost at once: the bank has already given the money back."""
    if charge["status"] != "succeeded" or charge["disputed"]:
        raise invalid("Only a succeeded charge that is not yet disputed can be disputed.", "charge")
    kind = charge["payment_method_details"]["type"]
    lost = kind == "sepa_debit"
    dispute: dict[str, Any] = {
        "object": "dispute",
        "amount": charge["amount"] - charge["amount_refunded"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": None if lost else world.now() + 21 * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": False,
        "livemode": world.settings.livemode,
        "metadata": {},
        "network_reason_code": "MD06" if lost else "10.4",
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {"type": kind},
        "reason": reason,
        "status": "lost" if lost else "needs_response",
    }
    world.change(charge, disputed=True)
    world.add("du", dispute)
    _book(world, dispute, -dispute["amount"], fee=1500)
    world.emit("charge.dispute.created", dispute)
    world.emit("charge.dispute.funds_withdrawn", dispute)
    if lost:
        world.emit("charge.dispute.closed", dispute)
    return dispute


def _book(world: World, dispute: Obj, amount: int, fee: int) -> None:
    ref = account.book(world, "adjustment", amount, dispute, fee=fee)
    dispute["balance_transactions"] = [
        *dispute["balance_transactions"],
        copied(world.store.by_id[ref]),
    ]


def decide(world: World, dispute: Obj, *, won: bool) -> Obj:
    if dispute["status"] in CLOSED:
        raise invalid("This dispute is already closed.")
    world.change(dispute, status="won" if won else "lost")
    if won:
        _book(world, dispute, dispute["amount"], fee=0)
        world.emit("charge.dispute.funds_reinstated", dispute)
    world.emit("charge.dispute.closed", dispute)
    return dispute


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
        changes["status"] = "under_review"
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
