"""From the queue of pages: read one page of a provider's list, and send its hints."""

import json
from typing import Any

from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from balie.ground.aws import queues, settings
from balie.ground.aws.observe import log
from balie.ground.core import clock
from balie.outside.providers import catch_up

processor = SqsFifoPartialProcessor(skip_group_on_error=True)
processor.raise_on_entire_batch_failure = False
MOST_RECEIVES = 10  # as the queue's redrive policy in template.yaml


def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=_take, processor=processor, context=context
    )


def _take(record: SQSRecord) -> None:
    try:
        catch_up.take_page(json.loads(record.body), clock.now)
    except Exception as error:
        log.exception("page not read", extra={"message_id": record.message_id})
        receives = int(record.attributes.approximate_receive_count)
        if queues.is_hopeless(error, receives, MOST_RECEIVES):
            dead_letters = settings.catch_up_dead_letters()
            group = record.attributes.message_group_id or ""
            queues.set_aside(dead_letters, record.body, error, group=group)
            return
        queues.try_again_soon(settings.catch_up_queue(), record.receipt_handle, receives)
        raise
