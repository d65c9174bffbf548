"""Random stories of subscriptions, ways to pay and tax ids, however their news comes or is lost."""

import pytest

from balie.ground.core.events import Cause
from tests.house import agreements
from tests.house.agreements import Agreements
from tests.house.catching_up import run
from tests.house.house import House

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_news_in_any_order_and_twice_ends_in_the_providers_truth(
    memory_house: House, seed: int
) -> None:
    told = Agreements(memory_house, seed)
    told.live(25)
    news = memory_house.simulator.take()
    news += told.chance.sample(news, len(news) // 3)
    told.chance.shuffle(news)
    memory_house.hear(news)
    hints = memory_house.hints()
    told.chance.shuffle(hints)
    while hints:
        hints = memory_house.work_off(hints)
    agreements.check(memory_house)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_piece_of_news_on_its_own_ends_there_too(memory_house: House, seed: int) -> None:
    told = Agreements(memory_house, seed)
    for _ in range(12):
        told.live(2)
        memory_house.settle()
    agreements.check(memory_house)


@pytest.mark.parametrize("cause", [Cause.SYNC, Cause.IMPORT])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_webhooks_lost_is_found(memory_house: House, seed: int, cause: Cause) -> None:
    """By a sync from the events, and by an import from the lists, whatever was heard before."""
    told = Agreements(memory_house, seed)
    told.live(15)
    news = memory_house.simulator.take()
    memory_house.hear(told.chance.sample(news, len(news) // 3))
    assert not memory_house.work_off()
    told.live(10)
    memory_house.simulator.take()
    assert run(memory_house, cause).is_complete
    agreements.check(memory_house)
