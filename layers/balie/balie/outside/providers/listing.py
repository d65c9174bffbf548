"""What a provider's list points at: the objects themselves are fetched one by one."""

from dataclasses import dataclass

from balie.outside.providers.hints import Kind


@dataclass(frozen=True, slots=True)
class Pointer:
    """entry_ref: of what the list holds, which may be an object that only points at another.

    event_ref: the event's own id; None in a list of objects.
    """

    kind: Kind
    ref: str
    entry_ref: str
    event_ref: str | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """next_after: where the next page goes on; None at the end."""

    pointers: tuple[Pointer, ...]
    next_after: str | None
