"""Amounts: whole minor units, digits as ISO 4217 has them, never two currencies in one sum."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.ground.core.errors import Invalid
from balie.ground.core.money import CurrencyMismatch, Money, price_to_wire, to_wire, zero

MINOR = st.integers(min_value=-(10**15), max_value=10**15)
CURRENCY = st.sampled_from(["EUR", "USD", "JPY", "ISK", "HUF", "KWD", "XAF", "BHD"])


@pytest.mark.parametrize(
    ("money", "value"),
    [
        (Money(12_100, "EUR"), "121.00"),
        (Money(5, "EUR"), "0.05"),
        (Money(0, "EUR"), "0.00"),
        (Money(-5, "EUR"), "-0.05"),
        (Money(12_100, "JPY"), "12100"),
        (Money(0, "JPY"), "0"),
        (Money(12_100, "ISK"), "12100"),
        (Money(12_100, "HUF"), "121.00"),
        (Money(12_100, "KWD"), "12.100"),
        (Money(-1, "KWD"), "-0.001"),
        (Money(10**15, "EUR"), "10000000000000.00"),
        (Money(10**15, "JPY"), "1000000000000000"),
    ],
)
def test_an_amount_on_the_wire_has_its_currencys_digits(money, value):
    assert to_wire(money) == {"value": value, "currency": money.currency}


@given(MINOR, CURRENCY)
def test_the_wire_loses_nothing(minor, currency):
    wire = to_wire(Money(minor, currency))
    digits = len(wire["value"].partition(".")[2])
    assert Decimal(wire["value"]).scaleb(digits) == minor


@given(MINOR, MINOR, CURRENCY)
def test_adding_and_taking_away_are_exact(one, other, currency):
    a, b = Money(one, currency), Money(other, currency)
    assert a + b == b + a == Money(one + other, currency)
    assert a + b - b == a
    assert a + -a == zero(currency)
    assert (a < b, a <= b) == (one < other, one <= other)


@pytest.mark.parametrize(
    "mix",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: sum([b], a),
        lambda a, b: max(a, b),
    ],
)
def test_two_currencies_never_meet(mix):
    with pytest.raises(CurrencyMismatch):
        mix(Money(1, "EUR"), Money(1, "USD"))


def test_the_same_number_in_another_currency_is_another_amount():
    assert Money(100, "EUR") != Money(100, "USD")


@pytest.mark.parametrize("currency", ["eur", "EURO", "EU", "", "€€€", "ÉUR", "EU1", "E R", "12A"])
def test_what_is_no_currency_is_refused(currency):
    with pytest.raises(Invalid):
        Money(1, currency)


def test_nothing_is_nothing():
    assert not zero("EUR")
    assert Money(-1, "EUR")


@pytest.mark.parametrize(
    ("minor", "currency", "value"),
    [
        ("5000", "EUR", "50.00"),
        ("0.5", "EUR", "0.005"),
        ("12.345", "EUR", "0.12345"),
        ("1E+5", "EUR", "1000.00"),
        ("1.5", "JPY", "1.5"),
        ("0", "KWD", "0.000"),
    ],
)
def test_a_price_keeps_its_fractions_of_a_minor_unit(minor, currency, value):
    assert price_to_wire(Decimal(minor), currency) == {"value": value, "currency": currency}
