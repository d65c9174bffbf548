"""The lines of Stripe's invoices in our words. Pure."""

from decimal import Decimal

from balie.ground.core.money import zero
from balie.outside.providers.snapshots import InvoiceLine, LineTax
from balie.outside.providers.stripe.translate.amounts import Raw, amount, instant, unrounded


def invoice_line(raw: Raw) -> InvoiceLine:
    """raw: an InvoiceLineItem. Prices and taxes stand where they have stood since basil.

    https://docs.stripe.com/changelog/basil/2025-03-31/invoice-pricing-updates
    """
    currency = raw["currency"]
    period = raw["period"]
    discounts = (amount(one["amount"], currency) for one in raw.get("discount_amounts") or ())
    return InvoiceLine(
        ref=raw["id"],
        description=raw.get("description") or "",
        quantity=_quantity(raw),
        unit_amount=_unit_amount(raw),
        amount=amount(raw["amount"], currency),
        discount=sum(discounts, zero(currency.upper())),
        taxes=tuple(_tax(tax, currency) for tax in raw.get("taxes") or ()),
        period_start=instant(period["start"]),
        period_end=instant(period["end"]),
        is_proration=_is_proration(raw),
    )


def _quantity(raw: Raw) -> Decimal | None:
    """Shapes before 2026 say whole ones alone."""
    said = raw.get("quantity_decimal")
    said = raw.get("quantity") if said is None else said
    return None if said is None else Decimal(str(said))


def _unit_amount(raw: Raw) -> Decimal | None:
    minor = (raw.get("pricing") or {}).get("unit_amount_decimal")
    return None if minor is None else unrounded(Decimal(str(minor)), raw["currency"])


def _tax(raw: Raw, currency: str) -> LineTax:
    return LineTax(
        amount=amount(raw["amount"], currency),
        is_included=raw.get("tax_behavior") == "inclusive",
    )


def _is_proration(raw: Raw) -> bool:
    parent = raw.get("parent") or {}
    names = ("invoice_item_details", "subscription_item_details")
    return any((parent.get(name) or {}).get("proration") is True for name in names)
