"""Stripe's words in, ours out. Pure: no network, no clock, no tenant.

`raw` is always an object as fetched with `client.API_VERSION`; fields that older versions back to
2025-03-31.basil lack are read as absent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from balie.ground.core.money import Money
from balie.outside.providers.snapshots import (
    AllocationSnapshot,
    Collection,
    CustomerSnapshot,
    InvoiceSnapshot,
    InvoiceStatus,
    PaymentSnapshot,
    PaymentStatus,
)

Raw = Mapping[str, Any]

# Where Stripe counts otherwise than ISO 4217: in hundredths of what has none, in whole units of
# what has hundredths. https://docs.stripe.com/currencies#special-cases
IN_HUNDREDTHS = ("ISK", "UGX")
IN_WHOLE_UNITS = ("MGA",)

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


def amount(minor: int, currency: str) -> Money:
    """minor: as Stripe counts, signed. currency: as Stripe writes it, in lower case."""
    code = currency.upper()
    if code in IN_WHOLE_UNITS:
        return Money(minor * 100, code)
    return Money(minor // 100 if code in IN_HUNDREDTHS else minor, code)


def instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def instant_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else instant(seconds)


def customer(raw: Raw, requested_at: datetime) -> CustomerSnapshot:
    """raw: a Customer, or the tombstone that Stripe keeps of a deleted one: its name is empty."""
    locales = raw.get("preferred_locales") or []
    deleted = raw.get("deleted") is True
    return CustomerSnapshot(
        ref=raw["id"],
        requested_at=requested_at,
        created_at=instant(raw.get("created", 0)),
        name=raw.get("business_name")
        or raw.get("name")
        or raw.get("email")
        or ("" if deleted else raw["id"]),
        email=raw.get("email"),
        language=locales[0][:2] if locales else None,
        deleted=deleted,
    )


def customer_of(invoice: Raw, requested_at: datetime) -> CustomerSnapshot:
    """invoice: with `customer` expanded. A deleted one is known by what the invoice says of it."""
    found = customer(invoice["customer"], requested_at)
    if not found.deleted:
        return found
    known_as = invoice.get("customer_name") or invoice.get("customer_email") or found.ref
    return replace(found, name=known_as, email=invoice.get("customer_email"))


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


def id_of(field: Any) -> str | None:
    """A reference that may have been expanded."""
    found = field.get("id") if isinstance(field, Mapping) else field
    return found if isinstance(found, str) else None


def _description(raw: Raw) -> str:
    lines = (raw.get("lines") or {}).get("data") or [{}]
    return str(raw.get("description") or lines[0].get("description") or "")


def _method_label(method: Raw) -> str:
    kind = str(method.get("type") or "")
    details = method.get(kind) or {}
    if kind == "card":
        brand = str(details.get("brand") or "card")
        return f"{CARD_BRANDS.get(brand, brand.title())} •••• {details.get('last4') or '????'}"
    if kind == "sepa_debit":
        return f"SEPA •••• {details.get('last4') or '????'}"
    return METHODS.get(kind, kind.replace("_", " ").capitalize())
