"""Every night each connection is brought up to date by itself: once, whatever ticks are lost."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from time_machine import Traveller

from balie.ground.aws import keys, settings
from balie.ground.aws.work import Work, open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.nights import next_night
from balie.outside.providers import catch_up, connecting, timetable
from balie.outside.providers.catch_up import CatchUp
from balie.outside.providers.timetable import NextSync
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from functions.nightly import app as nightly
from tests.house import oracle
from tests.house.catching_up import catch_ups, finish, run, waiting_pages
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws

AFTERNOON = datetime(2026, 11, 23, 14, tzinfo=UTC)
NIGHT, DAY = timedelta(hours=14), timedelta(days=1)  # from an afternoon on


@pytest.fixture
def afternoon() -> Iterator[Traveller]:
    with time_machine.travel(AFTERNOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def imported(afternoon: Traveller, memory_house: House) -> House:
    run(memory_house, Cause.IMPORT)
    return memory_house


def tick() -> None:
    nightly.handler({}, LambdaContext())


def newest(house: House) -> CatchUp:
    return max(catch_ups(house), key=lambda found: found.started_at)


def planned(house: House) -> NextSync:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        found = timetable.get(work, house.connection)
    assert found
    return found


def test_what_webhooks_lost_is_found_at_night(afternoon: Traveller, imported: House) -> None:
    pay(imported, open_invoice(imported))
    imported.simulator.take()
    tick()
    assert not waiting_pages(imported), "its turn has not come"
    afternoon.shift(NIGHT)
    tick()
    finish(imported)
    assert newest(imported).is_complete
    oracle.check(imported)


def test_so_it_is_on_the_embedded_aws(afternoon: Traveller, house: House) -> None:
    run(house, Cause.IMPORT)
    afternoon.shift(NIGHT)
    tick()
    assert newest(house).cause is Cause.SYNC


def test_of_two_ticks_one_starts_the_sync(afternoon: Traveller, imported: House) -> None:
    afternoon.shift(NIGHT)
    tick()
    tick()
    assert len(waiting_pages(imported)) == 1
    assert len(catch_ups(imported)) == 2, "the import, and one sync"


def test_of_two_that_find_a_turn_at_the_same_time_one_is_refused(
    afternoon: Traveller, imported: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = catch_up.start

    def meanwhile(work: Work, *given: Any, **more: Any) -> CatchUp:
        monkeypatch.setattr(catch_up, "start", started)
        tick()
        return started(work, *given, **more)

    monkeypatch.setattr(catch_up, "start", meanwhile)
    afternoon.shift(NIGHT)
    tick()
    assert len(catch_ups(imported)) == 2, "the import, and one sync"


def test_nights_without_a_tick_lose_nothing(afternoon: Traveller, imported: House) -> None:
    pay(imported, open_invoice(imported))
    imported.simulator.take()
    afternoon.shift(5 * DAY + NIGHT)
    tick()
    finish(imported)
    oracle.check(imported)
    afternoon.shift(timedelta(minutes=5))
    tick()
    assert not waiting_pages(imported), "the nights that were missed are not made up for"


def test_a_sync_whose_page_was_lost_goes_on_two_hours_later(
    afternoon: Traveller, imported: House
) -> None:
    afternoon.shift(NIGHT)
    tick()
    assert waiting_pages(imported), "taken off the queue, and lost"
    afternoon.shift(timedelta(hours=1))
    tick()
    assert not waiting_pages(imported)
    afternoon.shift(timedelta(hours=1))
    tick()
    finish(imported)
    assert len(catch_ups(imported)) == 2
    assert newest(imported).is_complete


def test_what_goes_nowhere_for_days_is_begun_anew(afternoon: Traveller, imported: House) -> None:
    afternoon.shift(NIGHT)
    tick()
    waiting_pages(imported)
    afternoon.shift(4 * DAY)
    tick()
    assert len(catch_ups(imported)) == 3


def test_an_import_by_hand_is_looked_after_too(afternoon: Traveller, memory_house: House) -> None:
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        catch_up.start(work, memory_house.connection, Cause.IMPORT)
    waiting_pages(memory_house)
    afternoon.shift(timedelta(hours=2))
    tick()
    finish(memory_house)
    assert newest(memory_house).is_complete


def test_once_a_week_what_is_open_is_listed(afternoon: Traveller, imported: House) -> None:
    nights: list[bool] = []
    for _ in range(8):
        afternoon.shift(DAY if nights else NIGHT)
        tick()
        nights.append(newest(imported).lists_open)
        finish(imported)
    assert nights == [False] * 6 + [True, False]


def test_an_open_invoice_that_no_event_tells_of_is_found_within_a_week(
    afternoon: Traveller, imported: House
) -> None:
    open_invoice(imported)
    imported.simulator.take()
    imported.simulator.world.store.kinds["event"].clear()
    for _ in range(7):
        afternoon.shift(DAY)
        tick()
        finish(imported)
    oracle.check(imported)


def test_after_a_month_a_sync_is_an_import(afternoon: Traveller, imported: House) -> None:
    afternoon.shift(timedelta(days=29))
    with open_work(imported.tenant, "test", Cause.PERSON, clock.now()) as work:
        assert catch_up.start(work, imported.connection, Cause.SYNC).cause is Cause.SYNC
    waiting_pages(imported)
    afternoon.shift(timedelta(days=1))
    with open_work(imported.tenant, "test", Cause.PERSON, clock.now()) as work:
        assert catch_up.start(work, imported.connection, Cause.SYNC).cause is Cause.IMPORT


def test_one_firm_does_not_hold_up_another(
    afternoon: Traveller, simulator: Simulator, memory: MemoryAws, imported: House
) -> None:
    others = [open_house(simulator) for _ in range(3)]
    broken = memory.dynamodb.items[
        f"T#{others[0].tenant}#TENANT", f"CONNECTION#{others[0].connection}"
    ]
    broken["data"] = {"S": "no json"}
    afternoon.shift(DAY)
    tick()
    asked = memory.sqs.take(settings.catch_up_queue())
    for house in (imported, *others[1:]):
        assert len(catch_ups(house)) == 1 + (house is imported)
    assert not catch_ups(others[0])
    assert len(asked) == 3


def test_what_is_disconnected_is_left_alone_until_it_is_connected_again(
    afternoon: Traveller, imported: House
) -> None:
    connecting.disconnect(
        imported.tenant, imported.connection, actor="operator:test", now=clock.now()
    )
    for _ in range(2):
        afternoon.shift(DAY)
        tick()
        assert not waiting_pages(imported)
    connecting.connect_stripe(
        imported.tenant,
        api_key=STUDIO_RESTRICTED,
        live=False,
        actor="operator:test",
        now=clock.now(),
    )
    pay(imported, open_invoice(imported))
    imported.simulator.take()
    afternoon.shift(DAY)
    tick()
    finish(imported)
    oracle.check(imported)


def test_a_connection_that_is_gone_is_forgotten(
    afternoon: Traveller, memory: MemoryAws, imported: House
) -> None:
    key = (f"T#{imported.tenant}#TENANT", f"CONNECTION#{imported.connection}")
    del memory.dynamodb.items[key]
    afternoon.shift(NIGHT)
    tick()
    assert not waiting_pages(imported)
    assert (key[0], keys.next_sync(imported.connection).sk) not in memory.dynamodb.items


def test_a_tick_costs_what_is_due_and_not_what_exists(
    afternoon: Traveller, simulator: Simulator, memory: MemoryAws
) -> None:
    made: list[str] = []
    memory.interfere_with(lambda name, moment: made.append(name) if moment == "before" else None)
    costs = {}
    for count in (1, 20):
        for _ in range(count):
            open_house(simulator)
        made.clear()
        tick()
        costs[count] = len(made)
    assert costs[1] == costs[20] == keys.SWEEP_LISTS


def test_a_tick_ends_in_time_and_the_next_one_goes_on(
    afternoon: Traveller, simulator: Simulator, memory: MemoryAws
) -> None:
    houses = [open_house(simulator) for _ in range(5)]
    afternoon.shift(DAY)
    left = iter([20_000, 20_000, 20_000, 9_000])

    class Hurried(LambdaContext):
        def get_remaining_time_in_millis(self) -> int:
            return next(left)

    nightly.handler({}, Hurried())
    assert sum(map(len, map(catch_ups, houses))) == 3
    tick()
    assert sum(map(len, map(catch_ups, houses))) == 5


def test_the_turns_of_many_are_spread_over_the_night() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    turns = [next_night(f"con_{number}", noon) for number in range(2_000)]
    hours = [turn.hour for turn in turns]
    assert {turn.date() for turn in turns} == {(noon + DAY).date()}
    assert sorted(set(hours)) == [1, 2, 3]
    assert min(map(hours.count, (1, 2, 3))) > 600
    assert len({keys.swept("SYNC", "", f"con_{n}").list_pk for n in range(200)}) == keys.SWEEP_LISTS


def test_a_turn_of_another_firms_connection_does_nothing(
    afternoon: Traveller, imported: House, simulator: Simulator, memory: MemoryAws
) -> None:
    """Whoever could write a list key with another's connection in it, would be told nothing."""
    other = open_house(simulator)
    with open_work(other.tenant, "test", Cause.PERSON, clock.now()) as work:
        row = {
            "data": "{}",
            **keys.swept("SYNC", "2026-11-23T09:30:00.000000Z", imported.connection)._asdict(),
        }
        work.put(keys.next_sync("con_forged"), row, version=0)
    tick()
    assert not memory.sqs.take(settings.catch_up_queue())


def test_each_tick_tells_how_late_the_latest_is(
    afternoon: Traveller, imported: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """An alarm listens to it, and to its silence."""
    tick()
    assert told_seconds(capsys) == [0]
    due_at = planned(imported).due_at
    afternoon.move_to(due_at + timedelta(hours=4))
    tick()
    assert told_seconds(capsys) == [4 * 3600]


def told_seconds(capsys: pytest.CaptureFixture[str]) -> list[float]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    return [value for line in lines for value in line["SyncLateSeconds"]]
