"""On a schedule: every few minutes, look after the audit logs whose turn has come."""

from typing import Any

from balie.firm.audit import looking_after
from balie.ground.aws import sweep
from balie.ground.aws.observe import log
from balie.ground.core import clock

NEEDED_MS = 10_000  # to look through one day of one firm; the rest is found by the next tick


def handler(event: dict[str, Any], context: Any) -> None:
    for due in sweep.due(looking_after.SERVICE, clock.now()):
        if context.get_remaining_time_in_millis() < NEEDED_MS:
            return
        try:
            missed = looking_after.take_turn(due.tenant, clock.now)
        except Exception:
            log.exception("audit log not looked after", extra={"tenant": due.tenant})
            continue
        if missed:
            log.warning("events missed", extra={"tenant": due.tenant, "count": missed})
