"""Messages that were given up on: how many, why, and the way back to their queue."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from balie.ground.aws import clients
from balie.ground.core.ids import new_id

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

UNSAID = "no reason is with it: see the function's log"  # it died, or it reads a stream
LOOKED_AT_SECONDS = 10


def reasons(dead_letters_url: str) -> Counter[str]:
    """How many wait there for each reason. They are hidden from others for ten seconds."""
    return Counter(_reason(message) for message in _received(dead_letters_url))


def redrive(dead_letters_url: str, queue_url: str) -> int:
    """Send all back to the queue they came from; how many. Deleted last, so that none is lost."""
    moved = 0
    sqs = clients.clients_for("").sqs
    for message in _received(dead_letters_url):
        group = message["Attributes"].get("MessageGroupId")
        if group:
            sqs.send_message(
                QueueUrl=queue_url,
                MessageBody=message["Body"],
                MessageGroupId=group,
                MessageDeduplicationId=new_id("msg"),
            )
        else:
            sqs.send_message(QueueUrl=queue_url, MessageBody=message["Body"])
        sqs.delete_message(QueueUrl=dead_letters_url, ReceiptHandle=message["ReceiptHandle"])
        moved += 1
    return moved


def redo(dead_letters_url: str, deal_with: Callable[[str], None]) -> int:
    """Deal with the body of each here and now; how many. Deleted after it, so that none is lost."""
    done = 0
    for message in _received(dead_letters_url):
        deal_with(message["Body"])
        clients.clients_for("").sqs.delete_message(
            QueueUrl=dead_letters_url, ReceiptHandle=message["ReceiptHandle"]
        )
        done += 1
    return done


def _received(queue_url: str) -> "Iterator[MessageTypeDef]":
    """Each once: what has been received stays hidden while the rest is looked at."""
    seen: set[str] = set()
    while True:
        answer = clients.clients_for("").sqs.receive_message(
            QueueUrl=queue_url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=LOOKED_AT_SECONDS,
            MessageSystemAttributeNames=["MessageGroupId"],
            MessageAttributeNames=["reason"],
        )
        received = answer.get("Messages", [])
        new = [message for message in received if message["MessageId"] not in seen]
        if not new:
            return
        seen.update(message["MessageId"] for message in new)
        yield from new


def _reason(message: "MessageTypeDef") -> str:
    attributes = message.get("MessageAttributes", {})
    return attributes["reason"].get("StringValue", UNSAID) if "reason" in attributes else UNSAID
