"""The guard on DynamoDB's and S3's clients: no request leaves that touches another tenant's keys.

The twin, in code, of IAM's `dynamodb:LeadingKeys`: it sees the parameters of every request just
before they are signed, whoever built them, and compares them with the tenant that the edge opened.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

DIRECTORY = "DIRECTORY#"
SWEEP = "SWEEP#"
PARTITION_KEYS = ("pk", "list_pk", "activity_pk")
OBJECT_NAME = re.compile(r"[a-z0-9_]+(/[A-Za-z0-9_-]+)+(\.[a-z0-9]+)?")
QUERIED = tuple(f"{name} = :pk" for name in PARTITION_KEYS)
_scope: ContextVar[str | None] = ContextVar("balie_key_scope", default=None)


class KeyRefused(RuntimeError):
    """A programming error, never shown to a caller: a request outside the open tenant."""


def prefix_of(tenant: str) -> str:
    return f"T#{tenant}#"


def object_prefix_of(tenant: str) -> str:
    return f"tenants/{tenant}/"


def tenant_of(partition_key: str) -> str:
    """The tenant that a row of the table, as the stream shows it, belongs to."""
    kind, tenant, _ = partition_key.split("#", 2)
    if kind != "T":
        raise KeyRefused("a row that belongs to no tenant")
    return tenant


@contextmanager
def scope(prefix: str) -> Iterator[None]:
    """Allow requests whose partition keys begin with `prefix`, and no others."""
    token = _scope.set(prefix)
    try:
        yield
    finally:
        _scope.reset(token)


def check_object(operation: str, params: Mapping[str, Any]) -> None:
    """Raise KeyRefused unless the object is named under the open tenant's prefix."""
    if operation not in ("GetObject", "PutObject"):
        raise KeyRefused(f"{operation} is not a request that keeping files needs")
    allowed = _scope.get()
    if allowed is None:
        raise KeyRefused(f"{operation} outside any tenant")
    prefix = object_prefix_of(tenant_of(allowed))
    name = params["Key"].removeprefix(prefix)
    if name == params["Key"] or not OBJECT_NAME.fullmatch(name):
        raise KeyRefused(f"{operation} on an object outside the open tenant")


def check(operation: str, params: Mapping[str, Any]) -> None:
    """Raise KeyRefused unless every partition key named in `params` is within the open scope."""
    allowed = _scope.get()
    if allowed is None:
        raise KeyRefused(f"{operation} outside any tenant")
    for keys in _keys_of(operation, params):
        for name in PARTITION_KEYS:
            if name in keys and not keys[name]["S"].startswith(allowed):
                raise KeyRefused(f"{operation} on a key outside the open tenant")


def _keys_of(operation: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    if operation == "GetItem":
        return [params["Key"]]
    if operation == "Query":
        return [_queried(params)]
    if operation == "TransactWriteItems":
        return [_written(item) for item in params["TransactItems"]]
    raise KeyRefused(f"{operation} is not a request that the data model needs")


def _queried(params: Mapping[str, Any]) -> dict[str, Any]:
    condition: str = params["KeyConditionExpression"]
    if condition.partition(" AND ")[0] not in QUERIED:
        raise KeyRefused("a Query names its partition first, as :pk")
    return {"pk": params["ExpressionAttributeValues"][":pk"]}


def _written(item: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, request),) = item.items()
    written = dict(request["Item"] if kind == "Put" else {**request["Key"], **_set(request)})
    if written.get("list_pk", {}).get("S", "").startswith(SWEEP):
        del written["list_pk"]  # a tenant's own row, listed where only `sweep` reads
    return written


def _set(request: Mapping[str, Any]) -> dict[str, Any]:
    """What an update gives to attributes: each is named #a0, #a1 … and its value :a0, :a1 …"""
    names: Mapping[str, str] = request.get("ExpressionAttributeNames", {})
    values: Mapping[str, Any] = request.get("ExpressionAttributeValues", {})
    return {name: values.get(f":{short[1:]}") for short, name in names.items() if name != "pk"}
