"""Every event gets one place in its firm's chain, whatever the stream and the machines do."""

import random
from datetime import UTC, datetime

import pytest
import time_machine

from balie.firm.audit import service as audit
from balie.firm.audit import verifying
from balie.ground.aws import guard
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from dev.embedded import EmbeddedAws
from dev.stripe.simulator import Simulator
from tests.house import audited, crashes, oracle, stream
from tests.house.audited import check_whole, new_tenant, record
from tests.house.crashes import CrashPoints, Died
from tests.house.house import open_house
from tests.house.invoices import open_invoice, pay
from tests.house.memory_aws import MemoryAws

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
INTERLEAVINGS = 1000


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ENTRIES_A_BLOCK", 3)


def test_events_are_chained_in_the_order_of_the_stream(memory: MemoryAws) -> None:
    tenant = new_tenant()
    record(tenant, 200)
    assert stream.chain(stream.events_of(tenant)) == []
    assert check_whole(tenant) == 200
    assert [len(block) for block in audited.blocks(oracle.every_row(tenant))] == [90, 90, 20]
    rows = [row for row in oracle.every_row(tenant) if str(row["sk"]).startswith("EVENT#")]
    assert [row["seq"] for row in sorted(rows, key=lambda row: str(row["sk"]))] == list(
        range(1, 201)
    )


def test_records_that_come_again_get_no_second_place(memory: MemoryAws) -> None:
    tenant = new_tenant()
    record(tenant, 10)
    told = stream.events_of(tenant)
    assert stream.chain(told) == []
    before = memory.dynamodb.copy().items
    assert stream.chain(told) == []
    assert stream.chain([*told[5:], *told, *told[:5]]) == []
    assert memory.dynamodb.items == before


def test_a_record_that_is_twice_in_a_batch_gets_one_place(memory: MemoryAws) -> None:
    tenant = new_tenant()
    record(tenant, 4)
    told = stream.events_of(tenant)
    assert stream.chain([*told, *told]) == []
    assert check_whole(tenant) == 4


def test_each_firm_has_a_chain_of_its_own(memory: MemoryAws) -> None:
    one, other = new_tenant(), new_tenant()
    record(one, 5)
    record(other, 3)
    mixed = stream.events_of(one) + stream.events_of(other)
    random.Random(1).shuffle(mixed)
    assert stream.chain(mixed) == []
    assert (check_whole(one), check_whole(other)) == (5, 3)
    assert heads(one).hash != heads(other).hash


def test_what_is_no_event_comes_back_and_holds_up_nobody(memory: MemoryAws) -> None:
    tenant = new_tenant()
    record(tenant, 3)
    told = stream.events_of(tenant)
    poison = [
        {**told[0], "data": {"S": "no json"}},
        {**told[0], "data": {"S": "[]"}},
        {**told[0], "data": {"S": '{"id": "evt_1"}'}},
        {name: value for name, value in told[0].items() if name != "data"},
        {**told[0], "pk": {"S": "DIRECTORY#HOST#a"}},
    ]
    assert stream.chain([*poison, *told]) == ["1", "2", "3", "4", "5"]
    assert check_whole(tenant) == 3


def test_an_event_that_vanished_comes_back_and_holds_up_nobody(memory: MemoryAws) -> None:
    tenant = new_tenant()
    record(tenant, 4)
    told = stream.events_of(tenant)
    delete(memory, told[1])
    assert stream.chain(told) == ["1", "2", "3", "4"]
    assert check_whole(tenant) == 3
    assert stream.chain([told[0]]) == []


def test_an_event_of_another_firm_is_not_touched(memory: MemoryAws) -> None:
    """A record under one firm's key that holds the text of another's event."""
    one, other = new_tenant(), new_tenant()
    record(one, 1)
    record(other, 1)
    (told,), before = stream.events_of(one), oracle.every_row(other)
    assert stream.chain([{**stream.events_of(other)[0], "pk": told["pk"]}]) == ["1"]
    assert oracle.every_row(other) == before
    assert heads(one).seq == 0


def test_what_older_releases_recorded_is_chained(memory: MemoryAws) -> None:
    """Without tenant, cause's id and hash, and with its names in no order."""
    tenant = new_tenant()
    record(tenant, 2)
    for item in stream.events_of(tenant):
        kept = memory.dynamodb.items[item["pk"]["S"], item["sk"]["S"]]
        del kept["hash"]
        text = kept["data"]["S"].replace(f'"tenant":"{tenant}",', "").replace('","', '", "')
        kept["data"] = {"S": text.replace('"cause_ref":"evt_1A", ', "")}
    assert stream.chain(stream.events_of(tenant)) == []
    assert check_whole(tenant) == 2
    with open_work(tenant, "operator:test", Cause.OPERATOR, NOW) as work:
        (page,) = [audit.of_object(work, "inv_0").events]
    assert [(one.event.cause_ref, one.seq) for one in page] == [(None, 1)]


