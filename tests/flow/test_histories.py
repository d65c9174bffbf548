"""However a provider's history arrives, it ends in the provider's truth, in every account."""

import os
from collections import Counter

import pytest

from balie.outside.providers.stripe import client, lists
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.histories import HAPPENINGS, History
from tests.house.histories.arriving import WAYS
from tests.house.house import House, open_house
from tests.house.memory_aws import MemoryAws

IN_MEMORY = int(os.environ.get("BALIE_HISTORIES", "200"))
STEPS = 30
EMBEDDED = range(0, IN_MEMORY, 50)
BLOCKS = 10
LEAST = 15
"""How often each thing happens in two hundred histories."""


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAGE", 7)
    monkeypatch.setattr(lists, "PAGE", 7)


def way_of(seed: int) -> str:
    """Half of them by webhooks, the others by the other ways in turn."""
    others = [name for name in WAYS if name != "by webhooks"]
    return "by webhooks" if seed % 2 else others[seed // 2 % len(others)]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_histories_end_in_the_providers_truth(
    block: int, memory: MemoryAws, simulator: Simulator
) -> None:
    for seed in range(block, IN_MEMORY, BLOCKS):
        memory.reset()
        simulator.reset()
        house = open_house(simulator)
        try:
            WAYS[way_of(seed)](house, seed, STEPS)
            oracle.check(house)
        except BaseException:
            print(f"history {seed}, {way_of(seed)}")
            raise


@pytest.mark.parametrize("seed", EMBEDDED)
def test_the_embedded_table_ends_as_the_one_in_memory(seed: int, house: House) -> None:
    WAYS[way_of(seed)](house, seed, STEPS)
    oracle.check(house)


def test_everything_happens_often_enough_to_be_found_wrong(simulator: Simulator) -> None:
    done: Counter[str] = Counter()
    for seed in range(200):
        simulator.reset()
        history = History(House(simulator, "nobody", "nothing"), seed)
        for _ in range(3):
            history.live(STEPS // 3)
        done += history.done
    assert min((done[one.__name__], one.__name__) for one, _ in HAPPENINGS) >= (LEAST, "")
