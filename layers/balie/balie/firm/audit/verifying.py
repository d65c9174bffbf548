"""Verifying the audit log: along the chain to its events, and from the events to the chain.

Memory stays the same however long the log is: each page is a unit of work of its own.
"""

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager
from datetime import date

from balie.firm.audit import rules, store
from balie.firm.audit import service as audit
from balie.firm.audit.model import Block, Entry, Fault, Finding, Position
from balie.firm.audit.service import ACTOR, FIRST_DAY, PAGE, days
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import Clock
from balie.ground.core.events import Cause

Said = dict[Fault, Position]


def verify(tenant: str, clock: Clock, *, kept: Position | None = None) -> Iterator[Finding]:
    """All that is not as it was recorded, or has no place in the chain.

    kept: a head that was kept elsewhere, which must be part of this chain: only so is found what
    somebody changed who may write to the whole table.
    """
    with _open(tenant, clock) as work:
        said: Said = {Fault.WRONG_HEAD: audit.head(work)}
    if kept:
        said[Fault.OTHER_THAN_KEPT] = kept
    beginning = rules.beginning(tenant)
    yield from rules.otherwise([beginning], said)
    reached = yield from _along(tenant, clock, beginning, said=said)
    yield from rules.missing(reached, said)
    if reached.seq > said[Fault.WRONG_HEAD].seq:
        yield from _head_again(tenant, clock, reached)
    for day in days(FIRST_DAY, clock().date()):
        yield from _day(tenant, clock, day)


def verify_period(tenant: str, clock: Clock, *, first: date, last: date) -> Iterator[Finding]:
    """The same for what was chained, and what was recorded, from `first` to `last`, in UTC.

    What was before is taken for granted.
    """
    with _open(tenant, clock) as work:
        before = _before_day(work, first)
    yield from _along(tenant, clock, before, until=last)
    for day in days(first, last):
        yield from _day(tenant, clock, day)


def _open(tenant: str, clock: Clock) -> AbstractContextManager[Work]:
    return open_work(tenant, ACTOR, Cause.TIMER, clock())


def _before_day(work: Work, day: date) -> Position:
    """The end of the last block that was chained before the day."""
    low, high = 1, audit.head(work).seq + 1
    while low < high:
        middle = (low + high) // 2
        block = store.block_of(work, middle)
        if block is None or block.chained_at.date() >= day:
            high = middle
        else:
            low = max(block.last, middle) + 1
    first = store.block_of(work, low)
    return Position(first.first - 1, first.previous) if first else audit.head(work)


def _along(
    tenant: str,
    clock: Clock,
    reached: Position,
    *,
    until: date | None = None,
    said: Said | None = None,
) -> Generator[Finding, None, Position]:
    """Returns how far the chain goes."""
    since, after = reached.seq + 1, ""
    while True:
        with _open(tenant, clock) as work:
            blocks, next_after = store.blocks(work, since=since, after=after)
            wanted = [block for block in blocks if not until or block.chained_at.date() <= until]
            found: list[Finding] = []
            for block in wanted:
                found += rules.broken(reached, block)
                found += rules.otherwise(rules.positions(block), said or {})
                found += rules.late(block)
                found += _events_amiss(work, block)
                reached = Position(block.last, block.hash)
        yield from found
        if next_after is None or not wanted:
            return reached
        after = next_after


def _events_amiss(work: Work, block: Block) -> Iterator[Finding]:
    near = store.events_near(work, block.entries)
    for seq, entry in enumerate(block.entries, block.first):
        row = near.get(store.place_in_day(entry)) or store.event(work, entry)
        if fault := _fault(work, row, entry, seq):
            yield Finding(fault, seq, entry.event_id, entry.object_id)


def _fault(work: Work, row: Row | None, entry: Entry, seq: int) -> Fault | None:
    if row is None:
        return Fault.DELETED
    as_recorded = rules.is_as_recorded(entry, store.text_of(row), work.tenant)
    if not (as_recorded and store.is_in_its_lists(row, entry)):
        return Fault.CHANGED
    return Fault.MISPLACED if store.seq_of(row) != seq else None


def _head_again(tenant: str, clock: Clock, reached: Position) -> Iterator[Finding]:
    """Entries were added meanwhile, or stand where no head has ever been."""
    with _open(tenant, clock) as work:
        ends = audit.head(work)
    if ends.seq < reached.seq or (ends.seq == reached.seq and ends != reached):
        yield Finding(Fault.WRONG_HEAD, reached.seq)


def _day(tenant: str, clock: Clock, day: date) -> Iterator[Finding]:
    after: str | None = ""
    block: Block | None = None
    while after is not None:
        with _open(tenant, clock) as work:
            page = store.events_of_day(work, day, limit=PAGE, after=after)
            found = []
            for row in page.rows:
                seq, named = store.seq_of(row), store.stands_for(row)
                if seq and not (block and rules.entry_in(block, seq)):
                    block = store.block_of(work, seq)
                entry = rules.entry_in(block, seq) if block and seq else None
                found += rules.astray(named, seq, entry, work.now)
        yield from found
        after = page.next_after
