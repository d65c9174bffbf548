"""What every object of Stripe's has: amounts, moments, references. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from balie.ground.core.money import Money

Raw = Mapping[str, Any]

# Where Stripe counts otherwise than ISO 4217: in hundredths of what has none, in whole units of
# what has hundredths. https://docs.stripe.com/currencies#special-cases
IN_HUNDREDTHS = ("ISK", "UGX")
IN_WHOLE_UNITS = ("MGA",)


def amount(minor: int, currency: str) -> Money:
    """minor: as Stripe counts, signed. currency: as Stripe writes it, in lower case."""
    code = currency.upper()
    if code in IN_WHOLE_UNITS:
        return Money(minor * 100, code)
    return Money(minor // 100 if code in IN_HUNDREDTHS else minor, code)


def unrounded(minor: Decimal, currency: str) -> Decimal:
    """An amount that may have a fraction of a minor unit: a price. Else as `amount`."""
    code = currency.upper()
    if code in IN_WHOLE_UNITS:
        return minor * 100
    return minor / 100 if code in IN_HUNDREDTHS else minor


def instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def instant_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else instant(seconds)


def id_of(field: Any) -> str | None:
    """A reference that may have been expanded."""
    found = field.get("id") if isinstance(field, Mapping) else field
    return found if isinstance(found, str) else None
