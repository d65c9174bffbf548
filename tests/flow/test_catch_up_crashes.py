"""An import, a sync, a night and a stream may die at any call: nothing is lost or doubled."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from time_machine import Traveller

from balie import reactions
from balie.ground.aws import secrets, settings
from balie.ground.core.events import Cause
from balie.outside.providers.stripe import client, lists
from dev.stripe.simulator import Simulator
from functions.nightly import app as nightly
from tests.house import oracle
from tests.house.catching_up import begin, catch_ups, read_pages, run, waiting_pages
from tests.house.crashes import CrashPoints, Died, FaultyTransport
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay, pay_part
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws, MemorySqs
from tests.house.memory_dynamodb import MemoryDynamoDB
from tests.house.stream import follow

AFTERNOON = datetime(2026, 11, 23, 14, tzinfo=UTC)


@pytest.fixture
def points(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> CrashPoints:
    made = CrashPoints()
    transport = FaultyTransport(simulator, made.interfere)
    monkeypatch.setattr(client, "http_client", lambda: transport)
    monkeypatch.setattr(lists, "PAGE", 2)
    return made


@pytest.fixture
def afternoon() -> Iterator[Traveller]:
    with time_machine.travel(AFTERNOON, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("writes_a_commit", [30, 2], ids=["whole", "in small commits"])
def test_an_import_that_dies_at_any_call_ends_as_if_it_had_not(
    writes_a_commit: int,
    memory: MemoryAws,
    simulator: Simulator,
    points: CrashPoints,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reactions, "WRITES_A_COMMIT", writes_a_commit)
    house = open_house(simulator)
    pay(house, open_invoice(house))
    pay_part(house, open_invoice(house, 5_000), 2_000)
    simulator.take()
    count = die_everywhere(house, memory, points, partial(begin, house, Cause.IMPORT))
    assert count > 20, "the crash points are watched no more"
    print(f"import: {count} crash points, 0 wrong")


def test_a_sync_that_dies_at_any_call_ends_as_if_it_had_not(
    memory: MemoryAws, simulator: Simulator, points: CrashPoints
) -> None:
    house = open_house(simulator)
    run(house, Cause.IMPORT)
    pay(house, open_invoice(house))
    simulator.take()
    count = die_everywhere(house, memory, points, partial(begin, house, Cause.SYNC))
    assert count > 20, "the crash points are watched no more"
    print(f"sync: {count} crash points, 0 wrong")


def test_a_night_that_dies_at_any_call_ends_as_if_it_had_not(
    afternoon: Traveller, memory: MemoryAws, simulator: Simulator, points: CrashPoints
) -> None:
    """What was lost with a tick goes on with a later one: here every two hours, three times."""
    house = open_house(simulator)
    run(house, Cause.IMPORT)
    pay(house, open_invoice(house))
    simulator.take()
    afternoon.shift(timedelta(hours=14))
    night = AFTERNOON + timedelta(hours=14)

    def ticks() -> None:
        afternoon.move_to(night)
        for _ in range(3):
            again(tick)
            work_all_off(house)
            afternoon.shift(timedelta(hours=2, minutes=1))

    count = die_everywhere(house, memory, points, ticks)
    assert len(catch_ups(house)) == 2
    assert count > 20, "the crash points are watched no more"
    print(f"night: {count} crash points, 0 wrong")


def test_a_stream_that_dies_at_any_call_asks_for_the_same_mails(
    memory: MemoryAws, simulator: Simulator, points: CrashPoints
) -> None:
    house = open_house(simulator, confirms_payments=True)
    pay(house, open_invoice(house))
    house.settle()
    memory.interfere_with(points.interfere)
    with points.dying_at(None):
        follow(house)
        calls = len(points.seen)
    asked = bodies(memory)
    assert asked
    for point in range(calls):
        with points.dying_at(point), pytest.raises(Died):
            follow(house)
        follow(house)
        assert bodies(memory) == asked, f"died at call {point}"
    assert calls > 2, "the crash points are watched no more"
    print(f"stream: {calls} crash points, 0 wrong")


def tick() -> None:
    nightly.handler({}, LambdaContext())


def bodies(memory: MemoryAws) -> set[str]:
    return {message["MessageBody"] for message in memory.sqs.take(settings.mail_queue())}


def die_everywhere(
    house: House, memory: MemoryAws, points: CrashPoints, step: Callable[[], object]
) -> int:
    """Each run from the same beginning; the number of calls died at."""
    before = memory.dynamodb.copy()
    calls = stubborn_run(house, memory, before, points, step, None)
    expected = transfers(house)
    assert expected
    for point in range(calls):
        stubborn_run(house, memory, before, points, step, point)
        assert transfers(house) == expected, f"died at call {point}"
        newest = max(catch_ups(house), key=lambda found: (found.started_at, found.id))
        assert newest.is_complete, f"died at call {point}"
    oracle.check(house)
    return calls


def stubborn_run(
    house: House,
    memory: MemoryAws,
    before: MemoryDynamoDB,
    points: CrashPoints,
    step: Callable[[], object],
    point: int | None,
) -> int:
    """What dies at the call comes again; how many calls there were."""
    memory.dynamodb, memory.sqs = before.copy(), MemorySqs()
    secrets._decrypted.clear()
    memory.interfere_with(points.interfere)
    with points.dying_at(point):
        again(step)
        work_all_off(house)
    memory.interfere_with(lambda _name, _moment: None)
    return len(points.seen)


def work_all_off(house: House) -> None:
    asked, hints = waiting_pages(house), house.hints()
    while asked or hints:
        for message in asked:
            again(partial(read_pages, [message]))
        hints += house.hints()
        for hint in hints:
            again(partial(worked_off, house, hint))
        asked, hints = waiting_pages(house), house.hints()


def worked_off(house: House, hint: dict[str, Any]) -> None:
    assert not house.work_off([hint])


def again(step: Callable[[], object]) -> None:
    try:
        step()
    except Died:
        step()


def transfers(house: House) -> list[str]:
    return sorted(
        str(row["transfer_id"]) for row in oracle.every_row(house.tenant) if "transfer_id" in row
    )
