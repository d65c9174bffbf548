"""`expand[]`: references replaced by what they refer to, up to four levels deep.

`data` is a level too: `data.payment.payment_intent.latest_charge` is the deepest in a list of
invoice payments. https://docs.stripe.com/api/expanding_objects
"""

from typing import TYPE_CHECKING, Any

from dev.stripe.errors import invalid
from dev.stripe.present import INCLUDABLE, present
from dev.stripe.store import Obj

if TYPE_CHECKING:
    from dev.stripe.world import World

MAX_LEVELS = 4
Tree = dict[str, "Tree"]
NEVER = frozenset({"id", "object", "url"})


def expand(world: "World", shown: Obj, paths: list[str]) -> Obj:
    """shown: a presented object or list, whose top level may be changed in place."""
    tree: Tree = {}
    for path in paths:
        steps = path.split(".")
        if len(steps) > MAX_LEVELS:
            message = f"You cannot expand more than {MAX_LEVELS} levels of a property. Property: "
            raise invalid(message + path, "expand")
        node = tree
        for step in steps:
            node = node.setdefault(step, {})
    _expand(world, shown, tree, "")
    return shown


def _expand(world: "World", node: Obj, tree: Tree, above: str) -> None:
    for name, deeper in tree.items():
        path = f"{above}.{name}" if above else name
        value = _expanded(world, node, name, path)
        node[name] = value
        if deeper and value is not None:
            if not isinstance(value, dict | list):
                raise _refused(path)
            for child in value if isinstance(value, list) else [value]:
                _expand(world, child, deeper, path)


def _expanded(world: "World", node: Obj, name: str, path: str) -> Any:
    include = INCLUDABLE.get((node.get("object", ""), name))
    if include is not None:
        return include(world, node)
    if name not in node or name in NEVER:
        raise _refused(path)
    value = node[name]
    if isinstance(value, str):
        return _resolved(world, value, path)
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, list):
        return [
            dict(item) if isinstance(item, dict) else _resolved(world, item, path) for item in value
        ]
    return value


def _resolved(world: "World", ref: Any, path: str) -> Obj:
    if ref in world.store.deleted:
        return {"id": ref, "object": world.store.deleted[ref], "deleted": True}
    found = world.store.by_id.get(ref)
    if found is not None:
        return present(world, found)
    raise _refused(path)


def _refused(path: str) -> Exception:
    return invalid(f"This property cannot be expanded ({path}).", "expand")
