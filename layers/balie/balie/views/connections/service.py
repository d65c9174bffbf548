"""The firm's accounts at providers, and how each of them is doing.

How many messages wait in the queues is not told here: the queues are shared by all firms. A firm's
own backlog is what an import or sync has found and not yet done.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from balie.ground.aws.work import Work
from balie.outside.providers import catch_up, connections, timetable
from balie.outside.providers.catch_up import CatchUp, CatchUpMissing
from balie.outside.providers.connections import Connection

LATE = timedelta(hours=36)  # a night was missed


class Health(StrEnum):
    """closed: not connected. ending: somebody asked to disconnect it. refused: the provider did not
    let us do something since the last time all went well. fresh: nothing was brought in yet.
    behind: a nightly sync was missed."""

    CLOSED = "closed"
    ENDING = "ending"
    REFUSED = "refused"
    FRESH = "fresh"
    BEHIND = "behind"
    WELL = "well"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """next_sync_at: None for one that is closed. latest: the last import or sync that began."""

    connection: Connection
    health: Health
    next_sync_at: datetime | None
    latest: CatchUp | None


def every(work: Work) -> list[Doing]:
    return [of(work, connection) for connection in connections.of_tenant(work)]


def of(work: Work, connection: Connection) -> Doing:
    planned = timetable.get(work, connection.id) if connection.is_open else None
    latest = planned.latest_id if planned else None
    return Doing(
        connection=connection,
        health=health(connection, work.now),
        next_sync_at=planned.due_at if planned else None,
        latest=catch_up.get(work, latest) if latest else None,
    )


def progress(work: Work, connection_id: str, catch_up_id: str) -> CatchUp:
    """Raises CatchUpMissing, also for one of another connection."""
    found = catch_up.get(work, catch_up_id)
    if found.connection_id != connection_id:
        raise CatchUpMissing("There is no such import or sync.")
    return found


def health(connection: Connection, now: datetime) -> Health:
    if not connection.is_open:
        return Health.CLOSED
    if connection.disconnect_asked_at:
        return Health.ENDING
    if connection.missing_permissions or _is_refused(connection):
        return Health.REFUSED
    if connection.synced_until is None:
        return Health.FRESH
    return Health.BEHIND if now - connection.synced_until > LATE else Health.WELL


def _is_refused(connection: Connection) -> bool:
    """Something went wrong, and nothing has been caught up with since."""
    failed, synced = connection.last_error_at, connection.synced_until
    return failed is not None and (synced is None or failed > synced)
