"""A firm in memory with one customer's invoices, a session of its contact, and fresh news of one
payment: what the handlers of the bench work on."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

import pytest

from balie.ground.aws import clients, secrets, settings
from balie.ground.aws.observe import log
from balie.outside.providers.stripe import client as stripe_client
from dev.addresses import ORIGIN_SECRET
from dev.stripe.outbox import Delivery
from dev.stripe.simulator import Simulator
from dev.stripe.transport import InProcess
from tests.house import invoices
from tests.house.house import House, open_house
from tests.house.memory_aws import MemoryAws
from tests.house.visitor import Visitor, send_mail

HOST = "portal.studionoord.example"
EMAIL = "sanne@vandijk.example"
LINK = re.compile(r"#([A-Za-z0-9_-]{40,})")
SETTINGS = {
    "BALIE_PUBLIC_URL": "http://localhost:8400",
    "BALIE_TABLE": "table",
    "BALIE_ORIGIN_SECRETS": ORIGIN_SECRET,
    "BALIE_SECRETS_KEY": "secrets",
    "BALIE_BACKLOG_QUEUE": "http://queue.invalid/backlog.fifo",
    "BALIE_PROVIDER_EVENTS_QUEUE": "http://queue.invalid/provider-events.fifo",
    "BALIE_PROVIDER_EVENTS_DEAD_LETTERS": "http://queue.invalid/dead-letters.fifo",
    "BALIE_CATCH_UP_QUEUE": "http://queue.invalid/catch-up.fifo",
    "BALIE_CATCH_UP_DEAD_LETTERS": "http://queue.invalid/catch-up-dead-letters.fifo",
    "BALIE_MAIL_SENDER": "billing@balie.example",
    "BALIE_MAIL_QUEUE": "http://queue.invalid/mail",
    "BALIE_MAIL_DEAD_LETTERS": "http://queue.invalid/mail-dead-letters",
    "POWERTOOLS_SERVICE_NAME": "balie",
    "POWERTOOLS_METRICS_NAMESPACE": "Balie",
}


@dataclass(frozen=True, slots=True)
class Furnished:
    """customer: its id. visitor: its contact, signed in. news: of one payment, not yet heard."""

    house: House
    customer: str
    visitor: Visitor
    news: list[Delivery]

    @property
    def cookies(self) -> list[str]:
        return [f"{name}={value}" for name, value in self.visitor.jar.items()]

    def telling(self, event_type: str) -> Delivery:
        return next(told for told in self.news if told.event["type"] == event_type)


@contextmanager
def silent() -> Iterator[None]:
    """What the product logs in this process goes nowhere."""
    with (
        pytest.MonkeyPatch.context() as patched,
        open(os.devnull, "w") as nowhere,
        redirect_stdout(nowhere),
    ):
        patched.setattr(log.registered_handler, "stream", nowhere)
        yield


@contextmanager
def in_memory(aws: MemoryAws) -> Iterator[Simulator]:
    """The product on `aws` and on a simulator, both in this process, and silent."""
    simulator = Simulator()
    with pytest.MonkeyPatch.context() as patched, silent():
        for name, value in SETTINGS.items():
            patched.setenv(name, value)
        patched.setattr(clients, "clients_for", lambda _tenant: aws)
        patched.setattr(secrets, "_decrypted", {})
        patched.setattr(stripe_client, "http_client", lambda: InProcess(simulator))
        yield simulator


def furnish(
    aws: MemoryAws, simulator: Simulator, *, still_open: int = 12, paid: int = 8
) -> Furnished:
    house = open_house(simulator, host=HOST)
    ref = invoices.customer(house, email=EMAIL)
    for _ in range(still_open):
        invoices.open_invoice(house, of=ref)
    for _ in range(paid):
        invoices.pay(house, invoices.open_invoice(house, of=ref))
    house.settle()
    visitor = signed_in(aws)
    customer = visitor.get("/api/session").json["customer"]["id"]
    invoices.pay(house, invoices.open_invoice(house, of=ref))
    return Furnished(house, customer, visitor, simulator.take())


def signed_in(aws: MemoryAws) -> Visitor:
    visitor = Visitor(HOST)
    visitor.post("/api/sign-in", {"email": EMAIL, "language": "nl"})
    failed = send_mail(aws.sqs.take(settings.mail_queue()))
    assert not failed, failed
    said: str = aws.sesv2.sent[-1]["Content"]["Simple"]["Body"]["Text"]["Data"]
    link = LINK.search(said)
    assert link, said
    answer = visitor.post("/api/sign-in/redeem", {"token": link[1]})
    assert answer.json == {"result": "signed_in"}, answer.text
    return visitor


def hint_of(house: House, delivery: Delivery) -> dict[str, Any]:
    """The queued message that this delivery becomes."""
    house.hear([delivery])
    (message,) = house.hints()
    return message
