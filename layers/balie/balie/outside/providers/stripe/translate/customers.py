"""Stripe's customers in our words. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from balie.outside.providers.snapshots import Address, CustomerSnapshot, TaxId
from balie.outside.providers.stripe.translate.amounts import Raw, id_of, instant


def customer(
    raw: Raw, requested_at: datetime, tax_ids: Iterable[Raw] | None = None
) -> CustomerSnapshot:
    """raw: a Customer, or the tombstone that Stripe keeps of a deleted one: its name is empty.

    tax_ids: all that it has; None when they were not asked for.
    """
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
        phone=raw.get("phone"),
        address=_address(raw.get("address")),
        language=locales[0][:2] if locales else None,
        tax_ids=None if tax_ids is None else tuple(map(_tax_id, tax_ids)),
        default_method_ref=_default_method(raw),
        deleted=deleted,
    )


def customer_of(invoice: Raw, requested_at: datetime) -> CustomerSnapshot:
    """invoice: with `customer` expanded. A deleted one is known by what the invoice says of it."""
    found = customer(invoice["customer"], requested_at)
    if not found.deleted:
        return found
    known_as = invoice.get("customer_name") or invoice.get("customer_email") or found.ref
    return replace(found, name=known_as, email=invoice.get("customer_email"))


def has_balance(raw: Raw) -> bool:
    """raw: a Customer. Whether it has credit or a debit now, in its own currency or another."""
    return bool(raw.get("balance")) or any((raw.get("invoice_credit_balance") or {}).values())


def _address(raw: Raw | None) -> Address | None:
    """None for no address, and for one of which nothing is known."""
    said = {name: (raw or {}).get(name) or None for name in Address.__slots__}
    return Address(**said) if any(said.values()) else None


def _tax_id(raw: Raw) -> TaxId:
    verification = raw.get("verification") or {}
    return TaxId(type=raw["type"], value=raw["value"], verification=verification.get("status"))


def _default_method(raw: Raw) -> str | None:
    """In the order that Stripe looks for one.

    https://docs.stripe.com/api/subscriptions/object#subscription_object-default_payment_method
    """
    settings = raw.get("invoice_settings") or {}
    return id_of(settings.get("default_payment_method")) or id_of(raw.get("default_source"))
