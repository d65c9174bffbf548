"""Lists with cursors: newest first, 10 unless asked, at most 100."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from dev.stripe.errors import invalid, no_such
from dev.stripe.store import Obj
from dev.stripe.world import World

Wanted = Callable[[Obj], bool]
BOUNDS = frozenset({"gt", "gte", "lt", "lte"})
PAGING = frozenset({"limit", "starting_after", "ending_before", "expand"})


def page(
    world: World, kind: str, params: dict[str, Any], url: str, wanted: Wanted | None = None
) -> Obj:
    """wanted: further conditions beside the plain field filters found in `params`."""
    conditions = [_condition(name, value) for name, value in params.items() if name not in PAGING]
    if wanted is not None:
        conditions.append(wanted)

    def matches(obj: Obj) -> bool:
        return all(condition(obj) for condition in conditions)

    return cut(world.store.newest_first(kind), kind, params, url, matches)


def cut(objects: Iterable[Obj], kind: str, params: dict[str, Any], url: str, wanted: Wanted) -> Obj:
    """objects: in the order of the list. The items are stored objects, not yet presented."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        bound = "less than or equal to 100" if limit > 100 else "greater than or equal to 1"
        raise invalid(f"Invalid limit: must be {bound}", "limit")
    after, before = params.get("starting_after"), params.get("ending_before")
    if after and before:
        raise invalid("You may only specify one of these parameters: starting_after, ending_before")
    if before:
        newer = filter(wanted, _until(objects, kind, before))
        found = list(deque(newer, maxlen=limit + 1))
        return _list(found[-limit:], url, len(found) > limit)
    rest = _from(objects, kind, after) if after else iter(objects)
    found = list(islice(filter(wanted, rest), limit + 1))
    return _list(found[:limit], url, len(found) > limit)


def _list(data: list[Obj], url: str, has_more: bool) -> Obj:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def _from(objects: Iterable[Obj], kind: str, cursor: str) -> Iterator[Obj]:
    rest = iter(objects)
    for obj in rest:
        if obj["id"] == cursor:
            return rest
    raise no_such(kind, cursor, "starting_after", 400)


def _until(objects: Iterable[Obj], kind: str, cursor: str) -> Iterator[Obj]:
    for obj in objects:
        if obj["id"] == cursor:
            return
        yield obj
    raise no_such(kind, cursor, "ending_before", 400)


def _condition(name: str, value: Any) -> Wanted:
    if isinstance(value, dict) and value.keys() <= BOUNDS:
        return _range(name, value)
    if isinstance(value, dict):
        return lambda obj: value.items() <= (obj.get(name) or {}).items()
    return lambda obj: bool(obj.get(name) == value)


def _range(name: str, bounds: dict[str, int]) -> Wanted:
    low = max(bounds.get("gte", -1), bounds.get("gt", -2) + 1)
    high = min(bounds.get("lte", 1 << 60), bounds.get("lt", (1 << 60) + 1) - 1)
    return lambda obj: obj.get(name) is not None and low <= obj[name] <= high
