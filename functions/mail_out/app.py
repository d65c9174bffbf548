"""From the mail queue: write what a message asks for, and send it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from balie.ground.aws import deliveries, settings
from balie.ground.aws.work import Work, open_work
from balie.ground.core import clock, messages
from balie.ground.core.errors import Changed
from balie.ground.core.events import Cause
from balie.outside.channels import email
from balie.outside.channels.email import Email
from balie.relation.auth import mails as auth
from balie.relation.auth.service import SignInMail
from balie.relation.notifications import mails, team_mails
from balie.relation.notifications import service as notifications
from balie.relation.notifications.service import PaymentMail
from balie.relation.notifications.team import TeamMail
from balie.relation.profile import mails as profile
from balie.relation.profile.service import InvitationMail, ProofMail

WRITE: dict[str, Callable[[Work, Any], list[Email]]] = {
    "sign_in": auth.sign_in_mails,
    "payment_confirmed": mails.payment_mails,
    "contact_invited": profile.invitations,
    "prove": profile.proofs,
    "change_email": profile.proofs,
    "user_invited": team_mails.set_up_mails,
    "user_recovered": team_mails.set_up_mails,
    "recovery_started": team_mails.notices,
    "recovery_cancelled": team_mails.notices,
    "passkey_added": team_mails.own_notices,
    "passkey_removed": team_mails.own_notices,
}
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
MOST_RECEIVES = 30  # about six hours


def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=_take, processor=processor, context=context
    )


def _take(record: SQSRecord) -> None:
    source = deliveries.Source(settings.mail_queue(), settings.mail_dead_letters(), MOST_RECEIVES)
    deliveries.take(record, _write_and_send, source)


def _write_and_send(body: str) -> None:
    """Sent, then noted: dying in between sends it twice, which is better than never."""
    message: Any = messages.read(body, SignInMail, PaymentMail, TeamMail, InvitationMail, ProofMail)
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
