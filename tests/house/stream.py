"""The table's stream: the events of a house, handed to what follows from them."""

from typing import Any

from balie.ground.aws import clients, guard
from functions.stream_out import app as stream_out
from tests.house import lambda_events
from tests.house.house import House
from tests.house.lambda_events import LambdaContext


def stream_of(house: House) -> list[dict[str, Any]]:
    """Every event so far, as the stream shows it. Of a house in memory."""
    dynamodb: Any = clients.clients_for(house.tenant).dynamodb
    events = guard.prefix_of(house.tenant) + "EVENTS#"
    return [item for (pk, _), item in sorted(dynamodb.items.items()) if pk.startswith(events)]


def follow(house: House) -> None:
    outcome = stream_out.handler(lambda_events.stream(stream_of(house)), LambdaContext())
    assert outcome == {"batchItemFailures": []}
