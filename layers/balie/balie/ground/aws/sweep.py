"""What is due, of all tenants: the one reading across them, for services that a schedule starts.

A tenant's row is due from the moment that its list key begins with, until it is put under a later
one. Only keys are read here; what is due is done in the tenant's own unit of work.
"""

import random
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from balie.ground.aws import clients, guard, keys, rows, settings
from balie.ground.core.clock import from_text, to_text

PAGE = 100


class Due(NamedTuple):
    """what: as the row was listed by `keys.swept`. due_at: since when."""

    tenant: str
    what: str
    due_at: datetime


def due(service: str, now: datetime) -> Iterator[Due]:
    """Longest due first within a list, the lists in any order; as of a moment ago.

    What is not done is found again, by the next sweep at the latest.
    """
    for number in random.sample(range(keys.SWEEP_LISTS), keys.SWEEP_LISTS):
        low = "\x00"
        while found := _page(keys.sweep(service, number), low, now):
            yield from (_due(row) for row in found)
            low = f"{rows.text(found[-1], 'list_sk')}\x00"


def _page(list_pk: str, low: str, now: datetime) -> list[rows.Row]:
    values = {":pk": list_pk, ":low": low, ":high": f"{to_text(now)}#\uffff"}
    query: Any = {
        "TableName": settings.table_name(),
        "IndexName": "lists",
        "KeyConditionExpression": "list_pk = :pk AND list_sk BETWEEN :low AND :high",
        "ExpressionAttributeValues": rows.encode(values),
        "ProjectionExpression": "pk, list_sk",
        "Limit": PAGE,
    }
    with guard.scope(guard.SWEEP):
        answer = clients.clients_for("").dynamodb.query(**query)
    return [rows.decode(item) for item in answer["Items"]]


def _due(row: rows.Row) -> Due:
    """The tenant is who the row belongs to, whatever its list key says."""
    due_at, _, what = rows.text(row, "list_sk").partition("#")
    return Due(guard.tenant_of(rows.text(row, "pk")), what, from_text(due_at))
