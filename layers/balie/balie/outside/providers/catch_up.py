"""Catching up with a provider account: what it held before we heard of it, and what we missed.

Its lists are read a page at a time, and each thing listed becomes a hint, so that an import and a
sync go the one way that a webhook goes: looked at, translated, applied, in any order and at the
same time. A page is one message; the row of the catch-up says how far it is, so that a crash at any
point goes on where it was, and a message that comes twice does nothing new.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Literal, TypedDict

from pydantic import Field

from balie.ground.aws import catch_up_keys, queues, rows, settings, stored
from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import Clock, from_text, to_text
from balie.ground.core.errors import NotFound
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.ground.core.stored import Stored
from balie.outside.providers import (
    authorisation,
    connections,
    endpoints,
    hint_queue,
    registry,
    timetable,
)
from balie.outside.providers.connections import Connection
from balie.outside.providers.hints import Hint, Kind
from balie.outside.providers.listing import ListPage, Pointer

OVERLAP = timedelta(hours=1)
EVENTS_ARE_KEPT = timedelta(days=30)  # https://docs.stripe.com/api/events
IS_TRIED = timedelta(days=4)  # longer than a page waits for the provider
LISTS: dict[Cause, tuple[str, ...]] = {
    Cause.IMPORT: ("invoices", "payments", "subscriptions", "customers"),
    Cause.SYNC: ("events",),
}
OPEN_LISTS = ("open_invoices", "unfinished_payments", "open_disputes", "active_subscriptions")
STAYS_OPEN = {"unfinished_payments": timedelta(days=60), "open_disputes": timedelta(days=180)}


class CatchUpMissing(NotFound):
    code = "catch_up_missing"


class CatchUp(Stored):
    """lists: those still to read, the first one now. after: where in it; None at its beginning.

    pages: how many have been read. found_of: how many hints these have given, by what they point
    at; done_of: how many of them have been looked at, the last one at moved_at.
    since: what happened before is left out; None for everything.
    lists_open: all that is open is in the lists.
    is_stopped: the account was closed before all had been listed.
    last_error: what the provider has last refused since it began, as a code.
    """

    id: str
    connection_id: str
    cause: Literal[Cause.IMPORT, Cause.SYNC]
    started_at: datetime
    since: datetime | None
    lists: tuple[str, ...]
    lists_open: bool = True
    after: str | None = None
    pages: int = 0
    listed_at: datetime | None = None
    found_of: dict[Kind, int] = Field(default_factory=dict)
    done_of: dict[Kind, int] = Field(default_factory=dict, exclude=True)
    moved_at: datetime | None = Field(default=None, exclude=True)
    last_error: str | None = Field(default=None, exclude=True)
    is_stopped: bool = False

    @property
    def found(self) -> int:
        return sum(self.found_of.values())

    @property
    def done(self) -> int:
        return sum(self.done_of.values())

    @property
    def finished_at(self) -> datetime | None:
        """None until all that was found is done."""
        if not self.is_complete or self.listed_at is None:
            return None
        return max(self.listed_at, self.moved_at or self.listed_at)

    @property
    def has_listed_all(self) -> bool:
        return not self.lists

    @property
    def is_complete(self) -> bool:
        return self.has_listed_all and self.done >= self.found


class PageMessage(TypedDict):
    """page: how many pages had been read when it was asked for."""

    tenant: str
    catch_up_id: str
    page: int


def start(
    work: Work,
    connection_id: str,
    cause: Literal[Cause.IMPORT, Cause.SYNC],
    *,
    with_all_open: bool = False,
) -> CatchUp:
    """Begin; the pages follow by themselves. Raises ConnectionMissing or ConnectionClosed.

    A sync whose beginning the provider no longer tells of becomes an import. with_all_open: a sync
    lists what is open as well, whether or not there are events of it.
    """
    connection = connections.require_open(work, connection_id)
    since = _since(connection.synced_until, work.now) if cause is Cause.SYNC else None
    started = _begun(work, connection_id, since, with_all_open)
    _save(work, started)
    timetable.look_after(work, connection_id, started.id)
    work.record(f"{started.cause.value}.started", started.id)
    work.commit()  # before the page is asked for: whoever reads it must find this row
    _ask_for_page(work.tenant, started)
    return started


def is_under_way(work: Work, catch_up_id: str) -> bool:
    """Whether pages are still to be read, and may be."""
    found = _get(work, catch_up_id)
    return not found.has_listed_all and work.now - found.started_at < IS_TRIED


def go_on(work: Work, catch_up_id: str) -> None:
    """Ask again for the page that is next; if it was not lost, this does nothing new."""
    stopped = _get(work, catch_up_id)
    timetable.look_after(work, stopped.connection_id, stopped.id)
    work.commit()  # of two who find it at the same time, one asks
    _ask_for_page(work.tenant, stopped)


def get(work: Work, catch_up_id: str) -> CatchUp:
    """With what the worker has done of it. Raises CatchUpMissing."""
    found = _get(work, catch_up_id)
    progress = work.query(catch_up_keys.catch_up_rows(catch_up_id), catch_up_keys.PROGRESS).rows
    done_of = {kind: sum(rows.number(row, kind) for row in progress) for kind in found.found_of}
    moved_at = max((rows.text(row, "moved_at") for row in progress), default=None)
    done: dict[str, Any] = {
        "done_of": done_of,
        "moved_at": from_text(moved_at) if moved_at else None,
        "last_error": _last_error(work, found),
    }
    return found.model_copy(update=done)


def count_done(work: Work, catch_up_id: str, hint: Hint) -> None:
    """In the transaction that marks the hint seen, so each counts once."""
    row = catch_up_keys.catch_up_progress(catch_up_id, hint.ref)
    work.add(row, {hint.kind: 1}, fixed={"moved_at": to_text(work.now)})


def take_page(message: PageMessage, clock: Clock) -> None:
    """Read the page, send its hints, note how far it is, ask for the next."""
    tenant = message["tenant"]
    with open_work(tenant, "system", Cause.TIMER, clock()) as work:
        before = _get(work, message["catch_up_id"])
        connection = connections.get(work, before.connection_id)
    if before.has_listed_all:
        return
    if not connection.is_open:
        _stop(tenant, before, connection, clock())
        return
    if message["page"] < before.pages:  # read already, but who asks for the next may have died
        _ask_for_page(tenant, before)
        return
    with authorisation.watched(tenant, connection.id, clock):
        found = _read(tenant, connection, before, clock)
    hint_queue.send_all(tenant, (_hint(before, pointer) for pointer in found.pointers))
    with open_work(tenant, "system", before.cause, clock(), cause_ref=before.id) as work:
        after = _advanced(before, found, work.now)
        _save(work, after)
        if after.has_listed_all:
            connections.note_synced(work, connection.id, before.started_at)
            seen_at = before.started_at if before.lists_open else None
            timetable.note_listed(work, connection.id, before.id, all_seen_at=seen_at)
            work.record(f"{after.cause.value}.listed", after.id, found=str(after.found))
    if not after.has_listed_all:
        _ask_for_page(tenant, after)


def _get(work: Work, catch_up_id: str) -> CatchUp:
    row = work.get(catch_up_keys.catch_up(catch_up_id))
    if row is None:
        raise CatchUpMissing("There is no such import or sync.")
    return stored.read(CatchUp, row)


def _last_error(work: Work, catch_up: CatchUp) -> str | None:
    connection = connections.get(work, catch_up.connection_id)
    at = connection.last_error_at
    return connection.last_error_code if at and at >= catch_up.started_at else None


def _read(tenant: str, connection: Connection, catch_up: CatchUp, clock: Clock) -> ListPage:
    if catch_up.pages == 0:
        endpoints.look_after(tenant, connection, clock)
    name = catch_up.lists[0]
    return registry.list_page(
        tenant, connection, name, after=catch_up.after, since=_oldest(catch_up, name)
    )


def _oldest(catch_up: CatchUp, name: str) -> datetime | None:
    """What was made before then is left out of the list."""
    if name in STAYS_OPEN:
        return catch_up.started_at - STAYS_OPEN[name]
    return catch_up.since if name in LISTS[Cause.SYNC] else None


def _stop(tenant: str, catch_up: CatchUp, connection: Connection, now: datetime) -> None:
    with open_work(tenant, "system", catch_up.cause, now, cause_ref=catch_up.id) as work:
        ended = {"lists": (), "is_stopped": True, "listed_at": now}
        _save(work, catch_up.model_copy(update=ended))
        reason = f"connection_{connection.status}"
        work.record(f"{catch_up.cause.value}.stopped", catch_up.id, reason=reason)


def _begun(work: Work, connection_id: str, since: datetime | None, with_all_open: bool) -> CatchUp:
    """since: None for an import."""
    cause: Literal[Cause.IMPORT, Cause.SYNC] = Cause.SYNC if since else Cause.IMPORT
    return CatchUp(
        id=new_id("cup"),
        connection_id=connection_id,
        cause=cause,
        started_at=work.now,
        since=since,
        lists=LISTS[cause] + (OPEN_LISTS if since and with_all_open else ()),
        lists_open=with_all_open or since is None,
    )


def _since(synced_until: datetime | None, now: datetime) -> datetime | None:
    """None when events of that time are no longer kept."""
    if synced_until is None or now - synced_until > EVENTS_ARE_KEPT - OVERLAP:
        return None
    return synced_until - OVERLAP


def _advanced(before: CatchUp, page: ListPage, now: datetime) -> CatchUp:
    lists = before.lists if page.next_after else before.lists[1:]
    found_of = Counter(before.found_of)
    found_of.update(pointer.kind for pointer in page.pointers)
    return before.model_copy(
        update={
            "lists": lists,
            "after": page.next_after,
            "pages": before.pages + 1,
            "found_of": dict(found_of),
            "listed_at": None if lists else now,
        }
    )


def _hint(catch_up: CatchUp, pointer: Pointer) -> Hint:
    return Hint(
        provider="stripe",
        connection_id=catch_up.connection_id,
        kind=pointer.kind,
        ref=pointer.ref,
        event_ref=pointer.event_ref or f"{catch_up.id}_{pointer.entry_ref}",
        cause=catch_up.cause,
        catch_up_id=catch_up.id,
    )


def _ask_for_page(tenant: str, catch_up: CatchUp) -> None:
    message: PageMessage = {"tenant": tenant, "catch_up_id": catch_up.id, "page": catch_up.pages}
    queues.send_in_order(
        tenant,
        settings.catch_up_queue(),
        message,
        group=catch_up.id,
        deduplication=f"{catch_up.id}:{catch_up.pages}",
    )


def _save(work: Work, catch_up: CatchUp) -> None:
    work.put(catch_up_keys.catch_up(catch_up.id), stored.data(catch_up), version=catch_up.version)
