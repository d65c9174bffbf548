"""Stripe's customers in our words. Pure."""

from dataclasses import replace
from datetime import datetime

from balie.outside.providers.snapshots import CustomerSnapshot
from balie.outside.providers.stripe.translate.amounts import Raw, instant


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
