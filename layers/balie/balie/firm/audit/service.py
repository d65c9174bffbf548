"""The audit log: giving events their place in the chain, and reading them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta

from balie.firm.audit import rules, store
from balie.firm.audit.model import Audited, AuditPage, Entry, Head, Position
from balie.firm.audit.store import AuditUnreadable
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work, open_work
from balie.ground.core import events
from balie.ground.core.clock import Clock, to_text
from balie.ground.core.errors import Changed, Unavailable
from balie.ground.core.events import Cause, Event
from balie.ground.core.nights import next_night

ACTOR = "system"
ENTRIES_A_BLOCK = 90  # a commit takes a hundred: a mark on each event, the block and the head
TRIES = 5
FIRST_DAY = date(2026, 1, 1)  # before the first release
PAGE = 100


class EventVanished(Unavailable):
    """An event was told of, and its row is gone before it could be chained."""

    code = "event_vanished"


def entry_of(text: str) -> Entry:
    """text: of an event, as recorded. Raises ValueError, KeyError or TypeError for what is none."""
    return rules.entry_of(text)


def chain(tenant: str, entries: Sequence[Entry], clock: Clock) -> None:
    """Give a place to each that has none yet, in the order given. A second time changes nothing.

    Raises EventVanished, after all others have theirs.
    """
    each_once = list({entry.event_id: entry for entry in entries}.values())
    vanished = 0
    for start in range(0, len(each_once), ENTRIES_A_BLOCK):
        vanished += _chain_some(tenant, each_once[start : start + ENTRIES_A_BLOCK], clock)
    if vanished:
        raise EventVanished("An event was deleted before it was chained.")


def chain_missed(tenant: str, clock: Clock, *, since: date = FIRST_DAY) -> int:
    """Chain what the stream did not deliver, of the days from `since` on; how many those were."""
    with open_work(tenant, ACTOR, Cause.TIMER, clock()) as work:
        _have_it_looked_after(work, since)  # a chain of an older release is not yet
    return sum(chain_missed_of(tenant, day, clock) for day in days(since, clock().date()))


def chain_missed_of(tenant: str, day: date, clock: Clock) -> int:
    """The same, of one day in UTC."""
    chained = 0
    after: str | None = ""
    while after is not None:
        with open_work(tenant, ACTOR, Cause.TIMER, clock()) as work:
            page = store.events_of_day(work, day, limit=PAGE, after=after)
        missed = [row for row in page.rows if store.seq_of(row) is None]
        chain(tenant, [entry_of(store.text_of(row)) for row in missed], clock)
        chained, after = chained + len(missed), page.next_after
    return chained


def head(work: Work) -> Position:
    """Where the chain ends. Raises AuditUnreadable."""
    return _head(work).position


def of_object(
    work: Work, object_id: str, *, limit: int = PAGE, after: str = "", backwards: bool = False
) -> AuditPage:
    """What happened to one object, oldest first unless backwards; a moment behind."""
    page = store.events_of_object(work, object_id, limit=limit, after=after, backwards=backwards)
    return AuditPage([_audited(row) for row in page.rows], page.next_after)


def of_customers(
    work: Work, group: tuple[str, ...], *, limit: int = PAGE, after: str = ""
) -> AuditPage:
    """What happened to these customers and all that is theirs, the newest first; a moment behind.

    group: their ids.
    """
    page = store.events_of_customers(work, group, limit=limit, after=after)
    return AuditPage([_audited(row) for row in page.rows], page.next_after)


def of_period(
    work: Work,
    first: date,
    last: date,
    *,
    limit: int = PAGE,
    after: str = "",
    backwards: bool = False,
) -> AuditPage:
    """What was recorded from `first` to `last`, days in UTC, both included.

    Oldest first unless backwards. The last page may be empty.
    """
    found: list[Audited] = []
    for day in _days_left(first, last, after, backwards):
        page = store.events_of_day(
            work, day, limit=limit - len(found), after=after, backwards=backwards
        )
        found += [_audited(row) for row in page.rows]
        after = ""
        if len(found) == limit:
            return AuditPage(found, store.place_of(page.rows[-1]))
    return AuditPage(found, None)


def place_of(event: Event) -> str:
    """`after` of what follows the event, in whatever list it is."""
    return store.place(to_text(event.recorded_at), event.id)


def place_before(day: date) -> str:
    """`after` of what was recorded before the day, going backwards."""
    return store.place(day.isoformat(), "")


def day_of(after: str) -> date:
    """The day that a page ended in."""
    return store.day_of(after)


def is_in_chain(work: Work, audited: Audited) -> bool:
    """Whether the chain has this event, with this text, in the place that its row says."""
    block = store.block_of(work, audited.seq) if audited.seq else None
    entry = rules.entry_in(block, audited.seq or 0) if block else None
    return entry is not None and (entry.event_id, entry.hash) == (audited.event.id, audited.hash)


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _days_left(first: date, last: date, after: str, backwards: bool) -> Iterator[date]:
    """From the day that the page before ended in."""
    reached = store.day_of(after) if after else None
    if backwards:
        return reversed(list(days(first, min(last, reached or last))))
    return days(reached or first, last)


def _chain_some(tenant: str, entries: Sequence[Entry], clock: Clock) -> int:
    """How many of the entries have no event any more.

    At first none is looked at: the commit's own conditions tell when one has its place already.
    """
    for attempt in range(TRIES):
        with suppress(Changed):
            return _chain_once(tenant, entries, clock, look=attempt > 0)
    return _chain_once(tenant, entries, clock, look=True)


def _chain_once(tenant: str, entries: Sequence[Entry], clock: Clock, *, look: bool) -> int:
    with open_work(tenant, ACTOR, Cause.TIMER, clock()) as work:
        new, vanished = store.unchained(work, entries) if look else (entries, 0)
        if new:
            before = _head(work)
            if before.version == 0:
                _have_it_looked_after(work, date.fromisoformat(min(each.at for each in new)[:10]))
            store.append(work, before, rules.next_block(before.position, new, work.now))
    return vanished


def _have_it_looked_after(work: Work, since: date) -> None:
    if store.next_look(work) is None:
        store.plan_look(work, due_at=next_night(work.tenant, work.now), since=since)


def _head(work: Work) -> Head:
    return store.head(work) or Head(rules.beginning(work.tenant), version=0)


def _audited(row: Row) -> Audited:
    try:
        text = store.text_of(row)
        return Audited(events.from_json(text), store.seq_of(row), rules.entry_of(text).hash)
    except (ValueError, KeyError, TypeError) as error:
        raise AuditUnreadable("An event is not what was recorded: see `audit verify`.") from error
