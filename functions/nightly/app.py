"""On a schedule: every few minutes, start the syncs whose turn has come."""

from typing import Any

from balie.ground.aws import sweep
from balie.ground.aws.observe import log
from balie.ground.core import clock
from balie.outside.providers import nightly, timetable

NEEDED_MS = 10_000  # to end one turn; the rest is found by the next tick


def handler(event: dict[str, Any], context: Any) -> None:
    for tenant, connection_id in sweep.due(timetable.SERVICE, clock.now()):
        if context.get_remaining_time_in_millis() < NEEDED_MS:
            return
        try:
            nightly.take_turn(tenant, connection_id, clock.now())
        except Exception:
            log.exception("sync not started", extra={"tenant": tenant})
