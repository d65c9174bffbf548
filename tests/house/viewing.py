"""Somebody of the staff who looks as a customer does, and every route that there is to try."""

from typing import Any
from urllib.parse import urlsplit

from fastapi.routing import APIRoute

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.relation.customers import service as customers
from functions.portal_api.app import app
from tests.house.house import House
from tests.house.signing_in import host
from tests.house.team import Colleague
from tests.house.visitor import Answer, Visitor

VIEW_COOKIE = "__Host-balie_view"
ID = f"x_{'0' * 26}"


def portal_routes() -> list[tuple[str, str]]:
    """Method and path of each, those that no description shows too."""
    routers: list[Any] = [app, *(getattr(each, "original_router", None) for each in app.routes)]
    return [
        (method, route.path)
        for router in filter(None, routers)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]


def customer_id(house: House, ref: str) -> str:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        found = customers.id_of_ref(work, house.connection, ref)
    assert found
    return found


def asks_to_view(by: Colleague, of: str) -> Answer:
    return by.post(f"/desk/customers/{of}/view")


def code_of(answer: Answer) -> str:
    assert answer.status == 201, answer.text
    return str(urlsplit(answer.json["address"]).fragment)


def takes(visitor: Visitor, code: str) -> Answer:
    return visitor.post("/api/view", {"code": code})


def viewer(house: House, by: Colleague, of: str) -> Visitor:
    """The tab that the desk has opened."""
    visitor = Visitor(host(house))
    answer = takes(visitor, code_of(asks_to_view(by, of)))
    assert answer.status == 204, answer.text
    return visitor
