"""A message that has been received: dealt with, left to come again, or set aside with the reason.

What cannot succeed is set aside at once, what fails for a reason of its own after ten receives.
What somebody else's outage stops is tried for as long as the queue allows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from balie.ground.aws import clients
from balie.ground.aws.observe import log
from balie.ground.core.errors import BalieError, Changed, Invalid, Unavailable
from balie.ground.core.ids import new_id

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

FIRST_WAIT_SECONDS = 10
LONGEST_WAIT_SECONDS = 900
RECEIVES = 10  # about 51 minutes
OUTAGES = (Unavailable, Changed, *clients.ERRORS)


@dataclass(frozen=True, slots=True)
class Source:
    """Where messages come from. most_receives: as the queue's redrive policy in template.yaml."""

    queue_url: str
    dead_letters_url: str
    most_receives: int


def take(record: "SQSRecord", deal_with: Callable[[str], None], source: Source) -> None:
    """Deal with the message's body. Raises what went wrong when the message comes again."""
    try:
        deal_with(record.body)
    except Exception as error:
        log.exception("message failed", extra={"message_id": record.message_id})
        receives = int(record.attributes.approximate_receive_count)
        if receives >= _patience(error, source.most_receives):
            group = record.attributes.message_group_id or ""
            _set_aside(source.dead_letters_url, record.body, error, group)
            return
        _try_again_soon(source.queue_url, record.receipt_handle, receives)
        raise


def _patience(error: Exception, most_receives: int) -> int:
    """How many receives what went wrong is worth."""
    if isinstance(error, Invalid):
        return 1
    return most_receives if isinstance(error, OUTAGES) else min(RECEIVES, most_receives)


def _try_again_soon(queue_url: str, receipt_handle: str, receives: int) -> None:
    """Let it come back after ten seconds, twenty, in the end fifteen minutes.

    The queue's own visibility time-out is long, for a worker that dies: six times the function's.
    """
    clients.clients_for("").sqs.change_message_visibility(
        QueueUrl=queue_url,
        ReceiptHandle=receipt_handle,
        VisibilityTimeout=min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(receives - 1, 7)),
    )


def _set_aside(dead_letters_url: str, body: str, error: Exception, group: str) -> None:
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
