"""An older answer about a subscription or a way to pay overwrites nothing and loses nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from balie.ground.core import clock
from balie.ground.core.errors import Changed
from tests.flow.test_freshness import SKEW, heard, seen, take
from tests.flow.test_payment_methods import of as methods_of
from tests.flow.test_subscriptions import of as subscriptions_of
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer
from tests.house.payment_methods import detach, save_card
from tests.house.subscriptions import subscribe


def paused(house: House, ref: str) -> None:
    pause = {"behavior": "keep_as_draft"}
    house.call("post", f"/v1/subscriptions/{ref}", pause_collection=pause)


CHANGES: dict[str, tuple[Callable[[House, str], str], Callable[[House, str], None]]] = {
    "a subscription is paused": (subscribe, paused),
    "a card is taken away": (save_card, detach),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_worker_whose_clock_is_behind_loses_no_fact(memory_house: House, change: str) -> None:
    begin, turn = CHANGES[change]
    owner = customer(memory_house)
    ref = begin(memory_house, owner)
    for message in heard(memory_house):
        take(message, ahead=SKEW)
    turn(memory_house, ref)
    (news,) = heard(memory_house)
    before, marks = oracle.every_row(memory_house.tenant), seen(memory_house)
    with pytest.raises(Changed):
        take(news)
    assert oracle.every_row(memory_house.tenant) == before
    with time_machine.travel(clock.now() + 2 * SKEW + timedelta(seconds=1)):
        assert not memory_house.work_off([news])
    assert seen(memory_house) == marks + 1
    assert all(one.is_paused for one in subscriptions_of(memory_house, owner))
    assert methods_of(memory_house, owner) == []
