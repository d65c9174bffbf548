"""The chain's arithmetic: how an entry is bound to all before it, and what does not agree.

Documented to the byte, so that anybody can check it without this program: the hash of an entry is
SHA-256 over the canonical JSON (RFC 8785) of {chained_at, event_hash, event_id, object_id,
previous, recorded_at, seq}, where event_hash is SHA-256 over the event's own text and previous is
the hash of the entry before; before the first it is SHA-256 over "balie audit chain of TENANT".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from balie.firm.audit.model import Block, Entry, Fault, Finding, Position
from balie.ground.core import canonical, events
from balie.ground.core.clock import to_text

CHAINED_WITHIN = timedelta(minutes=10)


def beginning(tenant: str) -> Position:
    """Another for each firm, so that no chain can be shown as that of another."""
    return Position(0, canonical.digest(f"balie audit chain of {tenant}"))


def entry_of(text: str) -> Entry:
    """text: an event's, as recorded. Raises ValueError, KeyError or TypeError for what is none."""
    event = events.from_json(text)
    return Entry(event.id, event.object_id, to_text(event.recorded_at), canonical.digest(text))


def next_block(after: Position, entries: Sequence[Entry], now: datetime) -> Block:
    block = Block(
        after.seq + 1, after.seq + len(entries), after.hash, "", now, entries=tuple(entries)
    )
    *_, end = positions(block)
    return Block(block.first, block.last, block.previous, end.hash, now, block.entries)


def positions(block: Block) -> Iterator[Position]:
    """The chain after each of the block's entries, computed from what the entries say."""
    reached = block.previous
    chained_at = to_text(block.chained_at)
    for seq, entry in enumerate(block.entries, block.first):
        reached = canonical.digest(
            canonical.to_text(
                {
                    "chained_at": chained_at,
                    "event_hash": entry.hash,
                    "event_id": entry.event_id,
                    "object_id": entry.object_id,
                    "previous": reached,
                    "recorded_at": entry.at,
                    "seq": seq,
                }
            )
        )
        yield Position(seq, reached)


def broken(before: Position, block: Block) -> list[Finding]:
    """Whether the block follows what is before it, and its entries are those it was closed with."""
    follows = before == Position(block.first - 1, block.previous)
    *_, end = before, *positions(block)
    if follows and end == Position(block.last, block.hash):
        return []
    return [Finding(Fault.BROKEN, block.first)]


def otherwise(reached: Iterable[Position], said: Mapping[Fault, Position]) -> list[Finding]:
    """said: what the chain must be at some places. Those that were reached and are not so."""
    return [
        Finding(fault, here.seq)
        for here in reached
        for fault, expected in said.items()
        if here.seq == expected.seq and here.hash != expected.hash
    ]


def late(block: Block) -> list[Finding]:
    overdue = to_text(block.chained_at - CHAINED_WITHIN)
    return [
        Finding(Fault.LATE, seq, entry.event_id, entry.object_id)
        for seq, entry in enumerate(block.entries, block.first)
        if entry.at < overdue
    ]


def entry_in(block: Block, seq: int) -> Entry | None:
    place = seq - block.first
    return block.entries[place] if 0 <= place < len(block.entries) else None


def is_as_recorded(entry: Entry, text: str, tenant: str) -> bool:
    """Whether `text` is the event's that was chained, recorded by the tenant itself."""
    try:
        return entry_of(text) == entry and events.from_json(text).tenant in (tenant, "")
    except (ValueError, KeyError, TypeError):
        return False


def missing(reached: Position, said: Mapping[Fault, Position]) -> list[Finding]:
    """Ends that the chain does not come to."""
    return [Finding(fault, end.seq) for fault, end in said.items() if end.seq > reached.seq]


def astray(named: Entry, seq: int | None, there: Entry | None, now: datetime) -> list[Finding]:
    """named: an event as its keys name it; seq: the place it claims; there: the entry there."""
    if seq is None:
        overdue = named.at < to_text(now - CHAINED_WITHIN)
        return [Finding(Fault.UNCHAINED, None, named.event_id, named.object_id)] if overdue else []
    if there and (there.event_id, there.at) == (named.event_id, named.at):
        return []
    return [Finding(Fault.MISPLACED, seq, named.event_id, named.object_id)]
