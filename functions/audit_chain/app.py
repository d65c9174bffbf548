"""From the table's stream: each event gets its place in its firm's audit log."""

from collections.abc import Iterable
from typing import Any

from balie.firm.audit import service as audit
from balie.firm.audit.model import Entry
from balie.ground.aws import guard
from balie.ground.aws.observe import log
from balie.ground.core import clock

Record = dict[str, Any]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Tells which records have no place yet; those after them have theirs all the same."""
    told, failed = _read(event["Records"])
    for tenant, entries in told.items():
        try:
            audit.chain(tenant, list(entries.values()), clock.now)
        except Exception:
            log.exception("events not chained", extra={"tenant": tenant})
            failed += entries
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}


def _read(records: Iterable[Record]) -> tuple[dict[str, dict[str, Entry]], list[str]]:
    """By tenant, then by sequence number, in the stream's order; and the numbers of those that are
    no events."""
    told: dict[str, dict[str, Entry]] = {}
    unread = []
    for record in records:
        number = record["dynamodb"]["SequenceNumber"]
        try:
            row = record["dynamodb"]["NewImage"]
            entry = audit.entry_of(row["data"]["S"])
            told.setdefault(guard.tenant_of(row["pk"]["S"]), {})[number] = entry
        except (KeyError, TypeError, ValueError, guard.KeyRefused):
            log.exception("event not read", extra={"event_id": record["eventID"]})
            unread.append(number)
    return told, unread
