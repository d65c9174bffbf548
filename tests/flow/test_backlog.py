"""What an import finds waits in a queue of its own: no firm's news waits behind another's past."""

import json
from typing import Any

from balie.ground.aws import clients, settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up
from dev.stripe.simulator import Simulator
from functions.catch_up import app as catch_up_pages
from functions.provider_events import app as provider_events
from tests.house import lambda_events, oracle
from tests.house.house import House
from tests.house.invoices import open_invoice
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws


def test_an_import_fills_the_backlog_and_a_webhook_the_other_queue(
    memory: MemoryAws, memory_house: House
) -> None:
    open_invoice(memory_house)
    deliveries = list(memory_house.simulator.take())
    list_everything(memory, memory_house)
    assert memory.sqs.sent.get(settings.provider_events_queue(), []) == []
    found = memory.sqs.take(settings.backlog_queue())
    assert {json.loads(hint["MessageBody"])["tenant"] for hint in found} == {memory_house.tenant}

    memory_house.hear(deliveries)
    assert settings.backlog_queue() not in memory.sqs.sent
    news = memory.sqs.take(settings.provider_events_queue())
    assert news
    assert not memory_house.work_off([*news, *reversed(found), *news])
    oracle.check(memory_house)


def test_what_fails_comes_back_to_the_queue_that_it_came_from(
    memory: MemoryAws, memory_house: House, simulator: Simulator
) -> None:
    list_everything(memory, memory_house)
    (hint, *_) = memory.sqs.take(settings.backlog_queue())
    simulator.faults.add(kind="error", times=9)
    asked: list[str] = []
    sqs: Any = clients.clients_for(memory_house.tenant).sqs
    sqs.change_message_visibility = lambda **params: asked.append(params["QueueUrl"])
    event = lambda_events.sqs([hint])
    for queue in (settings.backlog_queue(), settings.provider_events_queue()):
        event["Records"][0]["eventSourceARN"] = f"arn:aws:sqs:x:1:{queue.rpartition('/')[2]}"
        assert provider_events.handler(event, LambdaContext())["batchItemFailures"]
    assert asked == [settings.backlog_queue(), settings.provider_events_queue()]


def list_everything(memory: MemoryAws, house: House) -> None:
    """The pages of an import, without what they find."""
    open_invoice(house)
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        catch_up.start(work, house.connection, Cause.IMPORT)
    while pages := memory.sqs.take(settings.catch_up_queue()):
        answer = catch_up_pages.handler(lambda_events.sqs(pages), LambdaContext())
        assert answer == {"batchItemFailures": []}
