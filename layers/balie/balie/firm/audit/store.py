"""The chain's rows, and the mark on an event that says which place it has."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import UTC, date, datetime

from balie.firm.audit.model import Block, Entry, Head, NextLook, Position
from balie.ground.aws import audit_keys, keys, rows, together
from balie.ground.aws.rows import Row
from balie.ground.aws.table import Page
from balie.ground.aws.work import Work
from balie.ground.core.clock import from_text, to_text
from balie.ground.core.errors import Unavailable

BLOCKS_A_PAGE = 10
LOOKED_AFTER = "AUDIT"  # the service that a schedule looks for
AT_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class AuditUnreadable(Unavailable):
    """A row of the audit log holds something else."""

    code = "audit_unreadable"


def head(work: Work) -> Head | None:
    """None before the first entry. Raises AuditUnreadable."""
    row = work.get(keys.audit_head())
    if row is None:
        return None
    try:
        position = Position(rows.number(row, "seq"), rows.text(row, "hash"))
        return Head(position, rows.number(row, "version"))
    except (KeyError, TypeError) as error:
        raise AuditUnreadable("The head of the audit log is not what was written.") from error


def append(work: Work, after: Head, block: Block) -> None:
    """With the mark on each event, on condition that it has none yet and the head is still this."""
    chained_at = to_text(block.chained_at)
    row: Row = {
        "first": block.first,
        "previous": block.previous,
        "hash": block.hash,
        "chained_at": chained_at,
        "data": json.dumps([astuple(entry) for entry in block.entries]),
    }
    work.put(keys.audit_block(block.last), row, version=0)
    work.put(keys.audit_head(), {"seq": block.last, "hash": block.hash}, version=after.version)
    for seq, entry in enumerate(block.entries, block.first):
        key = keys.event(entry.at, entry.event_id)
        work.add(key, {}, at_least={"version": 1}, below={"seq": 1}, fixed={"seq": seq})


def next_look(work: Work) -> NextLook | None:
    """None before the chain begins."""
    row = work.get(audit_keys.next_look())
    if row is None:
        return None
    since = date.fromisoformat(rows.text(row, "since"))
    return NextLook(from_text(rows.text(row, "due_at")), since)


def plan_look(work: Work, *, due_at: datetime, since: date) -> None:
    key = audit_keys.next_look()
    before = work.get(key)
    listed = keys.swept(LOOKED_AFTER, to_text(due_at), work.tenant)
    row: Row = {"due_at": to_text(due_at), "since": since.isoformat(), **listed._asdict()}
    work.put(key, row, version=rows.number(before, "version") if before else 0)


def event(work: Work, entry: Entry) -> Row | None:
    return work.get(keys.event(entry.at, entry.event_id))


def events_near(work: Work, entries: Sequence[Entry]) -> dict[str, Row]:
    """By the place of each, those that were recorded from the first of the entries on.

    Mostly all of them, because they were chained as they came, and in one call.
    """
    first = min((entry.at for entry in entries), default="")
    found = work.query(
        keys.events_of_day(first[:10]),
        keys.EVENTS,
        limit=len(entries) + 1,
        after=f"{keys.EVENTS}{first}",
    )
    return {place_of(row): row for row in found.rows}


def events_of_object(
    work: Work, object_id: str, *, limit: int, after: str, backwards: bool = False
) -> Page:
    listed = keys.events_with_object(object_id)
    return work.query_list(listed, limit=limit, after=after, backwards=backwards)


def events_of_customers(work: Work, group: tuple[str, ...], *, limit: int, after: str) -> Page:
    """The newest first. group: ids of customers."""
    listed = [keys.events_with_customer(customer_id) for customer_id in group]
    return together.query_activity(work, listed, limit=limit, after=after)


def events_of_day(
    work: Work, day: date, *, limit: int, after: str, backwards: bool = False
) -> Page:
    """after: the place of the last row of the page before, or its sort key."""
    own = keys.events_of_day(day.isoformat())
    past = f"{keys.EVENTS}{after.removeprefix(keys.EVENTS)}" if after else ""
    return work.query(own, keys.EVENTS, limit=limit, after=past, backwards=backwards)


def day_of(after: str) -> date:
    """after: an event's place, or the sort key of its row."""
    return date.fromisoformat(after.removeprefix(keys.EVENTS)[:10])


def is_in_its_lists(row: Row, entry: Entry) -> bool:
    """Whether the row's attributes, by which it is found, are those of the event in it."""
    said = json.loads(rows.text(row, "data"))
    listed = keys.events_of_object(entry.object_id, entry.at, entry.event_id)._asdict()
    customer_id = said.get("customer_id")
    of_customer = keys.events_of_customer(customer_id or "", entry.at, entry.event_id)._asdict()
    activity = of_customer if customer_id else dict.fromkeys(of_customer)
    found = {"hash": entry.hash, **activity, **row}  # older releases did not write these
    expected = {**listed, **activity, "name": said["name"], "hash": entry.hash}
    return all(found.get(attribute) == value for attribute, value in expected.items())


def text_of(row: Row) -> str:
    """The event's, or what stands in its place."""
    return str(row.get("data", ""))


def stands_for(row: Row) -> Entry:
    """What the row's keys say about its event, whatever it holds."""
    _, at, event_id = rows.text(row, "sk").split("#", 2)
    listed = str(row.get("list_pk", "")).removeprefix(keys.events_with_object(""))
    return Entry(event_id, listed, at, "")


def place_in_day(entry: Entry) -> str:
    return keys.event(entry.at, entry.event_id).sk


def place_of(row: Row) -> str:
    """`after` of what follows the row."""
    return rows.text(row, "sk").removeprefix(keys.EVENTS)


def place(recorded_at: str, event_id: str) -> str:
    return f"{recorded_at}#{event_id}"


def seq_of(row: Row) -> int | None:
    found = row.get("seq")
    return found if isinstance(found, int) else None


def block_of(work: Work, seq: int) -> Block | None:
    """The block that has the entry `seq`, or the next one after a gap; None past the end."""
    found = work.query(keys.AUDIT, keys.BLOCKS, limit=1, after=_before(seq)).rows
    return _block(found[0]) if found else None


def blocks(work: Work, *, since: int, after: str) -> tuple[list[Block], str | None]:
    """From the block of the entry `since` on. Second: `after` of the next page, None at the end."""
    page = work.query(keys.AUDIT, keys.BLOCKS, limit=BLOCKS_A_PAGE, after=after or _before(since))
    return [_block(row) for row in page.rows], page.next_after


def _before(seq: int) -> str:
    return keys.audit_block(seq - 1).sk if seq > 1 else ""


def _block(row: Row) -> Block:
    """One that cannot be read is empty: it breaks the chain."""
    try:
        return Block(
            first=rows.number(row, "first"),
            last=int(rows.text(row, "sk").removeprefix(keys.BLOCKS)),
            previous=rows.text(row, "previous"),
            hash=rows.text(row, "hash"),
            chained_at=from_text(rows.text(row, "chained_at")),
            entries=tuple(Entry(*map(str, each)) for each in json.loads(rows.text(row, "data"))),
        )
    except (KeyError, TypeError, ValueError):
        return Block(0, 0, "", "", AT_NO_TIME, ())


def unchained(work: Work, entries: Sequence[Entry]) -> tuple[list[Entry], int]:
    """Those that have no place yet, in their order; and how many have no event any more."""
    found = [(entry, event(work, entry)) for entry in entries]
    new = [entry for entry, row in found if row is not None and seq_of(row) is None]
    return new, sum(row is None for _, row in found)
