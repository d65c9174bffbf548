"""Any order and any number of duplicates of a provider's history end in the provider's truth."""

import os
import random

import pytest

from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.histories import History, scrambled
from tests.house.house import House, open_house
from tests.house.memory_aws import MemoryAws

IN_MEMORY = int(os.environ.get("BALIE_HISTORIES", "1000"))
STEPS = 14
EMBEDDED = range(0, IN_MEMORY, 50)


def live(house: House, seed: int) -> None:
    """News arrives while things happen, late, twice and in any order; the rest at the end."""
    chance = random.Random(seed)
    history = History(house, seed)
    late = []
    for _ in range(3):
        history.live(STEPS // 3)
        news = scrambled(house.simulator.take(), chance)
        cut = chance.randint(0, len(news))
        late += news[cut:]
        house.hear(news[:cut])
        assert not house.work_off()
    house.hear(scrambled(late, chance))
    waiting = house.hints()
    chance.shuffle(waiting)
    assert not house.work_off(waiting)


@pytest.mark.parametrize("block", range(10))
def test_scrambled_histories_end_in_the_providers_truth(
    block: int, memory: MemoryAws, simulator: Simulator
) -> None:
    for seed in range(block, IN_MEMORY, 10):
        memory.reset()
        simulator.reset()
        house = open_house(simulator)
        try:
            live(house, seed)
            oracle.check(house)
        except BaseException:
            print(f"history {seed}")
            raise


@pytest.mark.parametrize("seed", EMBEDDED)
def test_the_embedded_table_ends_as_the_one_in_memory(seed: int, house: House) -> None:
    live(house, seed)
    oracle.check(house)
