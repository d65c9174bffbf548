"""Stripe's invoices in our words. Pure."""

from collections.abc import Iterable
from datetime import datetime

from balie.outside.providers.snapshots import (
    Collection,
    InvoiceSnapshot,
    InvoiceStatus,
)
from balie.outside.providers.stripe.translate.amounts import (
    Raw,
    amount,
    id_of,
    instant,
    instant_or_none,
)
from balie.outside.providers.stripe.translate.payments import payment_intent_of


def invoice(
    raw: Raw, invoice_payments: Iterable[Raw], requested_at: datetime
) -> InvoiceSnapshot | None:
    """raw: an Invoice. invoice_payments: all its InvoicePayments. None for a draft: it is no claim.

    What came in through Stripe stands in its payments; the rest of `amount_paid` was paid outside.
    """
    if raw["status"] == "draft":
        return None
    currency = raw["currency"]
    through_stripe = sum(
        payment["amount_paid"] or 0
        for payment in invoice_payments
        if payment["status"] == "paid" and payment_intent_of(payment)
    )
    moments = raw.get("status_transitions") or {}
    return InvoiceSnapshot(
        ref=raw["id"],
        requested_at=requested_at,
        customer_ref=id_of(raw["customer"]) or "",
        created_at=instant(raw["created"]),
        number=raw.get("number") or "",
        description=_description(raw),
        status=InvoiceStatus(raw["status"]),
        total=amount(raw["total"], currency),
        amount_paid=amount(raw["amount_paid"], currency),
        reduced=amount(raw["total"] - raw["amount_paid"] - raw["amount_remaining"], currency),
        paid_out_of_band=amount(max(0, raw["amount_paid"] - through_stripe), currency),
        overpaid=amount(max(0, through_stripe - raw["amount_paid"]), currency),
        issued_at=instant_or_none(moments.get("finalized_at"))
        or instant(raw.get("effective_at") or raw["created"]),
        due_at=instant_or_none(raw.get("due_date")),
        paid_at=instant_or_none(moments.get("paid_at")),
        closed_at=instant_or_none(
            moments.get("voided_at") or moments.get("marked_uncollectible_at")
        ),
        collection=Collection(raw["collection_method"]),
        next_attempt_at=instant_or_none(raw.get("next_payment_attempt")),
        pay_url=raw.get("hosted_invoice_url"),
    )


def _description(raw: Raw) -> str:
    lines = (raw.get("lines") or {}).get("data") or [{}]
    return str(raw.get("description") or lines[0].get("description") or "")
