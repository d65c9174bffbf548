"""What the stream lost gets its place in the audit log by itself, the night after."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from time_machine import Traveller

from balie.firm.audit import service as audit
from balie.firm.audit import store
from balie.firm.audit.model import NextLook
from balie.ground.aws import audit_keys
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import Unavailable
from balie.ground.core.events import Cause
from dev.embedded import EmbeddedAws
from functions.audit_missed import app as audit_missed
from tests.house import stream
from tests.house.audited import BEGAN, check_whole, new_tenant, record
from tests.house.crashes import CrashPoints, Died
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws

AFTERNOON = datetime(2026, 11, 23, 14, tzinfo=UTC)
NIGHT, DAY = timedelta(hours=14), timedelta(days=1)


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[Traveller]:
    with time_machine.travel(AFTERNOON, tick=False) as traveller:
        yield traveller


def tick() -> None:
    audit_missed.handler({}, LambdaContext())


def firm_with_a_gap(missed: int = 7) -> str:
    """A firm whose chain has begun, and that many events more that the stream did not deliver."""
    tenant = new_tenant()
    record(tenant, 3)
    stream.chain(stream.events_of(tenant))
    record(tenant, missed)
    return tenant


def length(tenant: str) -> int:
    with open_work(tenant, "test", Cause.PERSON, clock.now()) as work:
        return audit.head(work).seq


def planned(tenant: str) -> NextLook | None:
    with open_work(tenant, "test", Cause.PERSON, clock.now()) as work:
        return store.next_look(work)


def test_what_the_stream_lost_is_chained_the_night_after(
    memory: MemoryAws, afternoon: Traveller
) -> None:
    tenant = firm_with_a_gap()
    tick()
    assert length(tenant) == 3, "its turn has not come"
    afternoon.shift(NIGHT)
    tick()
    assert check_whole(tenant) == 10
    found = planned(tenant)
    assert found == NextLook(found.due_at if found else AFTERNOON, date(2026, 11, 22))


def test_so_it_is_on_the_embedded_aws(aws: EmbeddedAws, afternoon: Traveller) -> None:
    tenant = new_tenant()
    record(tenant, 10)
    assert audit.chain_missed_of(tenant, BEGAN.date(), clock.now) > 0
    record(tenant, 5, began=clock.now())
    afternoon.shift(NIGHT)
    tick()
    assert length(tenant) == 15


def test_it_comes_again_every_night_and_nothing_is_chained_twice(
    memory: MemoryAws, afternoon: Traveller
) -> None:
    tenant = firm_with_a_gap()
    for nights in range(1, 5):
        afternoon.shift(DAY)
        record(tenant, 1, began=clock.now() - timedelta(hours=3))
        tick()
        tick()
        assert check_whole(tenant, now=clock.now()) == 10 + nights


def test_one_firms_trouble_holds_up_no_other(
    memory: MemoryAws, afternoon: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = firm_with_a_gap(), firm_with_a_gap()
    chain_missed_of = audit.chain_missed_of

    def failing(tenant: str, day: date, moment: clock.Clock) -> int:
        if tenant == broken:
            raise Unavailable("The table does not answer.")
        return chain_missed_of(tenant, day, moment)

    monkeypatch.setattr(audit, "chain_missed_of", failing)
    afternoon.shift(NIGHT)
    tick()
    assert (length(broken), length(good)) == (3, 10)
    monkeypatch.undo()


def test_dying_at_any_step_loses_nothing_and_doubles_nothing(
    memory: MemoryAws, afternoon: Traveller
) -> None:
    firm = firm_with_a_gap()
    afternoon.shift(NIGHT)
    began, points = memory.dynamodb.copy(), CrashPoints()
    memory.interfere_with(points.interfere)
    with points.dying_at(None):
        tick()
        count = len(points.seen)
    assert count > 10
    for point in range(count):
        memory.dynamodb = began.copy()
        memory.interfere_with(points.interfere)
        with points.dying_at(point), pytest.raises(Died):
            tick()
        tick()
        assert check_whole(firm) == 10, point


def test_a_log_of_an_older_release_is_looked_after_once_it_was_chained_by_hand(
    memory: MemoryAws, afternoon: Traveller
) -> None:
    tenant = firm_with_a_gap()
    with open_work(tenant, "test", Cause.PERSON, clock.now()) as work:
        work.delete(audit_keys.next_look(), version=1)
    afternoon.shift(NIGHT)
    tick()
    assert length(tenant) == 3
    assert audit.chain_missed(tenant, clock.now) == 7
    afternoon.shift(DAY)
    record(tenant, 2, began=clock.now() - timedelta(hours=3))
    tick()
    assert check_whole(tenant, now=clock.now()) == 12


def test_when_time_is_up_the_next_tick_goes_on(memory: MemoryAws, afternoon: Traveller) -> None:
    class Hurried(LambdaContext):
        def get_remaining_time_in_millis(self) -> int:
            return 5_000

    tenant = firm_with_a_gap()
    afternoon.shift(NIGHT)
    audit_missed.handler({}, Hurried())
    assert length(tenant) == 3
    tick()
    assert check_whole(tenant) == 10
