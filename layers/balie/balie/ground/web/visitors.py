"""Whom a limit counts: the network that a request comes from.

The CDN says which address it was asked from (a function there writes the header, in template.yaml).
Anybody else can write it too, so it is believed only of a request that came through the CDN.
"""

from ipaddress import IPv6Address, IPv6Network, ip_address

from fastapi import Request
from starlette.types import Scope

SAID_BY_CDN = "x-balie-visitor"
VOUCHED_FOR = "balie.vouched_for"
OF_ONE_VISITOR = 64  # bits of an IPv6 address: the rest is the visitor's own to choose


def vouch_for(scope: Scope) -> None:
    """The request proved to come through the CDN, whose word on the visitor now counts."""
    scope[VOUCHED_FOR] = True


def visitor_of(request: Request) -> str:
    """The network address that asks, of IPv6 its network; "" when none is known."""
    connected = request.client.host if request.client else ""
    if not request.scope.get(VOUCHED_FOR):
        return _network(connected)
    return _network(request.headers.get(SAID_BY_CDN, "")) or _network(connected)


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, OF_ONE_VISITOR), strict=False))
    return str(address)
