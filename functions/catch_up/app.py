"""From the queue of pages: read one page of a provider's list, and send its hints.

And what the desk asks for that needs a provider's key: to disconnect an account.
"""

from typing import Any

from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from balie.ground.aws import deliveries, settings
from balie.ground.core import clock, messages
from balie.outside.providers import catch_up, connecting
from balie.outside.providers.catch_up import PageMessage
from balie.outside.providers.connecting import DisconnectMessage

processor = SqsFifoPartialProcessor(skip_group_on_error=True)
processor.raise_on_entire_batch_failure = False
MOST_RECEIVES = 300  # about three days


def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=_take, processor=processor, context=context
    )


def _take(record: SQSRecord) -> None:
    source = deliveries.Source(
        settings.catch_up_queue(), settings.catch_up_dead_letters(), MOST_RECEIVES
    )
    deliveries.take(record, _take_message, source)


def _take_message(body: str) -> None:
    message: Any = messages.read(body, PageMessage, DisconnectMessage)
    if "kind" in message:
        connecting.take_disconnect(message, clock.now)
    else:
        catch_up.take_page(message, clock.now)
