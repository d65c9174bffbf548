"""Rows changed behind the product's back, as a bug, a bad repair or an older release does it."""

import json
from collections.abc import Callable
from typing import Any

from balie.ground.aws import clients, guard, rows, settings
from balie.ground.aws.rows import Row, Value
from tests.house import oracle
from tests.house.house import House


def row_of(house: House, sk: str, pk: str = "") -> Row:
    """The one row whose sort key begins with `sk`, in a partition that has `pk` in its name."""
    found = [
        row
        for row in oracle.every_row(house.tenant)
        if str(row["sk"]).startswith(sk) and pk in str(row["pk"])
    ]
    assert len(found) == 1, [(row["pk"], row["sk"]) for row in found]
    return found[0]


def put(house: House, row: Row, *without: str, **changes: Value) -> None:
    """The row (keys as `oracle.every_row` gives them) with these attributes changed or left out."""
    kept = {name: value for name, value in {**row, **changes}.items() if name not in without}
    _write(house, "Put", {"Item": rows.encode(kept)})


def remove(house: House, row: Row) -> None:
    _write(house, "Delete", {"Key": rows.encode({"pk": row["pk"], "sk": row["sk"]})})


def _write(house: House, kind: str, request: dict[str, Any]) -> None:
    action: Any = {kind: {"TableName": settings.table_name(), **request}}
    with guard.scope(guard.prefix_of(house.tenant)):
        client = clients.clients_for(house.tenant).dynamodb
        client.transact_write_items(TransactItems=[action])


def rewrite(house: House, row: Row, change: Callable[[dict[str, Any]], object]) -> None:
    """The row with its `data` changed."""
    data = json.loads(rows.text(row, "data"))
    change(data)
    put(house, row, data=json.dumps(data))
