"""The table's stream: the events of a house, handed to what follows from them."""

from collections.abc import Iterable
from typing import Any

from balie.ground.aws import clients, guard
from functions.audit_chain import app as audit_chain
from functions.stream_out import app as stream_out
from tests.house import lambda_events
from tests.house.house import House
from tests.house.lambda_events import LambdaContext


def stream_of(house: House) -> list[dict[str, Any]]:
    """Every event so far, as the stream shows it. Of a house in memory."""
    return events_of(house.tenant)


def events_of(tenant: str) -> list[dict[str, Any]]:
    """The same of a tenant, without the marks that they were given later."""
    dynamodb: Any = clients.clients_for(tenant).dynamodb
    events = guard.prefix_of(tenant) + "EVENTS#"
    return [
        {name: value for name, value in item.items() if name != "seq"}
        for (pk, _), item in sorted(dynamodb.items.items())
        if pk.startswith(events)
    ]


def follow(house: House) -> None:
    outcome = stream_out.handler(lambda_events.stream(stream_of(house)), LambdaContext())
    assert outcome == {"batchItemFailures": []}


def chain(items: Iterable[dict[str, Any]]) -> list[str]:
    """The stream's records to the audit log; the numbers of those that have to come again."""
    outcome = audit_chain.handler(lambda_events.stream(items), LambdaContext())
    return [failure["itemIdentifier"] for failure in outcome["batchItemFailures"]]
