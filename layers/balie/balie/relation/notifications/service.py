"""Notifications: asking for what is written to people.

A mail is asked for by a message on the mail queue, and written (`mails`) and sent by the worker:
whoever asks is not held up, and a failure is tried again or dead-lettered.
"""

from typing import Literal, TypedDict

from balie.firm.tenants import service as tenants
from balie.ground.aws import queues, settings
from balie.ground.aws.work import Work
from balie.ground.core.events import Event


class PaymentMail(TypedDict):
    """On the mail queue, after `invoice.paid`."""

    tenant: str
    mail: Literal["payment_confirmed"]
    customer_id: str
    value: str
    currency: str
    number: str


def confirm_payment(work: Work, event: Event) -> None:
    """After `invoice.paid`: ask for a mail to the customer, where the firm wants that."""
    if not tenants.current(work).confirms_payments or event.customer_id is None:
        return
    message: PaymentMail = {
        "tenant": work.tenant,
        "mail": "payment_confirmed",
        "customer_id": event.customer_id,
        "value": event.data["value"],
        "currency": event.data["currency"],
        "number": event.data["number"],
    }
    queues.send(work.tenant, settings.mail_queue(), message)
