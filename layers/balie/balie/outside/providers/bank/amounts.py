"""Amounts and days as bank files write them."""

import re
from calendar import monthrange
from datetime import date

from balie.ground.core.money import CURRENCY, DIGITS, Money
from balie.outside.providers.bank.model import BankFileRefused

NUMBER = re.compile(r"([0-9]{1,18})(?:[.,]([0-9]{0,10}))?")


def amount(text: str, currency: str, place: str, *, out: bool) -> Money:
    """text: without sign and thousands, "1234.50", "1234,5" or "000000001234,". out: money out."""
    if not CURRENCY.fullmatch(currency):
        raise BankFileRefused(place, f"{_shown(currency)} is no currency")
    found = NUMBER.fullmatch(text)
    if found is None:
        raise BankFileRefused(place, f"{_shown(text)} is no amount")
    digits = DIGITS.get(currency, 2)
    fraction = (found[2] or "").rstrip("0")
    if len(fraction) > digits:
        raise BankFileRefused(place, f"{_shown(text)} has more decimals than {currency} has")
    minor = int(found[1] + fraction.ljust(digits, "0"))
    return Money(-minor if out else minor, currency)


def day(year: int, month: int, day_of_month: int, place: str) -> tuple[date, bool]:
    """The day, and whether it is one: of 30 February, which banks write, it is the month's last."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day_of_month <= 31):
        raise BankFileRefused(place, f"{year:04}-{month:02}-{day_of_month:02} is no date")
    last = monthrange(year, month)[1]
    return date(year, month, min(day_of_month, last)), day_of_month <= last


def _shown(text: str) -> str:
    return repr(text[:40])
