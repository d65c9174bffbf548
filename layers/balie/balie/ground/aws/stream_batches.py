"""Batches of the table's stream that a function gave up on, and the events in them once more.

What is set aside names the batch; its records stay in the stream for a day.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from balie.ground.aws import clients, guard, keys
from balie.ground.core.errors import Unavailable

Record = dict[str, Any]

MOST_PAGES = 100
GONE = ("TrimmedDataAccessException", "ResourceNotFoundException")


class BatchGone(Unavailable):
    code = "stream_batch_gone"


class Recorded(NamedTuple):
    """text: the event as JSON."""

    tenant: str
    text: str


def events(body: str) -> list[Recorded]:
    """Of the batch that the message, body as it was set aside, names. Raises BatchGone."""
    batch = json.loads(body)["DDBStreamBatchInfo"]
    try:
        return [_recorded(record) for record in _records(batch) if _is_event(record)]
    except ClientError as error:
        if error.response["Error"]["Code"] not in GONE:
            raise
        raise BatchGone("The stream has let go of these records: it keeps them a day.") from error


def _records(batch: dict[str, Any]) -> Iterator[Record]:
    """From the first to the last, with those between that the function's filter left out.

    Raises BatchGone when the stream ends before the last.
    """
    last = int(batch["endSequenceNumber"])
    for page in _pages(batch):
        for record in page:
            if _sequence(record) > last:
                return
            yield record
            if _sequence(record) == last:
                return
    raise BatchGone("The stream ends before the last of these records does.")


def _pages(batch: dict[str, Any]) -> Iterator[list[Record]]:
    """Some may be empty. An open shard has no end: the last record is there, or has been."""
    iterator: str | None = clients.clients_for("").streams.get_shard_iterator(
        StreamArn=batch["streamArn"],
        ShardId=batch["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=batch["startSequenceNumber"],
    )["ShardIterator"]
    for _ in range(MOST_PAGES):
        if iterator is None:
            return
        answer = clients.clients_for("").streams.get_records(ShardIterator=iterator)
        yield answer["Records"]
        iterator = answer.get("NextShardIterator")


def _sequence(record: Record) -> int:
    return int(record["dynamodb"]["SequenceNumber"])


def _is_event(record: Record) -> bool:
    """As the functions' filter in template.yaml."""
    place: str = record["dynamodb"]["Keys"]["sk"]["S"]
    return record["eventName"] == "INSERT" and place.startswith(keys.EVENTS)


def _recorded(record: Record) -> Recorded:
    row = record["dynamodb"]["NewImage"]
    return Recorded(guard.tenant_of(row["pk"]["S"]), row["data"]["S"])
