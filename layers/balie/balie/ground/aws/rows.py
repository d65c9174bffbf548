"""Rows as DynamoDB has them: flat attributes of text, whole numbers and booleans.

What conditions, indexes and lists need is an attribute of its own; all else is one attribute
`data` with JSON text, because decoding nested attributes is what costs most.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

Value = str | int | bool
Row = dict[str, Value]


def encode(row: Mapping[str, Value]) -> dict[str, Any]:
    return {name: encode_value(value) for name, value in row.items()}


def encode_value(value: Value) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"S": value}


def decode(item: Mapping[str, Any]) -> Row:
    return {name: _decode_value(value) for name, value in item.items()}


def _decode_value(value: Mapping[str, Any]) -> Value:
    ((kind, content),) = value.items()
    if kind == "N":
        return int(content)
    return bool(content) if kind == "BOOL" else str(content)


def text(row: Mapping[str, Value], name: str) -> str:
    value = row[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is not text")
    return value


def number(row: Mapping[str, Value], name: str) -> int:
    """0 when there is none: counters and balances begin at nothing."""
    value = row.get(name, 0)
    if not isinstance(value, int):
        raise TypeError(f"{name} is not a number")
    return value


def ttl(until: datetime) -> Row:
    """When DynamoDB may delete the row, in epoch seconds; it may be late itself."""
    return {"expires_at": int(until.timestamp())}
