"""Dying at any step of the webhook and its worker ends, after redelivery, as if nobody had died."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import boto3
import pytest
import time_machine

from balie.ground.aws import secrets
from balie.ground.core.ids import new_id
from balie.outside.providers.stripe import client as stripe_client
from dev.embedded import EmbeddedAws
from dev.stripe.simulator import Simulator
from tests.house import crashes, oracle
from tests.house.crashes import CrashPoints, Died, FaultyTransport
from tests.house.house import House, open_house
from tests.house.invoices import (
    credit_and_dispute,
    invoice_of,
    open_invoice,
    pay,
    pay_two_at_once,
    refund,
)
from tests.house.memory_aws import MemoryAws, MemorySqs
from tests.house.payment_methods import allow_and_revoke
from tests.house.subscriptions import subscribe_and_pause

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SCENARIOS: dict[str, Callable[[House], object]] = {
    "an invoice is opened": open_invoice,
    "an invoice is paid": lambda house: pay(house, open_invoice(house)),
    "an invoice is paid and refunded": lambda house: refund(house, pay(house, open_invoice(house))),
    "two payments for one invoice": pay_two_at_once,
    "credit, too much paid, a credit note and a dispute": credit_and_dispute,
    "an invoice of three rows of lines": lambda house: invoice_of(house, 220),
    "a subscription begins and is paused": subscribe_and_pause,
    "an account may be debited, and may not any more": allow_and_revoke,
}


@pytest.fixture
def points(monkeypatch: pytest.MonkeyPatch, simulator: Simulator) -> CrashPoints:
    made = CrashPoints()
    monkeypatch.setattr(
        stripe_client, "http_client", lambda: FaultyTransport(simulator, made.interfere)
    )
    return made


@pytest.mark.parametrize("scenario", SCENARIOS)
@time_machine.travel(NOON, tick=False)
def test_a_crash_at_any_step_changes_nothing_in_the_end(
    scenario: str, memory: MemoryAws, simulator: Simulator, points: CrashPoints
) -> None:
    house = open_house(simulator)
    memory.interfere_with(points.interfere)
    SCENARIOS[scenario](house)
    count = die_everywhere(house, points, InMemory(memory))
    assert count > 20, "the crash points are watched no more"
    print(f"{scenario}: {count} crash points, 0 wrong")


@time_machine.travel(NOON, tick=False)
def test_so_it_is_on_the_embedded_aws(
    aws: EmbeddedAws, simulator: Simulator, points: CrashPoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = open_house(simulator)
    crashes.watch_embedded(points)
    open_invoice(house)
    count = die_everywhere(house, points, Embedded(house, monkeypatch))
    assert count > 20, "the crash points are watched no more"
    print(f"embedded: {count} crash points, 0 wrong")


class InMemory:
    """The table in memory, to come back to."""

    def __init__(self, memory: MemoryAws) -> None:
        self._memory = memory
        self._kept = memory.dynamodb

    def keep(self) -> None:
        self._kept = self._memory.dynamodb.copy()

    def restore(self) -> None:
        interfere = self._memory.dynamodb.interfere
        self._memory.dynamodb = self._kept.copy()
        self._memory.sqs = MemorySqs()
        self._memory.interfere_with(interfere)
        secrets._decrypted.clear()


class Embedded:
    """The tenant's rows in the embedded table, with a queue that has seen nothing."""

    def __init__(self, house: House, environment: pytest.MonkeyPatch) -> None:
        self._house = house
        self._environment = environment
        self._kept: dict[tuple[str, str], dict[str, object]] = {}

    def keep(self) -> None:
        self._kept = self._read()

    def restore(self) -> None:
        table = oracle.unguarded_table()
        for pk, sk in self._read().keys() - self._kept.keys():
            table.delete_item(Key={"pk": pk, "sk": sk})
        for row in self._kept.values():
            table.put_item(Item=row)
        queue = boto3.client("sqs").create_queue(
            QueueName=f"{new_id('hints')}.fifo", Attributes={"FifoQueue": "true"}
        )
        self._environment.setenv("BALIE_PROVIDER_EVENTS_QUEUE", queue["QueueUrl"])
        secrets._decrypted.clear()

    def _read(self) -> dict[tuple[str, str], dict[str, object]]:
        rows = oracle.every_row(self._house.tenant)
        return {(str(row["pk"]), str(row["sk"])): dict(row) for row in rows}


def die_everywhere(house: House, points: CrashPoints, state: InMemory | Embedded) -> int:
    """At every call of every webhook and every hint; the number of calls died at.

    After each death what was not acknowledged comes again, and once more for good measure; rows
    and queue must then be those of the same step without a death.
    """
    count = 0
    hints = []
    for delivery in house.simulator.take():
        died, queued = die_within(
            house, points, state, partial(house.hear, [delivery]), house.hints
        )
        count += died
        hints += queued
    for hint in hints:
        died, _ = die_within(house, points, state, partial(work_off_all, house, hint), lambda: [])
        count += died
    oracle.check(house)
    return count


def die_within(
    house: House,
    points: CrashPoints,
    state: InMemory | Embedded,
    step: Callable[[], object],
    queued: Callable[[], list[dict[str, object]]],
) -> tuple[int, list[dict[str, object]]]:
    state.keep()
    state.restore()
    with points.dying_at(None):
        step()
        calls = len(points.seen)
    messages, expected = bodies(queued()), crashes.end_state(house)
    for point in range(calls):
        state.restore()
        with points.dying_at(point), pytest.raises(Died):
            step()
        step()
        step()
        assert set(bodies(queued())) == set(messages), f"died at call {point}"
        assert crashes.end_state(house) == expected, f"died at call {point}"
    state.restore()
    step()
    return calls, queued()


def bodies(messages: list[dict[str, object]]) -> list[str]:
    return [str(message.get("MessageBody")) for message in messages]


def work_off_all(house: House, hint: dict[str, object]) -> None:
    assert not house.work_off([hint])
