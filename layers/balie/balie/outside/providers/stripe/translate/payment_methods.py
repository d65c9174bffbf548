"""Stripe's payment methods and mandates in our words. Pure."""

from datetime import datetime

from balie.outside.providers.snapshots import Mandate, MandateStatus, PaymentMethodSnapshot
from balie.outside.providers.stripe.translate.amounts import Raw, id_of, instant, instant_or_none
from balie.outside.providers.stripe.translate.method_labels import label

UNDER_MANDATE = ("acss_debit", "au_becs_debit", "bacs_debit", "sepa_debit")


def payment_method(
    raw: Raw, mandate_of: Raw | None, requested_at: datetime
) -> PaymentMethodSnapshot:
    """raw: a PaymentMethod. mandate_of: the Mandate it is debited under; None when not known."""
    details = raw.get(raw["type"]) or {}
    return PaymentMethodSnapshot(
        ref=raw["id"],
        requested_at=requested_at,
        created_at=instant(raw["created"]),
        customer_ref=id_of(raw.get("customer")),
        type=raw["type"],
        label=label(raw),
        last4=details.get("last4"),
        country=details.get("country"),
        expires_year=details.get("exp_year"),
        expires_month=details.get("exp_month"),
        mandate=_mandate(mandate_of) if mandate_of else None,
    )


def needs_mandate(raw: Raw) -> bool:
    """raw: a PaymentMethod. Whether it is somebody's account that is debited under a mandate."""
    return raw["type"] in UNDER_MANDATE and id_of(raw.get("customer")) is not None


def generated_by_charge(raw: Raw) -> str | None:
    """raw: a PaymentMethod. The charge, by iDEAL say, whose account it is."""
    details = raw.get(raw["type"]) or {}
    return id_of((details.get("generated_from") or {}).get("charge"))


def mandate_of_charge(charge: Raw, method_ref: str) -> str | None:
    """The mandate that the charge debited this method under, or that it made for it.

    https://docs.stripe.com/api/charges/object#charge_object-payment_method_details
    """
    details = charge.get("payment_method_details") or {}
    way = details.get(details.get("type")) or {}
    if charge.get("payment_method") == method_ref:
        return id_of(way.get("mandate"))
    if id_of(way.get("generated_sepa_debit")) == method_ref:
        return id_of(way.get("generated_sepa_debit_mandate"))
    return None


def _mandate(raw: Raw) -> Mandate:
    details = raw.get("payment_method_details") or {}
    way = details.get(details.get("type")) or {}
    acceptance = raw.get("customer_acceptance") or {}
    return Mandate(
        ref=raw["id"],
        status=MandateStatus(raw["status"]),
        reference=way.get("reference"),
        accepted_at=instant_or_none(acceptance.get("accepted_at")),
    )
