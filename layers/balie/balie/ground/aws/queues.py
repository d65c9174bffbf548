"""Sending messages. What arrives is unpacked by the functions, with Powertools."""

import json
from collections.abc import Mapping
from typing import Any

from balie.ground.aws import clients


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


def send(tenant: str, queue_url: str, message: Mapping[str, Any]) -> None:
    clients.clients_for(tenant).sqs.send_message(
        QueueUrl=queue_url, MessageBody=json.dumps(message)
    )
