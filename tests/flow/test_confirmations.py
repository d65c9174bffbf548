"""A payment is confirmed by mail to each who looks after it, once, and only when money came in."""

import json
from email.headerregistry import Address
from email.parser import Parser
from email.policy import default
from typing import Any

import pytest

from balie.ground.aws import settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.relation.customers import service as customers
from balie.relation.customers import store
from balie.relation.customers.model import Contact
from dev.stripe.simulator import Simulator
from functions.stream_out import app as stream_out
from tests.house import lambda_events
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import SANNE, ask, host, mailed, recipients
from tests.house.stream import follow, stream_of
from tests.house.visitor import Visitor, send_mail

BOOKKEEPER = "books@vandijk.example"


@pytest.fixture
def eager(memory: MemoryAws, simulator: Simulator) -> House:
    """A firm that confirms payments."""
    return open_house(simulator, confirms_payments=True, language="nl")


def paid_by_two_contacts(house: House) -> None:
    ref = customer(house)
    house.settle()
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        customer_id = customers.id_of_ref(work, house.connection, ref)
        assert customer_id
        for role, email in (("billing", BOOKKEEPER), ("viewer", "intern@vandijk.example")):
            store.save_contact(
                work,
                Contact(
                    id=f"con_{role}", customer_id=customer_id, name=role, email=email, role=role
                ),
            )
    pay(house, open_invoice(house, of=ref))
    house.settle()


def test_a_paid_invoice_is_confirmed_by_mail_where_the_firm_wants_it(
    memory: MemoryAws, memory_house: House, eager: House
) -> None:
    pay(eager, open_invoice(eager, 121_000))
    eager.settle()
    follow(eager)
    (mail,) = mailed(memory)
    assert mail["Destination"] == {"ToAddresses": [SANNE]}
    subject = mail["Content"]["Simple"]["Subject"]["Data"]
    assert subject == "Betaling van €\xa01.210,00 ontvangen"
    memory_house.settle()
    follow(memory_house)
    assert memory.sqs.take(settings.mail_queue()) == []


def test_an_import_sends_nothing(memory: MemoryAws, eager: House) -> None:
    pay(eager, open_invoice(eager))
    eager.settle()
    imported = json.loads(json.dumps(stream_of(eager)).replace("webhook", "import"))
    stream_out.handler(lambda_events.stream(imported), LambdaContext())
    assert memory.sqs.take(settings.mail_queue()) == []


def test_stream_and_queue_deliver_three_times_and_each_contact_gets_one_mail(
    memory: MemoryAws, eager: House
) -> None:
    paid_by_two_contacts(eager)
    for _ in range(3):
        follow(eager)
    waiting = memory.sqs.take(settings.mail_queue())
    for _ in range(3):
        assert not send_mail(waiting)
    assert sorted(recipients(memory)) == [BOOKKEEPER, SANNE]


def test_one_recipient_who_cannot_be_reached_does_not_repeat_the_others_mail(
    memory: MemoryAws, eager: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter((True, True, False))
    send = memory.sesv2.send_email

    def refuse(**params: Any) -> dict[str, Any]:
        if params["Destination"]["ToAddresses"] == [BOOKKEEPER] and next(refusals):
            raise RuntimeError("throttled")
        return send(**params)

    monkeypatch.setattr(memory.sesv2, "send_email", refuse)
    paid_by_two_contacts(eager)
    follow(eager)
    waiting = memory.sqs.take(settings.mail_queue())
    rounds = 0
    while waiting:
        rounds += 1
        waiting = send_mail(waiting)
    assert rounds == 3
    assert sorted(recipients(memory)) == [BOOKKEEPER, SANNE]


def test_an_event_that_fails_does_not_repeat_the_mails_of_its_batch(
    memory: MemoryAws, eager: House
) -> None:
    pay(eager, open_invoice(eager))
    eager.settle()
    good = next(item for item in stream_of(eager) if item["name"] == {"S": "invoice.paid"})
    told = json.loads(good["data"]["S"])
    broken = {**good, "data": {"S": json.dumps({**told, "data": {}})}}
    for _ in range(3):
        outcome = stream_out.handler(lambda_events.stream([broken, good]), LambdaContext())
        assert len(outcome["batchItemFailures"]) >= 1
    assert recipients(memory) == [SANNE]


def test_nothing_is_confirmed_when_nothing_was_received(memory: MemoryAws, eager: House) -> None:
    open_invoice(eager, 0)
    credited = open_invoice(eager)
    eager.settle()
    eager.call("post", "/v1/credit_notes", invoice=credited, amount=12_100)
    eager.settle()
    follow(eager)
    assert memory.sqs.take(settings.mail_queue()) == []


def test_script_in_a_name_is_text_in_a_mail(memory: MemoryAws, simulator: Simulator) -> None:
    nasty = '<img src=x onerror=alert(1)>"\r\nBcc: a@b.example'
    house = open_house(simulator, confirms_payments=True, name=nasty)
    pay(house, open_invoice(house))
    house.settle()
    follow(house)
    simple = mailed(memory)[0]["Content"]["Simple"]
    assert "<img" not in simple["Body"]["Html"]["Data"]
    assert "\n" not in simple["Subject"]["Data"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Studio Noord", "Studio Noord"),
        ("Café Zürich & Søn", "Café Zürich & Søn"),
        ('Jansen "De Bakker" \\ B.V.', 'Jansen "De Bakker" \\ B.V.'),
        ("O'Brien, Smith; Co <x@y.example>", "O'Brien, Smith; Co <x@y.example>"),
        ("Noord\r\nBcc: a@b.example", "Noord Bcc: a@b.example"),
        ('Zoë "Noord"\nBcc: a@b.example, c@d.example', None),
        ("Ж" * 60, "Ж" * 60),
    ],
)
def test_the_firms_name_stands_before_one_address_and_nothing_else(
    memory: MemoryAws, simulator: Simulator, name: str, shown: str | None
) -> None:
    house = open_house(simulator, name=name)
    customer(house)
    house.settle()
    ask(Visitor(host(house)))
    header = mailed(memory)[0]["FromEmailAddress"]
    assert header.isascii()
    assert header.isprintable()
    (address,) = read_back(header)
    assert address.addr_spec == "billing@balie.example"
    assert address.display_name == (shown or " ".join(name.split()))


def read_back(header: str) -> tuple[Address, ...]:
    parsed = Parser(policy=default).parsestr(f"From: {header}\n\n")
    assert parsed.keys() == ["From"]
    found: tuple[Address, ...] = parsed["from"].addresses
    return found
