"""Whatever is done to the audit log behind Balie's back is found, and nothing else is."""

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from balie.firm.audit import service as audit
from balie.firm.audit import verifying
from balie.firm.audit.model import Fault, Finding, Position
from balie.firm.audit.store import AuditUnreadable
from balie.ground.aws.work import open_work
from balie.ground.core.events import Cause
from tests.house import stream, tampering, tampering_chain
from tests.house.audited import BEGAN, findings, new_tenant, record
from tests.house.memory_aws import MemoryAws
from tests.house.tampering import Tamperer

ENTRIES = 50
ALL = (*tampering.AT_AN_EVENT, *tampering_chain.AT_A_BLOCK)
NOW = BEGAN + timedelta(days=2)


@pytest.fixture
def tenant(memory: MemoryAws, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Fifty events of two days, in blocks of eight, chained as they came."""
    monkeypatch.setattr(audit, "ENTRIES_A_BLOCK", 8)
    made = new_tenant()
    record(made, ENTRIES)
    with time_machine.travel(BEGAN + timedelta(seconds=10 * ENTRIES), tick=False):
        assert stream.chain(stream.events_of(made)) == []
    with time_machine.travel(NOW, tick=False):
        yield made


def head(tenant: str) -> Position:
    with open_work(tenant, "operator:test", Cause.OPERATOR, NOW) as work:
        return audit.head(work)


def test_a_log_that_nobody_touched_is_whole(tenant: str) -> None:
    assert findings(tenant) == []
    assert findings(tenant, kept=head(tenant)) == []


@pytest.mark.parametrize("tamper", ALL, ids=lambda one: one.__name__)
def test_what_is_done_to_any_entry_is_found(
    tenant: str, memory: MemoryAws, tamper: Callable[[Tamperer, int], None]
) -> None:
    untouched = memory.dynamodb.copy()
    for seq in range(1, ENTRIES + 1):
        memory.dynamodb = untouched.copy()
        tamper(Tamperer(memory.dynamodb, tenant), seq)
        assert findings(tenant), f"entry {seq}"


@pytest.mark.parametrize("tamper", tampering_chain.AT_THE_HEAD, ids=lambda one: one.__name__)
def test_what_is_done_to_the_head_is_found(
    tenant: str, memory: MemoryAws, tamper: Callable[[Tamperer], None]
) -> None:
    tamper(Tamperer(memory.dynamodb, tenant))
    assert {finding.fault for finding in findings(tenant)} == {Fault.WRONG_HEAD}


@pytest.mark.parametrize("seq", [1, 7, 8, 25, ENTRIES])
def test_a_chain_that_was_made_anew_is_found_by_the_head_kept_elsewhere(
    tenant: str, memory: MemoryAws, seq: int
) -> None:
    kept = head(tenant)
    tampering_chain.rewrite_all(Tamperer(memory.dynamodb, tenant), seq)
    assert findings(tenant) == []
    assert findings(tenant, kept=kept) == [Finding(Fault.OTHER_THAN_KEPT, ENTRIES)]


def test_a_log_of_which_nothing_is_left_is_found_by_the_head_kept_elsewhere(
    tenant: str, memory: MemoryAws
) -> None:
    kept = head(tenant)
    memory.dynamodb = type(memory.dynamodb)()
    assert findings(tenant) == []
    assert findings(tenant, kept=kept) == [Finding(Fault.OTHER_THAN_KEPT, ENTRIES)]


def test_an_earlier_head_is_part_of_the_chain_that_grew(tenant: str, memory: MemoryAws) -> None:
    kept = head(tenant)
    record(tenant, 20, began=NOW)
    assert stream.chain(stream.events_of(tenant)) == []
    assert head(tenant).seq == ENTRIES + 20
    assert findings(tenant, kept=kept) == []
    within = Position(kept.seq - 3, kept.hash)
    assert findings(tenant, kept=within) == [Finding(Fault.OTHER_THAN_KEPT, within.seq)]


@pytest.mark.parametrize(
    ("tamper", "faults"),
    [
        (tampering.change_text, {Fault.CHANGED}),
        (tampering.delete_event, {Fault.DELETED}),
        (tampering.insert_event, {Fault.UNCHAINED}),
        (tampering.insert_event_with_place, {Fault.MISPLACED}),
        (tampering_chain.change_entry, {Fault.BROKEN, Fault.CHANGED}),
    ],
)
def test_a_finding_names_what_was_touched(
    tenant: str,
    memory: MemoryAws,
    tamper: Callable[[Tamperer, int], None],
    faults: set[Fault],
) -> None:
    log = Tamperer(memory.dynamodb, tenant)
    event_id = log.event(20)["sk"]["S"].rpartition("#")[2]
    tamper(log, 20)
    found = findings(tenant)
    assert {finding.fault for finding in found} == faults
    named = [one for one in found if one.fault is not Fault.BROKEN]
    assert {one.event_id[:-1] for one in named} == {event_id[:-1]}
    assert {one.object_id for one in named} == {"inv_5"}


def test_what_was_recorded_just_now_may_wait_for_its_place(tenant: str) -> None:
    record(tenant, 1, began=NOW - timedelta(minutes=9))
    assert findings(tenant) == []
    assert [one.fault for one in findings(tenant, now=NOW + timedelta(minutes=2))] == [
        Fault.UNCHAINED
    ]


def test_an_event_written_afterwards_is_noted(tenant: str) -> None:
    record(tenant, 1, began=NOW - timedelta(days=1))
    assert stream.chain(stream.events_of(tenant)) == []
    (note,) = verifying.verify(tenant, lambda: NOW)
    assert (note.fault, note.seq, note.is_note) == (Fault.LATE, ENTRIES + 1, True)


def test_one_firms_chain_cannot_be_shown_as_anothers(memory: MemoryAws, tenant: str) -> None:
    other = new_tenant()
    for (pk, sk), item in list(memory.dynamodb.items.items()):
        memory.dynamodb.items[pk.replace(tenant, other), sk] = {
            **item,
            **{
                n: {"S": item[n]["S"].replace(tenant, other)}
                for n in ("pk", "list_pk")
                if n in item
            },
        }
        memory.dynamodb._partitions[pk.replace(tenant, other)].append(sk)
    for sks in memory.dynamodb._partitions.values():
        sks.sort()
    found = findings(other)
    assert found[0] == Finding(Fault.BROKEN, 1)
    assert {one.fault for one in found} == {Fault.BROKEN, Fault.CHANGED}


def test_entries_may_be_added_while_it_is_verified(
    tenant: str, memory: MemoryAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two calls of a verification, an event is recorded and chained."""
    calls = 0

    def interfere(name: str, moment: str) -> None:
        nonlocal calls
        calls += 1
        if name == "dynamodb.Query" and moment == "before" and calls % 7 == 0 and calls < 700:
            memory.interfere_with(lambda _name, _moment: None)
            record(tenant, 1, began=NOW)
            assert stream.chain(stream.events_of(tenant)) == []
            memory.interfere_with(interfere)

    memory.interfere_with(interfere)
    assert findings(tenant) == []
    assert head(tenant).seq > ENTRIES + 10


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 11, 21)])
def test_a_period_is_verified_alone(tenant: str, memory: MemoryAws, day: date) -> None:
    """Chained all on the 21st; thirty of them recorded on the 20th."""
    log = Tamperer(memory.dynamodb, tenant)
    tampering.insert_event(log, 10)
    tampering.insert_event(log, 40)
    found = list(verifying.verify_period(tenant, lambda: NOW, first=day, last=day))
    assert [(one.fault, one.object_id) for one in found if not one.is_note] == [
        (Fault.UNCHAINED, "inv_2" if day.day == 20 else "inv_4")
    ]


