"""Every night each firm's log is looked through for events that the stream did not deliver.

The first turn is planned when a firm's chain begins. A day that was looked through is not read
again, but for the last two: what the stream is behind with has its place by then.
"""

from datetime import date, datetime, timedelta

from balie.firm.audit import service, store
from balie.firm.audit.model import NextLook
from balie.ground.aws.work import open_work
from balie.ground.core.clock import Clock
from balie.ground.core.events import Cause
from balie.ground.core.nights import next_night

SERVICE = store.LOOKED_AFTER
READ_AGAIN = timedelta(days=2)  # longer than a stream keeps a record


def take_turn(tenant: str, clock: Clock) -> int:
    """How many events had no place. Before its time nothing is done; a second time finds nothing.

    When it ends half-way, the next turn goes on with the day that it was at.
    """
    planned = _planned(tenant, clock())
    if planned is None:
        return 0
    today = clock().date()
    chained = 0
    for day in service.days(planned.since, today):
        chained += service.chain_missed_of(tenant, day, clock)
        _note(tenant, clock(), due_at=planned.due_at, since=day)
    _note(tenant, clock(), due_at=next_night(tenant, clock()), since=today - READ_AGAIN)
    return chained


def _planned(tenant: str, now: datetime) -> NextLook | None:
    with open_work(tenant, service.ACTOR, Cause.TIMER, now) as work:
        planned = store.next_look(work)
    return planned if planned and planned.due_at <= now else None


def _note(tenant: str, now: datetime, *, due_at: datetime, since: date) -> None:
    with open_work(tenant, service.ACTOR, Cause.TIMER, now) as work:
        store.plan_look(work, due_at=due_at, since=since)
