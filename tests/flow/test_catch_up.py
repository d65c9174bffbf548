"""An account's past is brought in, and what was missed is heard again, by the way of a webhook."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from balie.ground.aws import secrets, settings
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up
from balie.outside.providers.stripe import client, lists
from dev.stripe import firm
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.catching_up import begin, catch_ups, read_pages, run, waiting_pages
from tests.house.crashes import CrashPoints, Died, FaultyTransport
from tests.house.histories import History
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay
from tests.house.memory_aws import MemoryAws, MemorySqs
from tests.house.memory_dynamodb import MemoryDynamoDB
from tests.house.stream import follow


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAGE", 7)
    monkeypatch.setattr(lists, "PAGE", 7)


def test_an_account_with_a_past_stands_here_to_the_cent(
    memory: MemoryAws, simulator: Simulator
) -> None:
    firm.seed(simulator)
    house = open_house(simulator, confirms_payments=True)
    stood = run(house, Cause.IMPORT)
    assert stood.is_complete
    assert stood.done == stood.found > 100
    oracle.check(house)
    follow(house)
    assert memory.sqs.take(settings.mail_queue()) == [], "an import writes to nobody"


def test_importing_again_changes_no_transfer(memory: MemoryAws, simulator: Simulator) -> None:
    firm.seed(simulator)
    house = open_house(simulator)
    run(house, Cause.IMPORT)
    before = transfers(house)
    assert run(house, Cause.IMPORT).is_complete
    assert transfers(house) == before


def transfers(house: House) -> list[str]:
    return sorted(
        str(row["transfer_id"]) for row in oracle.every_row(house.tenant) if "transfer_id" in row
    )


def test_webhooks_and_an_import_at_once_end_in_the_providers_truth(
    memory_house: House,
) -> None:
    house, chance = memory_house, random.Random(7)
    history = History(house, 7)
    history.live(12)
    house.simulator.take()
    begin(house, Cause.IMPORT)
    while waiting := waiting_pages(house):
        history.live(3)
        news = house.simulator.take()
        read_pages(waiting)
        house.hear(news)
        hints = house.hints()
        chance.shuffle(hints)
        assert not house.work_off(hints)
    oracle.check(house)


@pytest.mark.parametrize("seed", range(5))
def test_a_sync_finds_what_webhooks_lost(memory_house: House, seed: int) -> None:
    house = memory_house
    History(house, seed).live(20)
    news = house.simulator.take()
    house.hear(random.Random(seed).sample(news, len(news) // 3))
    assert not house.work_off()
    assert run(house, Cause.SYNC).is_complete
    oracle.check(house)


def test_a_sync_counts_what_a_webhook_had_brought_already(memory_house: House) -> None:
    pay(memory_house, open_invoice(memory_house))
    memory_house.settle()
    before = transfers(memory_house)
    stood = run(memory_house, Cause.SYNC)
    assert stood.done == stood.found > 0
    assert transfers(memory_house) == before


def test_the_next_sync_begins_where_the_last_one_ended(memory_house: House) -> None:
    pay(memory_house, open_invoice(memory_house))
    imported = run(memory_house, Cause.IMPORT)
    first = run(memory_house, Cause.SYNC)
    second = run(memory_house, Cause.SYNC)
    assert first.since == imported.started_at - catch_up.OVERLAP
    assert second.since == first.started_at - catch_up.OVERLAP


def test_the_first_sync_of_a_connection_is_an_import(memory_house: House) -> None:
    assert run(memory_house, Cause.SYNC).cause is Cause.IMPORT


def test_a_page_that_comes_again_asks_for_the_next_and_counts_nothing_twice(
    memory_house: House,
) -> None:
    for _ in range(9):
        customer(memory_house)
    begin(memory_house, Cause.IMPORT)
    first = waiting_pages(memory_house)
    read_pages(first)
    asked = waiting_pages(memory_house)
    read_pages(first)
    repeated = [message["MessageBody"] for message in waiting_pages(memory_house)]
    assert repeated in ([], [asked[0]["MessageBody"]])
    read_pages(asked)
    while waiting := waiting_pages(memory_house):
        read_pages(waiting)
    assert not memory_house.work_off()
    stood = only(memory_house)
    assert (stood.found, stood.done) == (9, 9)


def only(house: House) -> catch_up.CatchUp:
    """The one import there was, as it stands."""
    (begun,) = catch_ups(house)
    return begun


def test_dying_at_any_call_of_an_import_changes_nothing_in_the_end(
    memory: MemoryAws, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = CrashPoints()
    transport = FaultyTransport(simulator, points.interfere)
    house = open_house(simulator)
    pay(house, open_invoice(house))
    open_invoice(house, 5_000)
    simulator.take()
    monkeypatch.setattr(client, "http_client", lambda: transport)
    monkeypatch.setattr(lists, "PAGE", 1)
    before = memory.dynamodb.copy()
    calls = stubborn_run(memory, before, house, points, None)
    expected = transfers(house)
    for point in range(calls):
        stubborn_run(memory, before, house, points, point)
        assert transfers(house) == expected, f"died at call {point}"
        assert only(house).is_complete, f"died at call {point}"
    oracle.check(house)
    print(f"import: {calls} crash points, 0 wrong")


def stubborn_run(
    memory: MemoryAws,
    before: MemoryDynamoDB,
    house: House,
    points: CrashPoints,
    point: int | None,
) -> int:
    """An import that dies at the call, whose messages come again; how many calls it made."""
    memory.dynamodb, memory.sqs = before.copy(), MemorySqs()
    secrets._decrypted.clear()
    begin(house, Cause.IMPORT)
    memory.interfere_with(points.interfere)
    with points.dying_at(point):
        asked, hints = waiting_pages(house), list[dict[str, Any]]()
        while asked or hints:
            for message in asked:
                again(partial(read_pages, [message]))
            hints = house.hints()
            for hint in hints:
                again(partial(house.work_off, [hint]))
            asked = waiting_pages(house)
    return len(points.seen)


def again(step: Callable[[], object]) -> None:
    try:
        step()
    except Died:
        step()
