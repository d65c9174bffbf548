"""What DynamoDB would bill for the requests that arrive at the table in memory.

Sizes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
Units: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
A transaction bills each row twice; the index follows with plain writes, as it does for any write.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from tests.house.memory_dynamodb import Item, MemoryDynamoDB

READ_UNIT, WRITE_UNIT = 4096, 1024


@dataclass(frozen=True, slots=True)
class Request:
    """what: the operation and the sort key asked for. rows: how many were read or written."""

    what: str
    rows: int
    read_units: float = 0
    write_units: float = 0


class BilledDynamoDB(MemoryDynamoDB):
    def __init__(self) -> None:
        super().__init__()
        self.billed: list[Request] = []

    def taken(self) -> list[Request]:
        """The requests since the last asking."""
        found, self.billed = self.billed, []
        return found

    def _call(
        self, name: str, params: dict[str, Any], answer: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> dict[str, Any]:
        if name != "TransactWriteItems":
            answered = super()._call(name, params, answer)
            self.billed.append(_read(name, params, answered))
            return answered
        keys = [_key(action) for action in params["TransactItems"]]
        before = [self.items.get(key) for key in keys]
        answered = super()._call(name, params, answer)
        after = [self.items.get(key) for key in keys]
        units = sum(map(written_units, before, after))
        self.billed.append(Request(name, rows=len(keys), write_units=units))
        return answered


def item_size(item: Mapping[str, Any]) -> int:
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def written_units(before: Item | None, after: Item | None) -> int:
    """Of one row in a transaction, with what its entries in the indexes cost."""
    largest = max(item_size(before or {}), item_size(after or {}))
    entries = sum(_index_units(before, after, index) for index in ("list", "activity"))
    return 2 * _units(largest, WRITE_UNIT) + entries


def _index_units(before: Item | None, after: Item | None, index: str) -> int:
    """An entry that moves is deleted and written; one that stays is written when it changed."""
    was, becomes = _entry(before, index), _entry(after, index)
    if was is None or becomes is None:
        return sum(_units(item_size(entry), WRITE_UNIT) for entry in (was, becomes) if entry)
    if was == becomes:
        return 0
    sizes = [item_size(was), item_size(becomes)]
    moved = any(was[name] != becomes[name] for name in (f"{index}_pk", f"{index}_sk"))
    return sum(_units(s, WRITE_UNIT) for s in sizes) if moved else _units(max(sizes), WRITE_UNIT)


def _entry(item: Item | None, index: str) -> Item | None:
    return item if item and f"{index}_pk" in item else None


def _read(name: str, params: Mapping[str, Any], answered: Mapping[str, Any]) -> Request:
    found = answered["Items"] if name == "Query" else [answered.get("Item", {})]
    units = _units(sum(map(item_size, found)), READ_UNIT)
    share = 1 if params.get("ConsistentRead") else 0.5
    wanted = params.get("Key") or {"sk": params.get("ExpressionAttributeValues", {}).get(":low")}
    index = " of the index" if "IndexName" in params else ""
    what = f"{name}{index} {wanted['sk']['S'].partition('#')[0]}".strip("\x00 ")
    return Request(what, rows=len(found), read_units=units * share)


def _units(size: int, unit: int) -> int:
    """What is not there costs one unit to find out."""
    return max(1, ceil(size / unit))


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "N":
        number = str(content)
        return ceil(len(number.strip("-0") or "0") / 2) + 1 + number.startswith("-")
    return 1 if kind == "BOOL" else len(str(content).encode())


def _key(action: Mapping[str, Any]) -> tuple[str, str]:
    (request,) = action.values()
    key = request.get("Item") or request["Key"]
    return key["pk"]["S"], key["sk"]["S"]
