"""Notifications: asking for what is written to people, once.

A mail is asked for by a message on the mail queue, and written (`mails`) and sent by the worker:
whoever asks is not held up, and a failure is tried again or dead-lettered. Streams and queues
deliver more than once, so a mail that follows from an event carries the name `once`, noted when it
has been sent.
"""

from decimal import Decimal
from typing import Literal, TypedDict

from balie.firm.tenants import service as tenants
from balie.ground.aws import queues, settings
from balie.ground.aws.work import Work
from balie.ground.core.events import Event
from balie.relation.customers import groups
from balie.relation.notifications import store

WRITTEN_TO = ("owner", "billing")  # the roles that look after a customer's invoices


class PaymentMail(TypedDict):
    """On the mail queue, after `invoice.paid`. value: what has been paid, as on the wire."""

    tenant: str
    mail: Literal["payment_confirmed"]
    once: str
    customer_id: str
    contact_id: str
    value: str
    currency: str
    number: str


def confirm_payment(work: Work, event: Event) -> None:
    """After `invoice.paid`: a mail to each who looks after it, where the firm wants that.

    Nothing was received for an invoice that was settled by credit, or had nothing to pay.
    """
    received = Decimal(event.data["value"])
    if received <= 0 or event.customer_id is None or not tenants.current(work).confirms_payments:
        return
    for contact in groups.contacts(work, groups.of(work, event.customer_id)):
        if contact.role in WRITTEN_TO:
            message: PaymentMail = {
                "tenant": work.tenant,
                "mail": "payment_confirmed",
                "once": f"{event.id}:{contact.id}",
                "customer_id": contact.customer_id,
                "contact_id": contact.id,
                "value": event.data["value"],
                "currency": event.data["currency"],
                "number": event.data["number"],
            }
            queues.send(work.tenant, settings.mail_queue(), message)


def was_sent(work: Work, once: str) -> bool:
    return store.was_sent(work, once)


def note_sent(work: Work, once: str) -> None:
    """The same mail twice at the same time may pass: the second note is then refused."""
    store.note_sent(work, once)