def test_a_period_begins_in_the_middle_of_the_chain(tenant: str, memory: MemoryAws) -> None:
    for days in (1, 2, 3):
        now = NOW + timedelta(days=days)
        record(tenant, 10, began=now)
        with time_machine.travel(now + timedelta(minutes=2), tick=False):
            assert stream.chain(stream.events_of(tenant)) == []
    log = Tamperer(memory.dynamodb, tenant)
    tampering.change_text(log, 5)
    tampering.change_text(log, ENTRIES + 15)
    middle = (NOW + timedelta(days=2)).date()
    found = list(verifying.verify_period(tenant, lambda: NOW, first=middle, last=middle))
    assert [(one.fault, one.seq) for one in found] == [(Fault.CHANGED, ENTRIES + 15)]
    after = middle + timedelta(days=9)
    assert list(verifying.verify_period(tenant, lambda: NOW, first=after, last=after)) == []


def test_memory_does_not_grow_with_the_log(memory: MemoryAws) -> None:
    def peak(count: int) -> int:
        tenant = new_tenant()
        record(tenant, count, apart_seconds=1)
        chained_at = BEGAN + timedelta(seconds=count)
        with time_machine.travel(chained_at, tick=False):
            assert stream.chain(stream.events_of(tenant)) == []
        tracemalloc.start()
        assert not [one for one in verifying.verify(tenant, lambda: chained_at) if not one.is_note]
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = peak(2000), peak(5000)
    assert many < few * 1.3, (few, many)


