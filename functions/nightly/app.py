"""On a schedule: every few minutes, start the syncs whose turn has come."""

from typing import Any

from balie.ground.aws import sweep
from balie.ground.aws.observe import log, metrics
from balie.ground.core import clock
from balie.outside.providers import nightly, timetable

NEEDED_MS = 10_000  # to end one turn; the rest is found by the next tick


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> None:
    """Tells each time how late the one is that has waited longest; silence means no schedule."""
    latest_seconds = 0.0
    for due in sweep.due(timetable.SERVICE, clock.now()):
        latest_seconds = max(latest_seconds, (clock.now() - due.due_at).total_seconds())
        if context.get_remaining_time_in_millis() < NEEDED_MS:
            break
        try:
            nightly.take_turn(due.tenant, due.what, clock.now())
        except Exception:
            log.exception("sync not started", extra={"tenant": due.tenant})
    metrics.add_metric(name="SyncLateSeconds", unit="Seconds", value=latest_seconds)
