"""Every route of an API, and all that a caller may fill in: what is new is tried as well."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from tests.house.visitor import OWN_PAGE, Answer, Visitor

ULID = "[0-9A-HJKMNP-TV-Z]{26}"
# What an id is of, by the name of the place where it is asked for.
KINDS = {
    "catch_up_id": "cup",
    "connection_id": "con",
    "contact_id": "con",
    "customer_id": "cus",
    "invoice_id": "inv",
    "member_id": "cus",
    "passkey_id": "pky",
    "session_id": "ses",
    "user_id": "usr",
}
# Where somebody may ask for anything by its name, its number, its id or its place in a list.
SEARCHES = ("q", "number", "object_id", "actor", "what", "cursor")
# What stands in all other places; a query that may be left out has None.
FILLED: dict[str, Any] = {
    "address_form": None,
    "cause": "sync",
    "code": "123456",
    "color": "#123456",
    "content": "",
    "credential": {},
    "currency": None,
    "decimals": None,
    "email": "somebody@else.example",
    "file": "logo.png",
    "first": "2020-01-01",
    "header_text": None,
    "key": "rk_test_nobody",
    "language": "en",
    "last": "2030-01-01",
    "legal": {},
    "limit": None,
    "link": "x",
    "name": "Somebody",
    "place": "logo",
    "radius_px": 4,
    "role": "viewer",
    "show": None,
    "status": None,
    "support_email": "help@else.example",
    "token": "A" * 43,
    "user_name": "Somebody",
    "version": 0,
}


NO_MORE: Mapping[str, str] = {}


class Place(NamedTuple):
    """part: path, query or body."""

    part: str
    name: str

    @property
    def is_id(self) -> bool:
        return self.name in KINDS


class Route(NamedTuple):
    method: str
    path: str
    places: tuple[Place, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes_of(app: FastAPI) -> list[Route]:
    routers: list[Any] = [app, *(getattr(each, "original_router", None) for each in app.routes)]
    return [
        Route(method, route.path, tuple(sorted(set(_places(route)))))
        for router in filter(None, routers)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]


def places_unknown(route: Route) -> list[Place]:
    """For which nothing above says what stands there."""
    known = {*KINDS, *SEARCHES, *FILLED}
    return [place for place in route.places if place.name not in known]


def call(
    by: Visitor, route: Route, said: Mapping[Place, str], headers: Mapping[str, str] = NO_MORE
) -> Answer:
    """The cookies are what they were. said: of ids and searches; where it says nothing, an id is
    one that nobody has. headers: besides those that our own page sends."""
    given = {place: _given(place, said) for place in route.places}
    path = re.sub(
        r"\{(\w+)\}", lambda found: quote(str(given[Place("path", found[1])]), safe=""), route.path
    )
    query = {name: text for (part, name), text in given.items() if part == "query" and text}
    body = {name: value for (part, name), value in given.items() if part == "body"}
    jar = dict(by.jar)
    answer = by.send(
        route.method,
        f"{path}?{urlencode(query)}",
        headers={**({} if route.method == "GET" else OWN_PAGE), **headers},
        body=b"" if route.method == "GET" else json.dumps(body).encode(),
    )
    by.jar = jar
    return answer


def nobodys(kind: str) -> str:
    return f"{kind}_{'0' * 26}"


def _given(place: Place, said: Mapping[Place, str]) -> Any:
    if place in said:
        return said[place]
    if place.is_id:
        return nobodys(KINDS[place.name])
    return FILLED.get(place.name)


def _places(route: APIRoute) -> Iterator[Place]:
    for dependant in _with_all_inner(route.dependant):
        yield from (Place("path", each.alias) for each in dependant.path_params)
        for each in dependant.query_params:
            inner = _fields(each)
            yield from (Place("query", name) for name in inner or [each.alias])
    if route.body_field:
        yield from (Place("body", name) for name in _fields(route.body_field))


def _with_all_inner(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _with_all_inner(inner)


def _fields(of: Any) -> list[str]:
    """Of a model; none of anything else."""
    return list(getattr(of.field_info.annotation, "model_fields", {}))
