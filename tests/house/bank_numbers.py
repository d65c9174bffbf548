"""Invoice numbers in the ways of many firms, and structured references with their check digits."""

from collections.abc import Callable
from datetime import date
from typing import Any

Number = Callable[[int, date, dict[str, Any]], str]

STYLES: dict[str, Number] = {
    "plain counter": lambda serial, _, __: f"{serial:06}",
    "month and counter": lambda serial, day, _: f"{day:%Y%m}{serial:04}",
    "customer first": lambda serial, _, who: f"K{who['customer_no'][-3:]}-{serial:04}",
    "slashes": lambda serial, day, _: f"{day:%y}/{serial:05}/V",
    "letter behind": lambda serial, day, _: f"{day:%Y}-{serial:04}{'ABC'[serial % 3]}",
    "seven digits": lambda serial, _, __: str(4000000 + serial),
    "four digits": lambda serial, _, __: str(1000 + serial),
    "like a postcode": lambda serial, _, __: f"{1000 + serial} NL",
    "like a date": lambda serial, _, __: (
        f"2026{serial // 28 % 12 + 1:02}{serial % 28 + 1:02}" + (f"-{serial // 336}")
    ),
    "five digits": lambda serial, _, __: str(20000 + serial),
    "words": lambda serial, day, _: f"FACT-{day:%Y}-{serial:05}",
    "dots": lambda serial, day, _: f"{day:%Y}.{serial // 100:02}.{serial % 100:02}",
}


def rf(body: str) -> str:
    value = "".join(str(int(sign, 36)) for sign in body + "RF00")
    return f"RF{98 - int(value) % 97:02}{body}"


def ogm(serial: int) -> str:
    return f"{serial:010}{serial % 97 or 97:02}"


def betalingskenmerk(serial: int) -> str:
    body = f"{serial:015}"
    weights = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)
    total = sum(int(sign) * weights[place % 10] for place, sign in enumerate(reversed(body)))
    check = 11 - total % 11
    return {10: "1", 11: "0"}.get(check, str(check)) + body
