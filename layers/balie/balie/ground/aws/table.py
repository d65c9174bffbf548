"""One tenant's part of the table: reads, queries and transactions, keys prefixed and unprefixed."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from balie.ground.aws import rows
from balie.ground.aws.direct import Refused
from balie.ground.aws.guard import PARTITION_KEYS, SWEEP, prefix_of
from balie.ground.aws.keys import Key
from balie.ground.aws.rows import Row, Value
from balie.ground.aws.services import DynamoDB
from balie.ground.core.errors import Changed, Unavailable

MOST_WRITES = 100  # actions in one TransactWriteItems
CONFLICT_TRIES = 8


class TransactionTooLarge(RuntimeError):
    """A programming error: a unit of work that must be cut into several."""


@dataclass(frozen=True, slots=True)
class Put:
    """version: the one that the row must have now; 0 for a row that must not exist yet."""

    key: Key
    row: Mapping[str, Value]
    version: int


@dataclass(frozen=True, slots=True)
class Add:
    """Add to numbers of a row that needs no version, making it when it is missing.

    at_least, below: what the numbers must be before, by attribute. sparse: numbers that are taken
    off the row instead of becoming zero. removed: those, with what they must be before.
    """

    key: Key
    amounts: Mapping[str, int]
    at_least: Mapping[str, int] = field(default_factory=dict)
    below: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, Value] = field(default_factory=dict)
    sparse: frozenset[str] = frozenset()
    removed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delete:
    key: Key
    version: int


Write = Put | Add | Delete


class Page(NamedTuple):
    """rows: by sort key, ascending. next_after: `after` of the next page; None at the end."""

    rows: list[Row]
    next_after: str | None


class TenantTable:
    def __init__(self, tenant: str, client: DynamoDB, name: str) -> None:
        self._prefix = prefix_of(tenant)
        self._client = client
        self._name = name

    def get(self, key: Key) -> Row | None:
        answer = self._client.get_item(
            TableName=self._name, Key=self._item_key(key), ConsistentRead=True
        )
        return self._row(answer["Item"]) if "Item" in answer else None

    def query(
        self,
        pk: str,
        begins_with: str,
        *,
        limit: int = 100,
        after: str = "",
        backwards: bool = False,
    ) -> Page:
        """Rows of one partition whose sort key begins with `begins_with`, past `after`."""
        return self._query(
            "pk = :pk AND sk BETWEEN :low AND :high",
            {**self._range(pk, begins_with, after, backwards), "ConsistentRead": True},
            limit,
            sort_key="sk",
        )

    def query_list(
        self,
        list_pk: str,
        begins_with: str = "",
        *,
        limit: int = 100,
        after: str = "",
        backwards: bool = False,
    ) -> Page:
        """Rows of one list of the index; what was written a moment ago may be missing."""
        return self._query(
            "list_pk = :pk AND list_sk BETWEEN :low AND :high",
            {**self._range(list_pk, begins_with, after, backwards), "IndexName": "lists"},
            limit,
            sort_key="list_sk",
        )

    def query_activity(self, activity_pk: str, *, limit: int = 100, after: str = "") -> Page:
        """A customer's events, the newest first; what was written a moment ago may be missing."""
        return self._query(
            "activity_pk = :pk AND activity_sk BETWEEN :low AND :high",
            {**self._range(activity_pk, "", after, backwards=True), "IndexName": "activity"},
            limit,
            sort_key="activity_sk",
        )

    def transact(self, writes: Sequence[Write]) -> None:
        """All of it or nothing. Raises Changed when a condition no longer holds."""
        if not writes:
            return
        if len(writes) > MOST_WRITES:
            raise TransactionTooLarge(f"{len(writes)} writes in one unit of work")
        items = [self._action(write) for write in writes]
        for attempt in range(CONFLICT_TRIES):
            try:
                self._client.transact_write_items(TransactItems=items)
                return
            except Refused as error:
                if not _in_conflict(error):
                    raise _as_ours(error) from error
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
        raise Changed("Others kept writing to the same rows; try again.")

    def _query(self, condition: str, params: dict[str, Any], limit: int, *, sort_key: str) -> Page:
        """One row more is asked for than is given, so that the end is known to be the end."""
        answer = self._client.query(
            TableName=self._name, KeyConditionExpression=condition, Limit=limit + 1, **params
        )
        found = [self._row(item) for item in answer["Items"]]
        kept = found[:limit]
        more = len(found) > limit or "LastEvaluatedKey" in answer
        return Page(kept, rows.text(kept[-1], sort_key) if more and kept else None)

    def _range(
        self, pk: str, begins_with: str, after: str, backwards: bool = False
    ) -> dict[str, Any]:
        low, high = begins_with or "\x00", begins_with + "\U0010ffff"
        past = rows.encode({":pk": self._prefix + pk, ":low": low, ":high": high})
        if not backwards:
            past |= rows.encode({":low": f"{after}\x00"}) if after else {}
            return {"ExpressionAttributeValues": past}
        past |= rows.encode({":high": _just_before(after)}) if after else {}
        return {"ExpressionAttributeValues": past, "ScanIndexForward": False}

    def _item_key(self, key: Key) -> dict[str, Any]:
        return rows.encode({"pk": self._prefix + key.pk, "sk": key.sk})

    def _row(self, item: Mapping[str, Any]) -> Row:
        row = rows.decode(item)
        for name in PARTITION_KEYS:
            if name in row:
                row[name] = rows.text(row, name).removeprefix(self._prefix)
        return row

    def _action(self, write: Write) -> dict[str, Any]:
        if isinstance(write, Put):
            return {"Put": self._put(write)}
        if isinstance(write, Add):
            return {"Update": self._add(write)}
        return {"Delete": self._delete(write)}

    def _delete(self, write: Delete) -> Any:
        return {
            "TableName": self._name,
            "Key": self._item_key(write.key),
            **_version_condition(write.version),
        }

    def _put(self, write: Put) -> Any:
        row: Row = {
            **self._listed(write.row),
            "pk": self._prefix + write.key.pk,
            "sk": write.key.sk,
        }
        return {
            "TableName": self._name,
            "Item": rows.encode(row),
            **_version_condition(write.version),
        }

    def _listed(self, row: Mapping[str, Value]) -> Row:
        """With the prefix before what the row is listed under."""
        listed = {
            name: f"{self._prefix}{row[name]}"
            for name in PARTITION_KEYS
            if name in row and not rows.text(row, name).startswith(SWEEP)
        }
        return {**row, **listed}

    def _add(self, write: Add) -> Any:
        fixed = self._listed(write.fixed)
        names: dict[str, str] = {}
        values: dict[str, Value] = {}

        def named(name: str, value: Value) -> tuple[str, str]:
            short = f"a{len(values)}"
            names[f"#{short}"], values[f":{short}"] = name, value
            return f"#{short}", f":{short}"

        parts = {
            "ADD": [" ".join(named(name, n)) for name, n in sorted(write.amounts.items()) if n],
            "SET": [" = ".join(named(name, value)) for name, value in sorted(fixed.items())],
            "REMOVE": [],
        }
        conditions = [" >= ".join(named(name, n)) for name, n in sorted(write.at_least.items())]
        for name, most in sorted(write.below.items()):
            attribute, bound = named(name, most)
            conditions.append(f"(attribute_not_exists({attribute}) OR {attribute} < {bound})")
        for name, last in sorted(write.removed.items()):
            attribute, value = named(name, last)
            parts["REMOVE"].append(attribute)
            conditions.append(f"{attribute} = {value}")
        request = {
            "TableName": self._name,
            "Key": self._item_key(write.key),
            "UpdateExpression": " ".join(
                f"{verb} {', '.join(terms)}" for verb, terms in parts.items() if terms
            ),
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": rows.encode(values),
        }
        return (
            {**request, "ConditionExpression": " AND ".join(conditions)} if conditions else request
        )


def _just_before(place: str) -> str:
    """No sort key lies between this and the place, whose last letter is plain ASCII."""
    return place[:-1] + chr(ord(place[-1]) - 1) + "\U0010ffff"


def _version_condition(version: int) -> Any:
    if version == 0:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "#version = :version",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": rows.encode({":version": version}),
    }


def _in_conflict(error: Refused) -> bool:
    """Another transaction was writing the same rows just then; nothing of ours was written."""
    if error.code == "TransactionCanceledException":
        return _reasons(error) == {"TransactionConflict"}
    return error.code in ("TransactionConflictException", "TransactionInProgressException")


def _as_ours(error: Refused) -> Exception:
    canceled = error.code == "TransactionCanceledException"
    if canceled and "ConditionalCheckFailed" in _reasons(error):
        return Changed("Somebody else changed this meanwhile; read it again.")
    if canceled or "Throttl" in error.code or "Exceeded" in error.code:
        return Unavailable("The table is busy; try again in a moment.")
    return error


def _reasons(error: Refused) -> set[str]:
    return set(error.reasons) - {"None"}
