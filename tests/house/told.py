"""Whether every commit that changes what is kept tells of it, whoever makes it.

Watches the one door to the table. What a commit changes is compared with the row as it was, so that
no code can say that it changed nothing; only of the table in memory, whose rows can be looked at.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from balie.ground.aws import keys, rows
from balie.ground.aws.keys import Key
from balie.ground.aws.rows import Row
from balie.ground.aws.table import Add, Delete, TenantTable, Write
from balie.ground.aws.work import Work

# Rows in which nothing happened: by the beginning of their keys, and why.
NO_NEWS = {
    ("EVENTS#", keys.EVENTS): "the news itself, and later the mark of its place",
    (keys.AUDIT, ""): "the chain of the news",
    ("SEEN#", ""): "that a notification was dealt with",
    ("SENT#", ""): "that a mail went out",
    ("LIMIT#", ""): "how often something was asked",
    ("SIGN_IN_LINK#", ""): "a link that somebody may use; signing in with it is told",
    ("SIGN_IN_REQUEST#", ""): "a browser that waits for it",
    ("CHALLENGE#", ""): "what a passkey has to answer, once; signing in with it is told",
    ("VIEW_CODE#", ""): "a view that somebody may begin; beginning it is told",
    ("CATCH_UP#", ""): "how far it is; that it began, has listed all or stopped is told",
    ("TENANT", "NEXT_SYNC#"): "when the next one is due",
    ("TENANT", "NEXT_LOOK"): "when the audit log is next looked through",
}
# In which a row may change without a word: when it was last looked at, and until when it is kept.
QUIETLY = {"version", "as_of", "expires_at", "slides", "synced_until", "pk", "sk", "list_pk"}
BY_TESTS = ("operator:test", "test")


def watch(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The rows that commits of the product change without an event, as they do so."""
    untold: list[tuple[str, ...]] = []
    commit = Work.commit

    def watched(work: Work) -> None:
        writes = dict(work._writes)
        before = {key: _as_it_is(work._table, key) for key in writes}
        commit(work)
        told = any(key.sk.startswith(keys.EVENTS) for key in writes)
        changed = {kind_of(key) for key, write in writes.items() if _changes(write, before[key])}
        if changed and not told and work.actor not in BY_TESTS:
            untold.append(tuple(sorted(changed)))

    monkeypatch.setattr(Work, "commit", watched)
    return untold


def kind_of(key: Key) -> str:
    """`CUSTOMER INVOICE` of a customer's invoice: the words of the key, without any id."""
    words = [*key.pk.split("#")[:1], *key.sk.split("#")[:2]]
    return " ".join(word for word in words if word.isupper() and len(word) > 3)


def _as_it_is(table: TenantTable, key: Key) -> Row:
    held: Any = table._client
    item = held.items.get((table._prefix + key.pk, key.sk))
    return rows.decode(item) if item else {}


def _changes(write: Write, before: Row) -> bool:
    pk, sk = write.key
    if any(pk.startswith(first) and sk.startswith(second) for first, second in NO_NEWS):
        return False
    if isinstance(write, Delete):
        return bool(before)
    if isinstance(write, Add):
        return any(minor for name, minor in write.amounts.items() if name not in QUIETLY)
    return _facts(write.row) != _facts(before)


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    data = str(row.get("data", ""))
    inner = json.loads(data) if data.startswith("{") else {"data": data}
    return {
        name: value for name, value in {**row, **inner, "data": ""}.items() if name not in QUIETLY
    }
