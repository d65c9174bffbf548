"""From the table's stream: what follows from each event."""

from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from balie import reactions
from balie.ground.aws import guard
from balie.ground.aws.observe import log
from balie.ground.core import clock, events

processor = BatchProcessor(
    event_type=EventType.DynamoDBStreams, raise_on_entire_batch_failure=False
)


def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=_follow, processor=processor, context=context
    )


def _follow(record: DynamoDBRecord) -> None:
    row = record.dynamodb.new_image if record.dynamodb else None
    assert row is not None  # the template's filter passes new rows only
    try:
        event = events.from_json(row["data"])
        reactions.follow(guard.tenant_of(row["pk"]), event, clock.now())
    except Exception:
        log.exception("event not followed", extra={"event_id": record.event_id})
        raise
