"""A limit counts visitors, whatever stands between them and us, and whatever they write."""

import pytest
from fastapi import Request

from balie.ground.web.visitors import visitor_of, vouch_for

CDN = "70.132.0.5"


def visitor(*, said: str = "", connected: str = CDN, through_cdn: bool = True) -> str:
    headers = [(b"x-balie-visitor", said.encode())] if said else []
    scope = {"type": "http", "headers": headers, "client": (connected, 1)}
    if through_cdn:
        vouch_for(scope)
    return visitor_of(Request(scope))


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("198.51.100.10", "198.51.100.10"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
    ],
)
def test_the_cdn_says_who_asks(said: str, counted: str) -> None:
    assert visitor(said=said) == counted


def test_nobody_else_says_who_asks() -> None:
    said = visitor(said="198.51.100.10", connected="203.0.113.9", through_cdn=False)
    assert said == "203.0.113.9"


@pytest.mark.parametrize("said", ["", "x", "unknown", "198.51.100.10:46532", ":", "a" * 4000])
def test_what_is_no_address_counts_for_whoever_connected(said: str) -> None:
    assert visitor(said=said) == CDN


def test_a_visitor_has_one_count_for_all_addresses_of_its_own() -> None:
    found = {visitor(connected=f"2001:db8:1:2::{n:x}", through_cdn=False) for n in range(1, 300)}
    assert found == {"2001:db8:1:2::/64"}


def test_without_any_address_there_is_one_visitor() -> None:
    assert visitor_of(Request({"type": "http", "headers": [], "client": None})) == ""
