"""The calls the simulator knows: method, path, handler, parameters and needed permission."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dev.stripe.errors import invalid
from dev.stripe.store import Obj
from dev.stripe.world import World

Handler = Callable[..., Obj]
"""Takes the world, the read parameters and the ids found in the path."""


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    handler: Handler
    params: str
    """A class of `stripe.params`; "" for a call without parameters."""
    permission: str


class Router:
    def __init__(self, routes: list[Route]) -> None:
        self._tree: dict[str, Any] = {}
        for route in routes:
            node = self._tree
            for part in route.path.strip("/").split("/"):
                node = node.setdefault("{}" if part[0] == "{" else part, {})
            node[f"/{route.method}"] = route

    def find(self, method: str, path: str) -> tuple[Route, list[str]]:
        node, ids = self._tree, []
        for part in path.strip("/").split("/"):
            following = node.get(part)
            if following is None and part not in ("", "{}"):
                following = node.get("{}")
                ids.append(part)
            if following is None:
                raise _unrecognized(method, path)
            node = following
        route = node.get(f"/{method}")
        if route is None:
            raise _unrecognized(method, path)
        return route, ids


def _unrecognized(method: str, path: str) -> Exception:
    return invalid(f"Unrecognized request URL ({method}: {path}).", status=404)


def retrieve(kind: str) -> Handler:
    def retrieve_one(world: World, params: Obj, ref: str) -> Obj:
        return world.store.get(kind, ref)

    return retrieve_one
