"""When each connection is brought up to date by itself: every night, in a minute of its own.

A catch-up that begins is looked after two hours later, in case it has stopped half-way; one that
has listed all leaves the connection alone until the next night.
"""

from datetime import datetime, timedelta

from balie.ground.aws import keys, stored
from balie.ground.aws.work import Work
from balie.ground.core.clock import to_text
from balie.ground.core.nights import next_night
from balie.ground.core.stored import Stored

SERVICE = "SYNC"
LOOKED_AFTER = timedelta(hours=2)
WEEK = timedelta(days=6, hours=12)  # a nightly sync is never late by half a day


class NextSync(Stored):
    """catch_up_id: of the one under way. latest_id: of the last one that began.

    all_seen_at: when all that is open was last listed.
    """

    connection_id: str
    due_at: datetime
    catch_up_id: str | None = None
    latest_id: str | None = None
    all_seen_at: datetime | None = None

    def wants_all(self, now: datetime) -> bool:
        """Once a week what is open is listed, whatever events say."""
        return self.all_seen_at is None or now - self.all_seen_at > WEEK


def get(work: Work, connection_id: str) -> NextSync | None:
    row = work.get(keys.next_sync(connection_id))
    return stored.read(NextSync, row) if row else None


def plan(work: Work, connection_id: str) -> None:
    """For a connection that is made, or made again."""
    if get(work, connection_id) is None:
        _save(work, _blank(work, connection_id))


def cancel(work: Work, planned: NextSync) -> None:
    work.delete(keys.next_sync(planned.connection_id), version=planned.version)


def look_after(work: Work, connection_id: str, catch_up_id: str) -> None:
    """The catch-up is under way."""
    planned = get(work, connection_id) or _blank(work, connection_id)
    due_at = work.now + LOOKED_AFTER
    begun = {"due_at": due_at, "catch_up_id": catch_up_id, "latest_id": catch_up_id}
    _save(work, planned.model_copy(update=begun))


def note_listed(
    work: Work, connection_id: str, catch_up_id: str, *, all_seen_at: datetime | None
) -> None:
    """The catch-up has listed all. all_seen_at: when it began, if it listed what is open."""
    planned = get(work, connection_id)
    if planned is None:
        return
    changes: dict[str, object] = {"all_seen_at": all_seen_at} if all_seen_at else {}
    if planned.catch_up_id == catch_up_id:
        changes |= {"catch_up_id": None, "due_at": next_night(connection_id, work.now)}
    _save(work, planned.model_copy(update=changes))


def _blank(work: Work, connection_id: str) -> NextSync:
    return NextSync(connection_id=connection_id, due_at=next_night(connection_id, work.now))


def _save(work: Work, planned: NextSync) -> None:
    listed = keys.swept(SERVICE, to_text(planned.due_at), planned.connection_id)
    row = {**stored.data(planned), **listed._asdict()}
    work.put(keys.next_sync(planned.connection_id), row, version=planned.version)
