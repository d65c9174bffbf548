"""From the queues of hints: look at what each points at, and bring ours to it."""

from typing import Any

from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from balie import reactions
from balie.ground.aws import deliveries, settings
from balie.ground.core import clock
from balie.outside.providers import hints

processor = SqsFifoPartialProcessor(skip_group_on_error=True)
processor.raise_on_entire_batch_failure = False
MOST_RECEIVES = 300  # about three days


def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=_take, processor=processor, context=context
    )


def _take(record: SQSRecord) -> None:
    source = deliveries.Source(
        _queue_of(record), settings.provider_events_dead_letters(), MOST_RECEIVES
    )
    deliveries.take(record, _take_hint, source)


def _queue_of(record: SQSRecord) -> str:
    """The address of the queue that the record names: both end in the queue's name."""
    name = record.event_source_arn.rpartition(":")[2]
    backlog = settings.backlog_queue()
    return backlog if backlog.rpartition("/")[2] == name else settings.provider_events_queue()


def _take_hint(body: str) -> None:
    tenant, hint = hints.from_message(body)
    reactions.take_hint(tenant, hint, clock.now)
