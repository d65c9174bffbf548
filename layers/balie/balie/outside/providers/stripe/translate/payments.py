"""Stripe's payments in our words. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from balie.outside.providers.snapshots import (
    AllocationSnapshot,
    PaymentSnapshot,
    PaymentStatus,
)
from balie.outside.providers.stripe.translate.amounts import Raw, amount, id_of, instant

PAYMENT_STATUSES = {
    "requires_payment_method": PaymentStatus.REQUIRES_ACTION,
    "requires_confirmation": PaymentStatus.REQUIRES_ACTION,
    "requires_action": PaymentStatus.REQUIRES_ACTION,
    "requires_capture": PaymentStatus.REQUIRES_ACTION,
    "processing": PaymentStatus.PROCESSING,
    "succeeded": PaymentStatus.SUCCEEDED,
    "canceled": PaymentStatus.CANCELED,
}
UNDER_WAY = ("requires_action", "requires_capture", "processing", "succeeded")
CARD_BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "mastercard": "Mastercard",
    "visa": "Visa",
}
METHODS = {
    "bancontact": "Bancontact",
    "customer_balance": "Bank transfer",
    "ideal": "iDEAL | Wero",
    "link": "Link",
    "paypal": "PayPal",
    "wero": "iDEAL | Wero",
}


def payment(raw: Raw, invoice_payments: Iterable[Raw], requested_at: datetime) -> PaymentSnapshot:
    """raw: a PaymentIntent with `latest_charge` expanded. invoice_payments: all that name it."""
    currency = raw["currency"]
    charge = raw.get("latest_charge")
    charge = charge if isinstance(charge, Mapping) else {}
    method = charge.get("payment_method_details") or {}
    failure = raw.get("last_payment_error")
    status = PAYMENT_STATUSES[raw["status"]]
    if failure and status is PaymentStatus.REQUIRES_ACTION:
        status = PaymentStatus.FAILED
    links = sorted(invoice_payments, key=lambda link: (link["created"], link["id"]))
    return PaymentSnapshot(
        ref=raw["id"],
        requested_at=requested_at,
        customer_ref=id_of(raw.get("customer")),
        created_at=instant(raw["created"]),
        made_at=instant(charge.get("created") or raw["created"]),
        status=status,
        attempted=bool(charge or failure) or raw["status"] in UNDER_WAY,
        amount=amount(raw["amount"], currency),
        captured=amount(raw["amount_received"], currency),
        refunded=amount(charge.get("amount_refunded") or 0, currency),
        disputed=charge.get("disputed") is True,
        method_type=method.get("type") or next(iter(raw.get("payment_method_types") or [""])),
        method_label=_method_label(method),
        failure=failure.get("message") if failure else None,
        invoice_refs=tuple(dict.fromkeys(id_of(link["invoice"]) or "" for link in links)),
        allocations=tuple(
            AllocationSnapshot(id_of(link["invoice"]) or "", amount(link["amount_paid"], currency))
            for link in links
            if link["status"] == "paid"
        ),
    )


def payment_intent_of(invoice_payment: Raw) -> str | None:
    """The PaymentIntent behind an InvoicePayment; None for other ways (a payment record)."""
    paid_by = invoice_payment["payment"]
    return id_of(paid_by.get("payment_intent")) if paid_by["type"] == "payment_intent" else None


def _method_label(method: Raw) -> str:
    kind = str(method.get("type") or "")
    details = method.get(kind) or {}
    if kind == "card":
        brand = str(details.get("brand") or "card")
        return f"{CARD_BRANDS.get(brand, brand.title())} •••• {details.get('last4') or '????'}"
    if kind == "sepa_debit":
        return f"SEPA •••• {details.get('last4') or '????'}"
    return METHODS.get(kind, kind.replace("_", " ").capitalize())
