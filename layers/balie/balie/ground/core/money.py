"""Amounts: whole minor units and a currency, never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal

from typing_extensions import TypedDict

from balie.ground.core.errors import Invalid

CURRENCY = re.compile(r"[A-Z]{3}")
# Currencies whose minor unit is not a hundredth. ISO 4217, list one (SIX), 2026.
DIGITS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"), 0
    ),
    **dict.fromkeys(("VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


class WireAmount(TypedDict):
    """An amount as the API says it: exact decimal text, digits as ISO 4217 has them."""

    value: str
    currency: str


class CurrencyMismatch(Invalid):
    """Two currencies in one sum."""

    code = "currency_mismatch"


@dataclass(frozen=True, slots=True)
class Money:
    """minor: signed whole minor units (cents of EUR, yen of JPY). currency: ISO 4217."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not CURRENCY.fullmatch(self.currency):
            raise Invalid(f"{self.currency!r} is not an ISO 4217 currency in upper case.")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be added.")
        return other


def zero(currency: str) -> Money:
    return Money(0, currency)


def to_wire(money: Money) -> WireAmount:
    """Money(12100, "EUR") -> {"value": "121.00", "currency": "EUR"}."""
    digits = DIGITS.get(money.currency, 2)
    value = Decimal(money.minor).scaleb(-digits)
    return {"value": f"{value:.{digits}f}", "currency": money.currency}


def price_to_wire(minor: Decimal, currency: str) -> WireAmount:
    """A price with a fraction of a minor unit, as usage is sold: 0.5 EUR cents -> "0.005"."""
    digits = DIGITS.get(currency, 2)
    value = minor.scaleb(-digits).normalize()
    shown = max(digits, -int(value.as_tuple().exponent))
    return {"value": f"{value:.{shown}f}", "currency": currency}
