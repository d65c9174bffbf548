"""What one overview and one payment cost at the table, for customers with few and many invoices."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from tests.bench import filled
from tests.bench.billed import BilledDynamoDB, Request
from tests.bench.furnished import Furnished, furnish, hint_of, in_memory
from tests.bench.row import Row
from tests.house.house import House
from tests.house.memory_aws import MemoryAws

COUNTS = (10, 1_000, 100_000)
OF_THE_SESSION = ("GetItem HOST", "GetItem SESSION", "GetItem CONTACT", "GetItem A")
REPLAYS = 3
Events = list[tuple[str, list[Request]]]
Hint = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """events: of one new payment, each with its requests. replayed: those of all replays.

    changed: rows that the replays have changed.
    """

    overview: list[Request]
    events: Events
    replayed: list[Request]
    changed: int


def rows() -> list[Row]:
    found = {count: _count(count) for count in COUNTS}
    return [_reads(found), _writes(found)]


def _reads(found: dict[int, Counted]) -> Row:
    own = {count: _without_session(counted.overview) for count, counted in found.items()}
    shown = "; ".join(f"{_units(own[n])} (in all {_units(c.overview)})" for n, c in found.items())
    alike = len({_units(requests) for requests in own.values()}) == 1
    small = all(len(each) <= 2 and _read_units(each) <= 4 for each in own.values())
    return Row(
        id="portal.reads",
        measured=f"{shown}, at {_counts()} invoices",
        goal="the same at each; <= 2 requests and <= 4 units besides the session's",
        met=alike and small,
        against="the table in memory, units computed from item sizes",
        figures={str(n): [asdict(each) for each in c.overview] for n, c in found.items()},
    )


def _writes(found: dict[int, Counted]) -> Row:
    shown = "; ".join(_per_event(counted) for counted in found.values())
    changed = sum(counted.changed for counted in found.values())
    replayed = {len(c.replayed) / len(c.events) / REPLAYS for c in found.values()}
    alike = len({_per_event(counted) for counted in found.values()}) == 1
    return Row(
        id="webhook.writes",
        measured=f"{shown}, at {_counts()} invoices; a replay x {REPLAYS} changes {changed} rows "
        f"and takes {max(replayed):.0f} requests an event",
        goal="constant; no effect",
        met=alike and changed == 0,
        against=f"the {len(found[COUNTS[0]].events)} events of one new paid invoice, on average",
        figures={
            str(n): [(name, [asdict(each) for each in made]) for name, made in c.events]
            for n, c in found.items()
        },
    )


def _count(count: int) -> Counted:
    aws = MemoryAws()
    table = aws.dynamodb = BilledDynamoDB()
    with in_memory(aws) as simulator:
        furnished = furnish(aws, simulator, still_open=1, paid=1)
        still_open = 1 + filled.fill(furnished, count - 2)
        visitor = furnished.visitor
        visitor.get("/api/overview")  # the firm's time zone is kept for a minute
        table.taken()
        answer = visitor.get("/api/overview")
        overview = table.taken()
        _check(answer.json, visitor.get("/api/invoices?limit=100").json, still_open, count)
        events, hints = _hear_each(furnished, table)
        before = dict(table.items)
        _replay(furnished, hints)
        changed = sum(before.get(key) != item for key, item in table.items.items())
        return Counted(overview, events, table.taken(), changed)


def _check(overview: Any, listed: Any, still_open: int, count: int) -> None:
    """What was written into the table is what the product reads."""
    (balance,) = overview["balances"]
    shown = overview["open_invoices"]
    assert len(shown) == min(10, still_open), overview
    assert Decimal(balance["open"]["value"]) == Decimal(shown[0]["total"]["value"]) * still_open
    assert len(overview["payments"]) == 5, overview
    assert len(listed["invoices"]) == min(100, count), len(listed["invoices"])


def _hear_each(furnished: Furnished, table: BilledDynamoDB) -> tuple[Events, list[Hint]]:
    """Each event from the webhook to the worker, before the next one comes."""
    table.taken()
    events, hints = [], []
    for delivery in furnished.news:
        hint = hint_of(furnished.house, delivery)
        _work_off(furnished.house, hint)
        events.append((str(delivery.event["type"]), table.taken()))
        hints.append(hint)
    return events, hints


def _replay(furnished: Furnished, hints: Sequence[Hint]) -> None:
    """Also where the queue would have dropped the repetition."""
    for _ in range(REPLAYS):
        for delivery, hint in zip(furnished.news, hints, strict=True):
            furnished.house.hear([delivery])
            _work_off(furnished.house, hint)


def _work_off(house: House, hint: Hint) -> None:
    failed = house.work_off([hint])
    assert not failed, failed


def _without_session(requests: Sequence[Request]) -> list[Request]:
    return [each for each in requests if each.what not in OF_THE_SESSION]


def _read_units(requests: Sequence[Request]) -> float:
    return sum(each.read_units for each in requests)


def _units(requests: Sequence[Request]) -> str:
    return f"{len(requests)} requests, {_read_units(requests):g} units"


def _per_event(counted: Counted) -> str:
    made = [each for _, requests in counted.events for each in requests]
    events = len(counted.events)
    written = sum(each.write_units for each in made) / events
    return f"{len(made) / events:.1f} requests, {written:.1f} write units"


def _counts() -> str:
    return " / ".join(f"{count:,}" for count in COUNTS)
