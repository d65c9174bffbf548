"""The audit log: a firm's events, each in its place of one chain of hashes.

Events are recorded in the transaction of their effect, whoever causes it; a place in the chain is
given to each a moment later, by the one worker that writes the chain. Entries stand in blocks, so
that a thousand events a second are eleven writes to the chain.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from balie.ground.core.events import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the chain. at: `recorded_at`, as its key has it. hash: of the event's text."""

    event_id: str
    object_id: str
    at: str
    hash: str


@dataclass(frozen=True, slots=True)
class Position:
    """How far the chain is. seq: of its last entry, 0 before the first. hash: of all up to it."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends now. version: that of its row."""

    position: Position
    version: int


@dataclass(frozen=True, slots=True)
class Block:
    """Entries that were chained together. first, last: their numbers. previous, hash: before and
    after them."""

    first: int
    last: int
    previous: str
    hash: str
    chained_at: datetime
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Audited:
    """seq: the event's place in the chain; None until it has one. hash: of its text as it is."""

    event: Event
    seq: int | None
    hash: str


@dataclass(frozen=True, slots=True)
class NextLook:
    """When the log is next looked through for what the stream missed, and from which day on."""

    due_at: datetime
    since: date


@dataclass(frozen=True, slots=True)
class AuditPage:
    """next_after: `after` of the next page; None at the end."""

    events: list[Audited]
    next_after: str | None


class Fault(StrEnum):
    """What is wrong with an entry, said to a person."""

    CHANGED = "the event is not what was recorded"
    DELETED = "the event is gone"
    BROKEN = "the chain is broken here: entries were changed, removed, added or put in other order"
    MISPLACED = "the event claims another place than the chain gives it"
    UNCHAINED = "the event has no place in the chain"
    WRONG_HEAD = "the chain does not end as its head says"
    OTHER_THAN_KEPT = "the chain is not the one whose head was kept elsewhere"
    LATE = "chained long after it was recorded: an outage, or an event that was written afterwards"


@dataclass(frozen=True, slots=True)
class Finding:
    """seq: the entry; None for an event without one. event_id, object_id: "" when unknown."""

    fault: Fault
    seq: int | None
    event_id: str = ""
    object_id: str = ""

    @property
    def is_note(self) -> bool:
        """Worth a look, and no proof of anything."""
        return self.fault is Fault.LATE
