"""The ledger beside the provider: every figure that both know must be the same on both sides."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from balie.money.ledger import rules
from balie.money.ledger.model import Transfer
from dev.stripe.store import Obj, Store
from tests.house.truth import Truth

Stored = dict[str, Any]


def check_invoices(store: Store, invoices: Iterable[Stored], transfers: list[Transfer]) -> None:
    """Each final invoice stands here, with the status, the total and what remains of it."""
    ours = {invoice["ref"]: invoice for invoice in invoices}
    theirs = {ref: raw for ref, raw in store.kinds.get("invoice", {}).items() if _is_final(raw)}
    assert ours.keys() == theirs.keys()
    remaining = Counter[str]()
    for transfer in transfers:
        remaining[transfer.invoice_id or ""] += rules.changes([transfer]).get("receivable", 0)
    truth = Truth(store)
    for ref, raw in theirs.items():
        invoice = ours[ref]
        assert invoice["status"] == raw["status"], ref
        assert invoice["total"]["minor"] == raw["total"], ref
        assert remaining[invoice["id"]] == truth.remaining[ref], ref


def check_payments(store: Store, payments: Iterable[Stored]) -> None:
    """Each payment by a customer that anybody tried stands here, with what of it went back."""
    ours = {payment["ref"]: payment for payment in payments}
    theirs = {
        ref: raw
        for ref, raw in store.kinds.get("payment_intent", {}).items()
        if raw["customer"] and _was_tried(raw)
    }
    assert ours.keys() == theirs.keys()
    for ref, raw in theirs.items():
        charge = store.by_id.get(raw["latest_charge"] or "") or {}
        assert ours[ref]["refunded"]["minor"] == charge.get("amount_refunded", 0), ref
        assert ours[ref]["disputed"] == charge.get("disputed", False), ref


def check_money(store: Store, owners: dict[str, str], transfers: list[Transfer]) -> None:
    """What stands at the provider, came from elsewhere, is lost, and is in the customers' hands.

    owners: the provider's ref of each customer of ours. What a deleted customer had, the provider
    no longer tells.
    """
    truth = Truth(store)
    held: dict[str, Counter[Any]] = {name: Counter() for name in ("credit", "debit", *TENANTS)}
    gone = truth.deleted_customers()
    for transfer in transfers:
        owner, currency = owners[transfer.customer_id], transfer.amount.currency
        for account, minor in rules.changes([transfer]).items():
            name = account.partition(":")[0]
            if name in OF_A_CUSTOMER:
                held[OF_A_CUSTOMER[name]][owner, currency] += minor
            elif name in TENANTS:
                held[name][currency] += minor
    for name, expected in (("credit", truth.credit()), ("debit", truth.debit())):
        kept = {whose: minor for whose, minor in held[name].items() if whose[0] not in gone}
        wanted = {whose: minor for whose, minor in expected.items() if whose[0] not in gone}
        assert _without_zeros(kept) == _without_zeros(wanted), name
    for name, tenants in (
        ("billed", truth.billed()),
        ("clearing", truth.clearing()),
        ("outside", truth.outside()),
        ("write_off", truth.written_off()),
    ):
        assert _without_zeros(held[name]) == _without_zeros(tenants), name


OF_A_CUSTOMER = {"unapplied": "credit", "reclaim": "debit"}
TENANTS = ("billed", "clearing", "outside", "write_off")


def _is_final(invoice: Obj) -> bool:
    return bool(invoice["status"] != "draft")


def _was_tried(intent: Obj) -> bool:
    tried = intent["latest_charge"] or intent["last_payment_error"]
    return bool(tried) or intent["status"] in ("processing", "requires_action", "succeeded")


def _without_zeros(counted: dict[Any, int]) -> dict[Any, int]:
    return {name: value for name, value in counted.items() if value}
