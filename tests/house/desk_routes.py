"""All routes of the desk, and which operation each names."""

import re
from typing import Any, NamedTuple

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from balie.firm.users.api import Gate
from balie.firm.users.roles import Operation
from functions.desk_api.app import app

# Open to who is not signed in: the ways in, and the way out.
OPEN = {
    ("POST", "/desk/set-up/challenge"),
    ("POST", "/desk/set-up"),
    ("POST", "/desk/sign-in/challenge"),
    ("POST", "/desk/sign-in"),
    ("POST", "/desk/sign-out"),
}


class Route(NamedTuple):
    method: str
    path: str
    operations: tuple[Operation, ...]


def routes() -> list[Route]:
    """Each APIRouter keeps its own, and the application has them only by it."""
    routers: list[Any] = [getattr(each, "original_router", None) for each in app.routes]
    return [
        Route(method, route.path, tuple(_gates(route.dependant)))
        for router in filter(None, routers)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]


def operation_of(route: Route) -> Operation | None:
    """Raises ValueError for a route with several."""
    if not route.operations:
        return None
    (operation,) = set(route.operations)
    return operation


def filled(path: str, ids: dict[str, str]) -> str:
    """The path with an id in each place. ids: by the place's name; else by its kind's prefix."""
    return re.sub(r"\{(\w+)\}", lambda place: ids[place[1]], path)


def places_in(path: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", path))


def _gates(dependant: Dependant) -> list[Operation]:
    own = [dependant.call.operation] if isinstance(dependant.call, Gate) else []
    return own + [each for inner in dependant.dependencies for each in _gates(inner)]
