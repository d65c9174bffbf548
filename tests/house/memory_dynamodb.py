"""DynamoDB's conditions and transactions in memory, for counts that an embedded AWS is slow for.

It understands what `TenantTable` and the directory send, and raises what DynamoDB raises. The same
histories run against the embedded AWS, a sample of them, and must end alike.
"""

import re
import threading
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from balie.ground.aws import guard
from balie.ground.aws.direct import Refused

Item = dict[str, Any]
INDEXES = {"lists": "list", "activity": "activity"}  # by name: what its keys begin with
CLAUSE = re.compile(r"(ADD|SET|REMOVE) (.+?)(?= ADD | SET | REMOVE |$)")
ATOM = re.compile(r"(\S+) (=|>=|<) (\S+)")


class MemoryDynamoDB:
    """interfere: called before and after each request with its name, to inject faults."""

    def __init__(self, interfere: Callable[[str, str], None] | None = None) -> None:
        self.items: dict[tuple[str, str], Item] = {}
        self.interfere = interfere or (lambda _name, _moment: None)
        self._partitions: dict[str, list[str]] = defaultdict(list)
        self._lists: dict[tuple[str, str], list[tuple[str, tuple[str, str]]]] = defaultdict(list)
        self._lock = threading.Lock()

    def get_item(self, **params: Any) -> dict[str, Any]:
        return self._call("GetItem", params, self._get)

    def query(self, **params: Any) -> dict[str, Any]:
        return self._call("Query", params, self._query)

    def transact_write_items(self, **params: Any) -> dict[str, Any]:
        return self._call("TransactWriteItems", params, self._transact)

    def _call(
        self, name: str, params: dict[str, Any], answer: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> dict[str, Any]:
        guard.check(name, params)
        self.interfere(f"dynamodb.{name}", "before")
        with self._lock:
            answered = answer(params)
        self.interfere(f"dynamodb.{name}", "after")
        return answered

    def _get(self, params: dict[str, Any]) -> dict[str, Any]:
        item = self.items.get(_key(params["Key"]))
        return {"Item": dict(item)} if item else {}

    def _query(self, params: dict[str, Any]) -> dict[str, Any]:
        values = {name: value["S"] for name, value in params["ExpressionAttributeValues"].items()}
        pk, low, high = values[":pk"], values[":low"], values[":high"]
        if "IndexName" in params:
            listed = self._lists[INDEXES[params["IndexName"]], pk]
            start = bisect_left(listed, (low, ("", "")))
            end = bisect_right(listed, (high, ("\uffff", "\uffff")))
            found = [self.items[key] for _, key in listed[start:end]]
        else:
            sks = self._partitions[pk]
            found = [
                self.items[pk, sk] for sk in sks[bisect_left(sks, low) : bisect_right(sks, high)]
            ]
        if params.get("ScanIndexForward") is False:
            found.reverse()
        page = found[: params["Limit"]]
        more: dict[str, Any] = {"LastEvaluatedKey": {}} if len(found) > len(page) else {}
        return {"Items": [dict(item) for item in page], **more}

    def _transact(self, params: dict[str, Any]) -> dict[str, Any]:
        actions = [next(iter(item.items())) for item in params["TransactItems"]]
        touched = [_key(request.get("Item") or request["Key"]) for _, request in actions]
        if len(touched) > 100 or len(set(touched)) < len(touched):
            raise _refused("ValidationException")
        failed = [
            not _holds(request, self.items.get(key))
            for key, (_, request) in zip(touched, actions, strict=True)
        ]
        if any(failed):
            raise _canceled(["ConditionalCheckFailed" if bad else "None" for bad in failed])
        for key, (kind, request) in zip(touched, actions, strict=True):
            self._write(key, kind, request)
        return {}

    def _write(self, key: tuple[str, str], kind: str, request: Mapping[str, Any]) -> None:
        before = self.items.get(key)
        if before is not None:
            self._unlist(key, before)
        if kind == "Delete":
            self.items.pop(key, None)
            return
        after = dict(request["Item"]) if kind == "Put" else _updated(before, request)
        self.items[key] = after
        insort(self._partitions[key[0]], key[1])
        for listed, place in _listed(after):
            insort(self._lists[listed], (place, key))

    def _unlist(self, key: tuple[str, str], item: Item) -> None:
        self._partitions[key[0]].remove(key[1])
        for listed, place in _listed(item):
            self._lists[listed].remove((place, key))

    def copy(self) -> "MemoryDynamoDB":
        made = MemoryDynamoDB()
        made.items = deepcopy(self.items)
        made._partitions = deepcopy(self._partitions)
        made._lists = deepcopy(self._lists)
        return made


def _listed(item: Item) -> list[tuple[tuple[str, str], str]]:
    """The lists that the item is in, and its place in each."""
    return [
        ((kind, item[f"{kind}_pk"]["S"]), item[f"{kind}_sk"]["S"])
        for kind in INDEXES.values()
        if f"{kind}_pk" in item
    ]


def _key(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _holds(request: Mapping[str, Any], item: Item | None) -> bool:
    condition = request.get("ConditionExpression")
    if condition is None:
        return True
    names = request.get("ExpressionAttributeNames", {})
    values = request.get("ExpressionAttributeValues", {})
    return all(
        any(_atom(atom.strip("()"), names, values, item or {}) for atom in part.split(" OR "))
        for part in condition.split(" AND ")
    )


def _atom(
    atom: str, names: Mapping[str, str], values: Mapping[str, Any], item: Mapping[str, Any]
) -> bool:
    if atom.startswith("attribute_not_exists("):
        name = atom.removeprefix("attribute_not_exists(")
        return names.get(name, name) not in item
    found = ATOM.fullmatch(atom)
    assert found, f"a condition that nothing here sends: {atom}"
    name, operator, value = found.groups()
    held = item.get(names.get(name, name))
    wanted = values[value]
    if held is None:
        return False
    if operator == "=":
        return bool(held == wanted)
    if operator == ">=":
        return int(held["N"]) >= int(wanted["N"])
    return int(held["N"]) < int(wanted["N"])


def _updated(before: Item | None, request: Mapping[str, Any]) -> Item:
    item = {**(before or {}), **request["Key"]}
    names, values = request["ExpressionAttributeNames"], request["ExpressionAttributeValues"]
    for verb, terms in CLAUSE.findall(request["UpdateExpression"]):
        for term in terms.split(", "):
            name, _, value = term.replace(" = ", " ").partition(" ")
            if verb == "REMOVE":
                item.pop(names[name], None)
            elif verb == "SET":
                item[names[name]] = values[value]
            else:
                held = int(item.get(names[name], {"N": "0"})["N"])
                item[names[name]] = {"N": str(held + int(values[value]["N"]))}
    return item


def _refused(code: str) -> Refused:
    return Refused("TransactWriteItems", code)


def _canceled(reasons: list[str]) -> Refused:
    return Refused("TransactWriteItems", "TransactionCanceledException", reasons=reasons)
