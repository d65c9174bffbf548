"""Sending messages. What arrives is unpacked by the functions, with Powertools."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from balie.ground.aws import clients
from balie.ground.core.errors import Unavailable

MOST_AT_ONCE = 10  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference


def send_in_order(
    tenant: str, queue_url: str, message: Mapping[str, Any], *, group: str, deduplication: str
) -> None:
    """To a FIFO queue. group: what must not overtake itself. deduplication: the event's own id."""
    clients.clients_for(tenant).sqs.send_message(
        QueueUrl=queue_url,
        MessageBody=json.dumps(message),
        MessageGroupId=group,
        MessageDeduplicationId=deduplication,
    )


@dataclass(frozen=True, slots=True)
class Ordered:
    """group: what must not overtake itself. deduplication: the event's own id."""

    message: Mapping[str, Any]
    group: str
    deduplication: str


def send_all_in_order(tenant: str, queue_url: str, messages: Sequence[Ordered]) -> None:
    """To a FIFO queue, ten in a request. Raises Unavailable when some were not taken: the queue
    drops those that it has when all are sent again.
    """
    for first in range(0, len(messages), MOST_AT_ONCE):
        entries: Any = [
            {
                "Id": str(number),
                "MessageBody": json.dumps(each.message),
                "MessageGroupId": each.group,
                "MessageDeduplicationId": each.deduplication,
            }
            for number, each in enumerate(messages[first : first + MOST_AT_ONCE])
        ]
        answer = clients.clients_for(tenant).sqs.send_message_batch(
            QueueUrl=queue_url, Entries=entries
        )
        if answer.get("Failed"):
            raise Unavailable("The queue did not take all messages; try again in a moment.")


def send(tenant: str, queue_url: str, message: Mapping[str, Any]) -> None:
    clients.clients_for(tenant).sqs.send_message(
        QueueUrl=queue_url, MessageBody=json.dumps(message)
    )
