"""A connection whose turn has come: its sync is started, or the one that stopped goes on."""

from datetime import datetime

from balie.ground.aws.work import Work, open_work
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up, connections, timetable
from balie.outside.providers.connections import ConnectionMissing
from balie.outside.providers.timetable import NextSync


def take_turn(tenant: str, connection_id: str, now: datetime) -> None:
    """Of two at once, one is refused with Changed. Before its time, nothing is done."""
    with open_work(tenant, "timer:sync", Cause.TIMER, now) as work:
        planned = timetable.get(work, connection_id)
        if planned is None or planned.due_at > now:  # the list of what is due is a moment behind
            return
        if not _is_open(work, connection_id):
            timetable.cancel(work, planned)
            return
        if planned.catch_up_id and catch_up.is_under_way(work, planned.catch_up_id):
            catch_up.go_on(work, planned.catch_up_id)
        else:
            _start(work, planned)


def _start(work: Work, planned: NextSync) -> None:
    catch_up.start(
        work, planned.connection_id, Cause.SYNC, with_all_open=planned.wants_all(work.now)
    )


def _is_open(work: Work, connection_id: str) -> bool:
    try:
        return connections.get(work, connection_id).is_open
    except ConnectionMissing:
        return False