def test_what_happened_to_an_object_is_read_in_pages(tenant: str) -> None:
    with open_work(tenant, "operator:test", Cause.OPERATOR, NOW) as work:
        first = audit.of_object(work, "inv_3", limit=5)
        assert first.next_after
        second = audit.of_object(work, "inv_3", limit=5, after=first.next_after)
        assert second.next_after is None
        found = first.events + second.events
        assert [one.seq for one in found] == [4, 11, 18, 25, 32, 39, 46]
        assert all(audit.is_in_chain(work, one) for one in found)
        assert audit.of_object(work, "inv_other").events == []
    with open_work(new_tenant(), "operator:test", Cause.OPERATOR, NOW) as work:
        assert audit.of_object(work, "inv_3").events == []


def test_what_happened_in_a_period_is_read_in_pages(tenant: str) -> None:
    seqs: list[int | None] = []
    after: str | None = ""
    with open_work(tenant, "operator:test", Cause.OPERATOR, NOW) as work:
        while after is not None:
            page = audit.of_period(work, date(2026, 11, 1), NOW.date(), limit=10, after=after)
            seqs += [one.seq for one in page.events]
            after = page.next_after
        assert seqs == list(range(1, ENTRIES + 1))
        day = audit.of_period(work, date(2026, 11, 21), date(2026, 11, 21))
        assert [one.seq for one in day.events] == list(range(31, ENTRIES + 1))
        assert audit.of_period(work, date(2026, 11, 22), date(2026, 11, 23)).events == []


def test_an_event_that_was_changed_is_not_in_the_chain(tenant: str, memory: MemoryAws) -> None:
    tampering.change_text_and_hash(Tamperer(memory.dynamodb, tenant), 4)
    with open_work(tenant, "operator:test", Cause.OPERATOR, NOW) as work:
        found = audit.of_object(work, "inv_3").events
        assert [audit.is_in_chain(work, one) for one in found] == [False, *[True] * 6]


def test_a_row_that_is_no_event_is_refused_with_a_reason(tenant: str, memory: MemoryAws) -> None:
    tampering.empty_text(Tamperer(memory.dynamodb, tenant), 4)
    with (
        open_work(tenant, "operator:test", Cause.OPERATOR, NOW) as work,
        pytest.raises(AuditUnreadable),
    ):
        audit.of_object(work, "inv_3")


def test_a_head_that_is_none_stops_the_chain(tenant: str, memory: MemoryAws) -> None:
    Tamperer(memory.dynamodb, tenant).head()["seq"] = {"S": "fifty"}
    record(tenant, 1, began=datetime(2026, 11, 22, 12, tzinfo=UTC))
    *_, told = stream.events_of(tenant)
    assert stream.chain([told]) == ["1"]