@pytest.mark.usefixtures("small_blocks")
def test_dying_at_any_step_neither_skips_nor_doubles(memory: MemoryAws) -> None:
    tenant = new_tenant()
    record(tenant, 8)
    told, empty = stream.events_of(tenant), memory.dynamodb.copy()
    points = CrashPoints()
    count = steps(memory, points, told)
    for point in range(count):
        memory.dynamodb = empty.copy()
        memory.interfere_with(points.interfere)
        with points.dying_at(point), pytest.raises(Died):
            stream.chain(told)
        assert stream.chain(told) == []
        assert stream.chain(told) == []
        assert check_whole(tenant) == 8
    print(f"audit chain: {count} crash points, 0 wrong")


@pytest.mark.usefixtures("small_blocks")
def test_workers_that_run_into_each_other_neither_skip_nor_double(
    memory: MemoryAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others begin with any records, again or for the first time, between any two calls."""
    monkeypatch.setattr(verifying, "FIRST_DAY", audited.BEGAN.date())
    tenant = new_tenant()
    record(tenant, 12)
    told, empty = stream.events_of(tenant), memory.dynamodb.copy()
    others = 0
    for seed in range(INTERLEAVINGS):
        memory.dynamodb = empty.copy()
        others += interleaved(memory, told, random.Random(seed))
        assert stream.chain(told) == []
        assert check_whole(tenant) == 12
    print(f"{INTERLEAVINGS} interleavings of {others} workers: 0 wrong")


def test_what_the_stream_lost_is_chained_afterwards(memory: MemoryAws) -> None:
    tenant = new_tenant()
    record(tenant, 250)
    told = stream.events_of(tenant)
    assert stream.chain(told[:40] + told[200:]) == []
    assert len(audited.findings(tenant)) == 160
    assert audit.chain_missed(tenant, clock.now) == 160
    assert audit.chain_missed(tenant, clock.now) == 0
    assert check_whole(tenant) == 250


def test_so_it_is_on_the_embedded_aws(aws: EmbeddedAws, simulator: Simulator) -> None:
    house = open_house(simulator)
    pay(house, open_invoice(house))
    house.settle()
    told, points = events_in_table(house.tenant), CrashPoints()
    assert stream.chain(told[:1]) == []
    crashes.watch_embedded(points)
    with points.dying_at(None):
        assert stream.chain(told[1:2]) == []
        calls = len(points.seen)
    assert calls < len(told) - 2
    for point in range(calls):
        with points.dying_at(point), pytest.raises(Died):
            stream.chain(told[point + 2 : point + 3])
    assert stream.chain([*told, *reversed(told)]) == []
    assert check_whole(house.tenant, now=NOW) == len(told)
    print(f"embedded: {calls} crash points, 0 wrong")


def heads(tenant: str):
    with open_work(tenant, "operator:test", Cause.OPERATOR, NOW) as work:
        return audit.head(work)


def delete(memory: MemoryAws, item) -> None:
    key = item["pk"]["S"], item["sk"]["S"]
    tenant = guard.tenant_of(key[0])
    with guard.scope(guard.prefix_of(tenant)):
        memory.dynamodb.transact_write_items(
            TransactItems=[{"Delete": {"Key": {"pk": item["pk"], "sk": item["sk"]}}}]
        )
    assert key not in memory.dynamodb.items


def steps(memory: MemoryAws, points: CrashPoints, told) -> int:
    memory.interfere_with(points.interfere)
    with points.dying_at(None):
        assert stream.chain(told) == []
        return len(points.seen)


def interleaved(memory: MemoryAws, told, chance: random.Random) -> int:
    """One worker with all records, and at any of its calls another with some; how many those."""
    begun = 0

    def interfere(_name: str, _moment: str) -> None:
        nonlocal begun
        if begun < 5 and chance.random() < 0.3:
            begun += 1
            some = chance.choices(told, k=chance.randint(1, 8))
            assert stream.chain(some) == []

    memory.interfere_with(interfere)
    stream.chain(chance.sample(told, k=chance.randint(1, len(told))))
    memory.interfere_with(lambda _name, _moment: None)
    return begun


def events_in_table(tenant: str):
    rows = [dict(row) for row in oracle.every_row(tenant) if str(row["sk"]).startswith("EVENT#")]
    return [
        {
            name: {"N": str(value)} if isinstance(value, int) else {"S": value}
            for name, value in row.items()
        }
        for row in sorted(rows, key=lambda row: str(row["sk"]))
    ]
