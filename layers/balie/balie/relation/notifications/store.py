"""Notes of mails that have been sent."""

from datetime import timedelta

from balie.ground.aws import keys, rows
from balie.ground.aws.work import Work

NOTE_IS_KEPT = timedelta(days=30)  # longer than streams and queues deliver again


def was_sent(work: Work, once: str) -> bool:
    return work.get(keys.sent(once)) is not None


def note_sent(work: Work, once: str) -> None:
    work.put(keys.sent(once), rows.ttl(work.now + NOTE_IS_KEPT), version=0)
