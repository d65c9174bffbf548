"""The samples in events/: one for each trigger, each understood by its handler."""

import importlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from balie.ground.aws import settings
from dev.stripe.simulator import Simulator
from tests.house.house import House, open_house
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws

ROOT = Path(__file__).parents[2]
STUDIO_NOORD = "ten_01K000000000000STUD10N00RD"
JUST_AFTER = datetime(2026, 11, 22, 9, 31, tzinfo=UTC)


@pytest.fixture
def firm(memory: MemoryAws, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("BALIE_MAIL_SENDER", "billing@balie.example")
    return open_house(simulator, tenant=STUDIO_NOORD, host="localhost:8400", confirms_payments=True)


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


def test_the_webhooks_sample_is_for_an_endpoint_that_nobody_has(firm: House) -> None:
    assert handled("webhook_in")["statusCode"] == 404


def test_the_hints_sample_comes_back_for_a_connection_that_is_missing(
    firm: House, memory: MemoryAws
) -> None:
    assert len(handled("provider_events")["batchItemFailures"]) == 1
    assert memory.sqs.waits == [10]


def test_the_pages_sample_comes_back_for_an_import_that_nobody_began(
    firm: House, memory: MemoryAws
) -> None:
    assert len(handled("catch_up")["batchItemFailures"]) == 1
    assert memory.sqs.waits == [10]


@time_machine.travel(JUST_AFTER, tick=False)
def test_the_streams_sample_is_followed_by_nothing_for_a_customer_without_contacts(
    firm: House, memory: MemoryAws
) -> None:
    assert handled("stream_out") == {"batchItemFailures": []}
    assert memory.sqs.take(settings.mail_queue()) == []


@time_machine.travel(JUST_AFTER, tick=False)
def test_the_mails_sample_goes_to_nobody_whom_the_firm_does_not_know(
    firm: House, memory: MemoryAws
) -> None:
    assert handled("mail_out") == {"batchItemFailures": []}
    assert memory.sesv2.sent == []
