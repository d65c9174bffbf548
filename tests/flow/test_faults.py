"""AWS and the provider fail by chance, on every call: no payment is lost and none is counted twice.

BALIE_PAYMENTS=1000 for a long run; what struck how often is printed (pytest -rP -p no:logging).
"""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from balie.ground.aws import clients, settings
from balie.ground.aws.observe import log
from balie.ground.core.errors import BalieError
from balie.ground.core.events import Cause
from balie.outside.providers.stripe import client
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.catching_up import begin
from tests.house.faults import Faults, settle
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, pay_part, refund
from tests.house.memory_aws import MemoryAws

PAYMENTS = int(os.environ.get("BALIE_PAYMENTS", "60"))
IN_A_HOUSE = 10
RATES = {"1 % of calls": (0.01, 1), "10 % of calls": (0.1, 1), "50 % of attempts": (0.5, 5)}
DEAD_LETTERS = (settings.provider_events_dead_letters, settings.catch_up_dead_letters)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "pause", lambda _seconds: None)
    monkeypatch.setattr("balie.ground.aws.table.time.sleep", lambda _seconds: None)


@pytest.fixture(autouse=True)
def no_logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each fault is a page of them."""
    with open(os.devnull, "w") as nowhere:
        monkeypatch.setattr(log.registered_handler, "stream", nowhere)
        yield


@pytest.mark.parametrize("rate", RATES)
def test_faults_lose_and_double_no_payment(
    rate: str, memory: MemoryAws, simulator: Simulator
) -> None:
    share, attempts = RATES[rate]
    struck, again, paid = Counter[str](), 0, 0
    seed = 0
    while paid < PAYMENTS // len(RATES):
        seed += 1
        memory.reset()
        simulator.reset()
        house, faults = open_house(simulator), Faults(seed, share, attempts=attempts)
        again += live(house, faults, memory, random.Random(seed))
        oracle.check(house)
        assert_each_is_paid_once(house)
        paid += payments(house)
        struck += faults.struck
    for queue in DEAD_LETTERS:
        assert not memory.sqs.take(queue())
    assert struck
    print(f"{rate}: {paid} payments, 0 lost, 0 doubled; {struck.total()} faults of AWS,")
    print(f"  what failed came again {again} times; {dict(struck.most_common())}")


def live(house: House, faults: Faults, memory: MemoryAws, chance: random.Random) -> int:
    """Payments in small and whole, refunds, and an import and a sync in the middle of them."""
    again, owner = 0, customer(house)
    while payments(house) < IN_A_HOUSE:
        something_happens(house, owner, chance)
        with faults.on(memory, house.simulator):
            if chance.random() < 0.3:
                insistently(lambda: begin(house, chance.choice((Cause.IMPORT, Cause.SYNC))))
            again += settle(house, chance)
    return again


def something_happens(house: House, owner: str, chance: random.Random) -> None:
    ref = open_invoice(house, of=owner)
    how = chance.randrange(4)
    if how == 0:
        pay_part(house, ref, 5_000)
        pay_part(house, ref, 7_100)
    elif how == 1:
        refund(house, pay(house, ref), 2_100)
    else:
        pay(house, ref)


def insistently(step: Callable[[], object]) -> None:
    """As a person does who is told that it went wrong."""
    while True:
        with suppress(BalieError, *clients.ERRORS):
            step()
            return


def payments(house: House) -> int:
    listed = house.call("get", "/v1/payment_intents", limit=100)["data"]
    return sum(raw["status"] == "succeeded" for raw in listed)


def assert_each_is_paid_once(house: House) -> None:
    """One event for each paid invoice, which is what mail follows from."""
    paid = oracle.events_in(oracle.every_row(house.tenant), "invoice.paid")
    listed = house.call("get", "/v1/invoices", limit=100, status="paid")["data"]
    assert len(paid) == len({event["object_id"] for event in paid}) == len(listed)
