"""Sending messages, and setting aside those that cannot be dealt with, with the reason.

What arrives is unpacked by the functions, with Powertools.
"""

import json
from collections.abc import Mapping
from typing import Any

from balie.ground.aws import clients
from balie.ground.core.errors import BalieError, Invalid
from balie.ground.core.ids import new_id

FIRST_WAIT_SECONDS = 10
LONGEST_WAIT_SECONDS = 900


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


def try_again_soon(queue_url: str, receipt_handle: str, receives: int) -> None:
    """Let a message that failed come back after ten seconds, twenty, in the end fifteen minutes.

    The queue's own visibility time-out is long, for a worker that dies: six times the function's.
    """
    clients.clients_for("").sqs.change_message_visibility(
        QueueUrl=queue_url,
        ReceiptHandle=receipt_handle,
        VisibilityTimeout=min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (receives - 1)),
    )


def is_hopeless(error: Exception, receives: int, most_receives: int) -> bool:
    """Whether trying again cannot help, or has been tried often enough."""
    return isinstance(error, Invalid) or receives >= most_receives


def set_aside(dead_letters_url: str, body: str, error: Exception, *, group: str = "") -> None:
    """To the dead letters, with the reason beside the message as it came.

    The queue would set it aside by itself in the end, but without saying why, and a message that
    can never succeed would hold up its group until then.
    """
    reason = f"{error.code}: {error.detail}" if isinstance(error, BalieError) else repr(type(error))
    order: Any = {"MessageGroupId": group, "MessageDeduplicationId": new_id("msg")} if group else {}
    clients.clients_for("").sqs.send_message(
        QueueUrl=dead_letters_url,
        MessageBody=body,
        MessageAttributes={"reason": {"DataType": "String", "StringValue": reason}},
        **order,
    )
