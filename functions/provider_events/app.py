"""From the queue of hints: look at what each points at, and bring ours to it."""

import json
from typing import Any

from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from balie import reactions
from balie.ground.aws.observe import log
from balie.ground.core import clock
from balie.outside.providers import hints

processor = SqsFifoPartialProcessor(skip_group_on_error=True)


def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=_take, processor=processor, context=context
    )


def _take(record: SQSRecord) -> None:
    message = json.loads(record.body)
    try:
        reactions.take_hint(message["tenant"], hints.from_message(message), clock.now)
    except Exception:
        log.exception("hint failed", extra={"message_id": record.message_id})
        raise
