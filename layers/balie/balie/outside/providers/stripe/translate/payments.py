"""Stripe's payments in our words. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from balie.outside.providers.snapshots import (
    AllocationSnapshot,
    DisputeSnapshot,
    PaymentSnapshot,
    PaymentStatus,
    RefundSnapshot,
)
from balie.outside.providers.stripe.translate.amounts import (
    Raw,
    amount,
    id_of,
    instant,
    instant_or_none,
)
from balie.outside.providers.stripe.translate.method_labels import label

PAYMENT_STATUSES = {
    "requires_payment_method": PaymentStatus.REQUIRES_ACTION,
    "requires_confirmation": PaymentStatus.REQUIRES_ACTION,
    "requires_action": PaymentStatus.REQUIRES_ACTION,
    "requires_capture": PaymentStatus.REQUIRES_ACTION,
    "processing": PaymentStatus.PROCESSING,
    "succeeded": PaymentStatus.SUCCEEDED,
    "canceled": PaymentStatus.CANCELED,
}
NOT_GONE = ("failed", "canceled")  # https://docs.stripe.com/api/refunds/object#refund_object-status
DECIDED = ("won", "lost", "warning_closed", "prevented")
UNDER_WAY = ("requires_action", "requires_capture", "processing", "succeeded")


def payment(
    raw: Raw,
    invoice_payments: Iterable[Raw],
    requested_at: datetime,
    *,
    refunds: Iterable[Raw] = (),
    disputes: Iterable[Raw] = (),
) -> PaymentSnapshot:
    """raw: a PaymentIntent with `latest_charge` expanded. invoice_payments: all that name it.

    refunds, disputes: all of it. What a refund pays out of a credit note, only the notes know.
    """
    currency = raw["currency"]
    charge = raw.get("latest_charge")
    charge = charge if isinstance(charge, Mapping) else {}
    method = charge.get("payment_method_details") or {}
    failure = raw.get("last_payment_error")
    status = PAYMENT_STATUSES[raw["status"]]
    if failure and status is PaymentStatus.REQUIRES_ACTION:
        status = PaymentStatus.FAILED
    links = sorted(invoice_payments, key=lambda link: (link["created"], link["id"]))
    made_at = instant(charge.get("created") or raw["created"])
    allocations = tuple(_allocation(link, made_at) for link in links if link["status"] == "paid")
    first_use = min((one.made_at for one in allocations), default=made_at)
    return PaymentSnapshot(
        ref=raw["id"],
        requested_at=requested_at,
        customer_ref=id_of(raw.get("customer")),
        created_at=instant(raw["created"]),
        made_at=made_at,
        status=status,
        attempted=bool(charge or failure) or raw["status"] in UNDER_WAY,
        amount=amount(raw["amount"], currency),
        captured=amount(raw["amount_received"], currency),
        captured_at=first_use if raw["amount_received"] else None,
        refunds=tuple(_refund(refund) for refund in refunds),
        disputes=tuple(_dispute(dispute) for dispute in disputes),
        disputed=charge.get("disputed") is True,
        method_type=method.get("type") or next(iter(raw.get("payment_method_types") or [""])),
        method_label=label(method),
        failure=failure.get("message") if failure else None,
        invoice_refs=tuple(dict.fromkeys(id_of(link["invoice"]) or "" for link in links)),
        allocations=allocations,
    )


def _allocation(link: Raw, made_at: datetime) -> AllocationSnapshot:
    """made_at: of the payment. One that is attached to an invoice later counts from then on."""
    paid_at = instant_or_none((link.get("status_transitions") or {}).get("paid_at"))
    return AllocationSnapshot(
        id_of(link["invoice"]) or "",
        amount(link["amount_paid"], link["currency"]),
        paid_at or made_at,
    )


def _refund(raw: Raw) -> RefundSnapshot:
    gone = raw["amount"] if raw["status"] not in NOT_GONE else 0
    return RefundSnapshot(
        ref=raw["id"],
        made_at=instant(raw["created"]),
        amount=amount(gone, raw["currency"]),
        credited=amount(0, raw["currency"]),
    )


def _dispute(raw: Raw) -> DisputeSnapshot:
    """Its balance transactions tell whether money was withdrawn: none for an inquiry.

    They are in the account's currency, the dispute in that of the charge.
    https://docs.stripe.com/api/disputes/object#dispute_object-balance_transactions
    """
    booked = raw.get("balance_transactions") or []
    taken = sum(one["amount"] for one in booked) < 0
    gone = [one["created"] for one in booked if one["amount"] < 0]
    back = [one["created"] for one in booked if one["amount"] > 0]
    return DisputeSnapshot(
        ref=raw["id"],
        taken_at=instant(min(gone, default=raw["created"])),
        amount=amount(raw["amount"] if taken else 0, raw["currency"]),
        is_decided=raw["status"] in DECIDED,
        reinstated_at=instant_or_none(max(back, default=None)),
    )


def payment_intent_of(invoice_payment: Raw) -> str | None:
    """The PaymentIntent behind an InvoicePayment; None for other ways (a payment record)."""
    paid_by = invoice_payment["payment"]
    return id_of(paid_by.get("payment_intent")) if paid_by["type"] == "payment_intent" else None
