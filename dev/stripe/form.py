"""Form-encoded text with bracket nesting, as Stripe reads it: `a[b][0]=x` and `a[]=x`."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dev.stripe.errors import invalid

NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
MAX_DEPTH = 10


def decode(text: str) -> dict[str, Any]:
    """Nested dicts of strings. A list is a dict keyed "0", "1": the parameter's type decides."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if "[" in name:
            _put(tree, _path(name), value)
        else:
            tree[name] = value
    return tree


def _path(name: str) -> list[str]:
    match = NAME.match(name)
    if match is None:
        raise invalid(f"Invalid parameter name: {name}", name)
    path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    if len(path) > MAX_DEPTH:
        raise invalid(f"Parameter nested too deeply: {path[0]}", path[0])
    return path


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    node = tree
    for here, following in zip(path, path[1:], strict=False):
        key = here or str(len(node))
        child = node.setdefault(key, {})
        if not isinstance(child, dict):
            raise invalid(f"Invalid object: {path[0]}", path[0])
        if following == "" and here == "":
            raise invalid(f"Invalid array: {path[0]}", path[0])
        node = child
    node[path[-1] or str(len(node))] = value


Values = str | int | float | bool | list[Any] | dict[str, Any]


def encode(values: dict[str, Values]) -> str:
    """The other way round, as the SDK writes it."""
    return urlencode([pair for name, value in values.items() for pair in _pairs(name, value)])


def _pairs(name: str, value: Values) -> list[tuple[str, str]]:
    if isinstance(value, bool):
        return [(name, str(value).lower())]
    if isinstance(value, dict):
        inside: list[tuple[Any, Any]] = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    else:
        return [(name, str(value))]
    return [pair for key, item in inside for pair in _pairs(f"{name}[{key}]", item)]
