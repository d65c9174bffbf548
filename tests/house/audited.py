"""Events of a firm of its own, without the rest of a house; and whether its audit log is whole."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from balie.firm.audit import verifying
from balie.firm.audit.model import Finding, Position
from balie.ground.aws import guard
from balie.ground.aws.work import open_work
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from tests.house import oracle

BEGAN = datetime(2026, 11, 20, 23, 55, tzinfo=UTC)


def record(tenant: str, count: int, *, began: datetime = BEGAN, apart_seconds: int = 10) -> None:
    """Events of a few objects and customers, each in a commit of its own."""
    for number in range(count):
        now = began + timedelta(seconds=number * apart_seconds)
        with open_work(tenant, "provider:stripe", Cause.WEBHOOK, now, cause_ref="evt_1A") as work:
            work.record(
                "invoice.paid",
                f"inv_{number % 7}",
                customer_id=f"cus_{number % 3}",
                number=f"F-{number}",
                value="12.10",
            )


def new_tenant() -> str:
    return new_id("ten")


def findings(
    tenant: str, *, now: datetime = BEGAN + timedelta(days=2), kept: Position | None = None
) -> list[Finding]:
    """But for notes."""
    found = verifying.verify(tenant, lambda: now, kept=kept)
    return [finding for finding in found if not finding.is_note]


def check_whole(tenant: str, *, now: datetime = BEGAN + timedelta(days=2)) -> int:
    """Each event has one place, and the places are 1, 2, 3…; how many those are."""
    found = oracle.every_row(tenant)
    events = [row for row in found if str(row["sk"]).startswith("EVENT#")]
    seqs = sorted(int(str(row["seq"])) for row in events)
    assert seqs == list(range(1, len(events) + 1))
    entries = [entry for block in blocks(found) for entry in block]
    assert len(entries) == len(events)
    assert {entry[0] for entry in entries} == {json.loads(str(row["data"]))["id"] for row in events}
    assert not findings(tenant, now=now)
    return len(events)


def blocks(found: list[Any]) -> list[list[Any]]:
    """The entries of each block, in order."""
    rows = [row for row in found if str(row["sk"]).startswith("BLOCK#")]
    return [json.loads(str(row["data"])) for row in sorted(rows, key=lambda row: str(row["sk"]))]


def key_of(tenant: str, pk: str, sk: str) -> tuple[str, str]:
    return guard.prefix_of(tenant) + pk, sk
