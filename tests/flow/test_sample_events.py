"""The samples in events/: one for each trigger, each understood by its handler."""

import importlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from balie.ground.aws import settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.relation.customers import store as customers
from balie.relation.customers.model import Contact, Customer, first_contact_id
from dev.stripe.simulator import Simulator
from tests.house.house import House, open_house
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws

ROOT = Path(__file__).parents[2]
STUDIO_NOORD = "ten_01K000000000000STUD10N00RD"
VAN_DIJK = "cus_01K0000000000000000000000A"
SANNE = "sanne@vandijk-architecten.example"
JUST_AFTER = datetime(2026, 11, 22, 9, 31, tzinfo=UTC)


@pytest.fixture
def firm(memory: MemoryAws, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("BALIE_MAIL_SENDER", "billing@balie.example")
    return open_house(simulator, tenant=STUDIO_NOORD, host="localhost:8400", confirms_payments=True)


@pytest.fixture
def customer(firm: House) -> Customer:
    """The customer that the samples speak of."""
    found = Customer(
        id=VAN_DIJK,
        connection_id=firm.connection,
        ref="cus_Sample",
        name="Van Dijk Architecten",
        email=SANNE,
        as_of=clock.now(),
    )
    with open_work(STUDIO_NOORD, "operator:test", Cause.PERSON, clock.now()) as work:
        customers.save(work, found)
    return found


@pytest.fixture
def known(customer: Customer) -> Contact:
    contact = Contact(
        id=first_contact_id(VAN_DIJK), customer_id=VAN_DIJK, name="Sanne van Dijk", email=SANNE
    )
    with open_work(STUDIO_NOORD, "operator:test", Cause.PERSON, clock.now()) as work:
        customers.save_contact(work, contact)
    return contact


def handled(name: str) -> Any:
    event = json.loads((ROOT / "events" / f"{name}.json").read_text())
    return importlib.import_module(f"functions.{name}.app").handler(event, LambdaContext())


def test_each_function_has_a_sample() -> None:
    functions = {file.parent.name for file in ROOT.glob("functions/*/app.py")}
    assert {file.stem for file in ROOT.glob("events/*.json")} == functions


def test_the_portals_sample_names_the_firm(firm: House) -> None:
    answer = handled("portal_api")
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["name"] == "Studio Noord"


def test_the_desks_sample_is_refused_to_who_is_not_signed_in(
    firm: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALIE_DESK_URL", "http://desk.localhost:8400")
    assert handled("desk_api")["statusCode"] == 401


def test_the_webhooks_sample_is_for_an_endpoint_that_nobody_has(
    firm: House, memory: MemoryAws
) -> None:
    before = memory.dynamodb.copy().items
    assert handled("webhook_in")["statusCode"] == 404
    assert memory.dynamodb.items == before
    assert memory.sqs.sent == {}


def test_the_hints_sample_comes_back_for_a_connection_that_is_missing(
    firm: House, memory: MemoryAws
) -> None:
    assert len(handled("provider_events")["batchItemFailures"]) == 1
    assert memory.sqs.waits == [10]


def test_the_calls_sample_is_answered_with_a_problem_for_an_invoice_that_is_missing(
    firm: House, memory: MemoryAws
) -> None:
    assert handled("provider_call") == {"problem": "invoice_missing"}
    assert memory.kms.decrypted == 0


def test_the_pages_sample_comes_back_for_an_import_that_nobody_began(
    firm: House, memory: MemoryAws
) -> None:
    assert len(handled("catch_up")["batchItemFailures"]) == 1
    assert memory.sqs.waits == [10]


def test_the_ticks_sample_starts_nothing_before_the_night(firm: House, memory: MemoryAws) -> None:
    handled("nightly")
    assert memory.sqs.take(settings.catch_up_queue()) == []


@time_machine.travel(JUST_AFTER, tick=False)
def test_the_streams_sample_asks_for_one_mail_to_the_contact(
    known: Contact, memory: MemoryAws
) -> None:
    assert handled("stream_out") == {"batchItemFailures": []}
    (asked,) = memory.sqs.take(settings.mail_queue())
    message = json.loads(asked["MessageBody"])
    assert (message["number"], message["contact_id"]) == ("SN-2026-0088", known.id)


@time_machine.travel(JUST_AFTER, tick=False)
def test_the_streams_sample_is_followed_by_nothing_for_a_customer_without_contacts(
    customer: Customer, memory: MemoryAws
) -> None:
    assert handled("stream_out") == {"batchItemFailures": []}
    assert memory.sqs.take(settings.mail_queue()) == []


@time_machine.travel(JUST_AFTER, tick=False)
def test_the_mails_sample_sends_one_mail_to_an_address_that_the_firm_knows(
    known: Contact, memory: MemoryAws
) -> None:
    assert handled("mail_out") == {"batchItemFailures": []}
    (mail,) = memory.sesv2.sent
    assert mail["Destination"]["ToAddresses"] == [known.email]


@time_machine.travel(JUST_AFTER, tick=False)
def test_the_mails_sample_goes_to_nobody_whom_the_firm_does_not_know(
    firm: House, memory: MemoryAws
) -> None:
    assert handled("mail_out") == {"batchItemFailures": []}
    assert memory.sesv2.sent == []


def test_the_audit_logs_sample_comes_back_for_an_event_that_is_not_there(
    firm: House, memory: MemoryAws
) -> None:
    before = memory.dynamodb.copy().items
    assert handled("audit_chain") == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert memory.dynamodb.items == before
