"""A table that AWS restored, brought back into the deployment's own: all of it, or one firm's rows.

The one place that reads whole tables and writes rows as they are, past every rule. It is for an
operator's shell: no function imports it, and no function's role could do what it does.
"""

import hashlib
import json
import random
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from balie.ground.aws import guard, restored_keys, rows, sdk, settings
from balie.ground.aws.restored_keys import Stage
from balie.ground.core.errors import Conflict, Unavailable

Item = dict[str, Any]
A_BATCH = 25  # the most that one BatchWriteItem takes
TRIES = 10


class CopyUnfit(Conflict):
    code = "copy_unfit"


class RestoreUnfinished(Unavailable):
    code = "restore_unfinished"


class Difference(NamedTuple):
    """item: as the copy has it. kind: "new" here, "changed", or "gone": the copy has none of it,
    and the item is the key alone."""

    stage: Stage
    kind: str
    item: Item


def check(copy: str) -> None:
    """That it is there, whole and keyed as ours. Raises CopyUnfit."""
    own, found = _table(settings.table_name()), _table(copy)
    if found["TableName"] == own["TableName"]:
        raise CopyUnfit(f"{copy} is this deployment's own table, not a copy of it.")
    if found["TableStatus"] != "ACTIVE":
        raise CopyUnfit(f"{copy} is not whole yet ({found['TableStatus']}); wait for AWS.")
    if found["KeySchema"] != own["KeySchema"]:
        raise CopyUnfit(f"{copy} has other keys: it is no copy of a table of Balie's.")


def firms(copy: str, tenant: str | None) -> list[str]:
    """Whose own row the copy holds. Raises CopyUnfit when there is none."""
    places = (_place(item) for item in _scanned(copy, tenant))
    found = [guard.tenant_of(pk) for pk, sk in places if _stage(copy, pk, sk) is Stage.FIRM]
    if not found:
        raise CopyUnfit(f"{copy} holds no firm{f' {tenant}' if tenant else ''}.")
    return found


def differences(copy: str, tenant: str | None) -> Iterator[Difference]:
    """tenant: None for all rows of all firms. Memory grows with the rows that are here now."""
    held = {_place(item): _digest(item) for item in _scanned(settings.table_name(), tenant)}
    for item in _scanned(copy, tenant):
        if tenant and item.get("tenant", {"S": tenant})["S"] != tenant:
            continue  # another firm's host
        stage = restored_keys.stage_of(*_place(item))
        before = held.pop(_place(item), None) if stage > Stage.ENDED else ""
        if before is None:
            yield Difference(stage, "new", item)
        elif before not in ("", _digest(item)) and stage is not Stage.HOSTS:
            yield Difference(stage, "changed", item)
    for pk, sk in held:
        stage = restored_keys.stage_of(pk, sk)
        if restored_keys.may_vanish(stage):
            yield Difference(stage, "gone", rows.encode({"pk": pk, "sk": sk}))


def bring_back(found: Iterable[Difference]) -> int:
    """How many rows were written or removed. Raises RestoreUnfinished."""
    client, table = sdk.client("dynamodb"), settings.table_name()
    requests, written = (_request(difference) for difference in found), 0
    while batch := list(islice(requests, A_BATCH)):
        _write(client, table, batch)
        written += len(batch)
    return written


def _request(difference: Difference) -> Item:
    """Checked by the guard as a unit of work's would be: a row is listed with its own firm's."""
    item = difference.item
    if difference.kind == "gone":
        return {"DeleteRequest": {"Key": item}}
    with guard.scope(restored_keys.scope_of(item["pk"]["S"])):
        guard.check("TransactWriteItems", {"TransactItems": [{"Put": {"Item": item}}]})
    return {"PutRequest": {"Item": item}}


def _write(client: Any, table: str, requests: list[Item]) -> None:
    """AWS does a part of a batch when the table is busy, and says what it has not done."""
    for attempt in range(TRIES):
        answer = client.batch_write_item(RequestItems={table: requests})
        requests = answer.get("UnprocessedItems", {}).get(table, [])
        if not requests:
            return
        time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311
    raise RestoreUnfinished("The table is too busy; run the same again, which goes on from here.")


def _table(name: str) -> dict[str, Any]:
    client = sdk.client("dynamodb")
    try:
        found: dict[str, Any] = client.describe_table(TableName=name)["Table"]
    except client.exceptions.ResourceNotFoundException as error:
        raise CopyUnfit(f"There is no table {name} in this account and region.") from error
    return found


def _scanned(table: str, tenant: str | None) -> Iterator[Item]:
    """A page at a time. With a tenant, its rows alone, and all hosts."""
    client, asked = sdk.client("dynamodb"), {"TableName": table, "ConsistentRead": True}
    if tenant:
        asked |= {
            "FilterExpression": "begins_with(pk, :own) OR begins_with(pk, :hosts)",
            "ExpressionAttributeValues": rows.encode(
                {":own": guard.prefix_of(tenant), ":hosts": guard.DIRECTORY}
            ),
        }
    while True:
        page = client.scan(**asked)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _stage(copy: str, pk: str, sk: str) -> Stage:
    try:
        return restored_keys.stage_of(pk, sk)
    except (ValueError, guard.KeyRefused) as error:
        raise CopyUnfit(f"{copy} holds rows of another program.") from error


def _place(item: Item) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _digest(item: Item) -> str:
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()
