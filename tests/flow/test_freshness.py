"""An older answer overwrites nothing and loses nothing; what failed comes back, soon at first."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from balie import reactions
from balie.ground.core import clock
from balie.ground.core.errors import Changed
from balie.outside.providers import hints as hint_messages
from dev.stripe.simulator import Simulator
from tests.flow.test_dead_letters import POISON, UNKNOWN_CONNECTION
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer, open_invoice, pay
from tests.house.memory_aws import MemoryAws

SKEW = timedelta(seconds=3)


def take(message: dict[str, Any], *, ahead: timedelta = timedelta()) -> None:
    """By a worker whose clock is that much ahead."""
    tenant, hint = hint_messages.from_message(message["MessageBody"])
    reactions.take_hint(tenant, hint, lambda: clock.now() + ahead)


def heard(house: House) -> list[dict[str, Any]]:
    house.hear()
    return house.hints()


def seen(house: House) -> int:
    return len([row for row in oracle.every_row(house.tenant) if "SEEN#" in str(row["pk"])])


def renamed(house: House) -> None:
    ref = house.call("get", "/v1/customers")["data"][0]["id"]
    house.call("post", f"/v1/customers/{ref}", name="Van Dijk B.V.")


def voided(house: House) -> None:
    ref = house.call("get", "/v1/invoices")["data"][0]["id"]
    house.call("post", f"/v1/invoices/{ref}/void")


def paid(house: House) -> None:
    pay(house, house.call("get", "/v1/invoices")["data"][0]["id"])


@pytest.mark.parametrize("change", [renamed, voided, paid])
def test_a_worker_whose_clock_is_behind_loses_no_fact(memory_house: House, change: Any) -> None:
    open_invoice(memory_house)
    for message in heard(memory_house):
        take(message, ahead=SKEW)
    change(memory_house)
    news = heard(memory_house)
    before, marks = oracle.every_row(memory_house.tenant), seen(memory_house)
    with pytest.raises(Changed):
        take(news[-1])
    assert oracle.every_row(memory_house.tenant) == before
    waiting = memory_house.work_off(news)
    assert waiting == news
    assert seen(memory_house) == marks
    with time_machine.travel(clock.now() + 2 * SKEW):
        assert not memory_house.work_off(waiting)
    assert seen(memory_house) == marks + len(news)
    oracle.check(memory_house)
    (row,) = (r for r in oracle.every_row(memory_house.tenant) if r["sk"] == "A#CUSTOMER")
    theirs = memory_house.call("get", "/v1/customers")["data"][0]["name"]
    assert f'"name":"{theirs}"' in str(row["data"])


def test_a_worker_whose_clock_is_ahead_is_believed(memory_house: House) -> None:
    open_invoice(memory_house)
    memory_house.settle()
    paid(memory_house)
    for message in heard(memory_house):
        take(message, ahead=SKEW)
    oracle.check(memory_house)


@pytest.mark.parametrize("status", [404, 500])
@pytest.mark.parametrize("lost", ["/v1/invoices/", "/v1/invoice_payments", "/v1/customers/"])
def test_an_object_that_the_provider_does_not_find_for_a_moment_is_asked_for_again(
    memory_house: House, simulator: Simulator, lost: str, status: int
) -> None:
    ref = customer(memory_house)
    invoice = open_invoice(memory_house, of=ref)
    memory_house.settle()
    pay(memory_house, invoice)
    memory_house.call("post", f"/v1/customers/{ref}", name="Van Dijk B.V.")
    news, before = heard(memory_house), seen(memory_house)
    simulator.faults.add("error", path=lost, status=status)
    failed = memory_house.work_off(news)
    assert failed
    assert seen(memory_house) == before + len(news) - len(failed)
    simulator.faults.clear()
    assert not memory_house.work_off(failed)
    assert seen(memory_house) == before + len(news)
    oracle.check(memory_house)


def test_a_draft_that_was_deleted_is_not_waited_for(memory_house: House) -> None:
    draft = memory_house.call("post", "/v1/invoices", customer=customer(memory_house))["id"]
    memory_house.call("delete", f"/v1/invoices/{draft}")
    memory_house.settle()
    assert oracle.invoices_in(oracle.every_row(memory_house.tenant)) == []


def test_what_failed_comes_back_soon_at_first_and_later_each_time(
    memory: MemoryAws, memory_house: House
) -> None:
    message = {"MessageBody": UNKNOWN_CONNECTION, "MessageGroupId": "unknown"}
    for receives in range(1, 11):
        memory_house.work_off([message], receives=receives)
    assert memory.sqs.waits == [10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_poison_and_what_succeeds_wait_for_nothing(memory: MemoryAws, memory_house: House) -> None:
    open_invoice(memory_house)
    memory_house.settle()
    assert not memory_house.work_off(
        [{"MessageBody": text, "MessageGroupId": text[:9]} for text in POISON]
    )
    assert memory.sqs.waits == []
