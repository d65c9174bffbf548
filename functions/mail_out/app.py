"""From the mail queue: write what a message asks for, and send it."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from balie.ground.aws import queues, settings
from balie.ground.aws.observe import log
from balie.ground.aws.work import Work, open_work
from balie.ground.core import clock
from balie.ground.core.errors import Changed
from balie.ground.core.events import Cause
from balie.outside.channels import email
from balie.outside.channels.email import Email
from balie.relation.auth import mails as auth
from balie.relation.notifications import mails
from balie.relation.notifications import service as notifications

WRITE: dict[str, Callable[[Work, Any], list[Email]]] = {
    "sign_in": auth.sign_in_mails,
    "payment_confirmed": mails.payment_mails,
}
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
MOST_RECEIVES = 5  # as the queue's redrive policy in template.yaml


def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=_send, processor=processor, context=context
    )


def _send(record: SQSRecord) -> None:
    try:
        _write_and_send(json.loads(record.body))
    except Exception as error:
        log.exception("mail not sent", extra={"message_id": record.message_id})
        receives = int(record.attributes.approximate_receive_count)
        if not queues.is_hopeless(error, receives, MOST_RECEIVES):
            raise
        queues.set_aside(settings.mail_dead_letters(), record.body, error)


def _write_and_send(message: Any) -> None:
    """Sent, then noted: dying in between sends it twice, which is better than never."""
    once = message.get("once")
    with _work(message) as work:
        if once and notifications.was_sent(work, once):
            return
        written = WRITE[message["mail"]](work, message)
    for mail in written:
        email.send(message["tenant"], mail)
    if once:
        with suppress(Changed), _work(message) as work:
            notifications.note_sent(work, once)


def _work(message: Any) -> AbstractContextManager[Work]:
    return open_work(message["tenant"], "system", Cause.TIMER, clock.now())
