"""How a history is heard of: late, twice, in any order, by an import, in part not at all.

Each way ends with everything told and worked off. Chance comes from the history's own seed.
"""

import random
from collections.abc import Callable

from balie.ground.core.events import Cause
from dev.stripe.clock import DAY
from dev.stripe.outbox import Delivery
from tests.house import catching_up
from tests.house.histories import History
from tests.house.house import House

PHASES = 3
BEFORE_NOW_SECONDS = 20 * DAY
"""When a history begins, so that what is dated by its hearing is found out."""
EVENTS_KEPT_SECONDS = 29 * DAY
"""The provider shows its events for thirty days; what is older only an import finds."""


def scrambled(deliveries: list[Delivery], chance: random.Random) -> list[Delivery]:
    """Out of order, and some of them twice or more often."""
    doubled = [d for d in deliveries for _ in range(chance.choice((1, 1, 1, 2, 3)))]
    chance.shuffle(doubled)
    return doubled


def by_webhooks(house: House, seed: int, steps: int) -> History:
    history, chance = _begin(house, seed)
    late: list[Delivery] = []
    for _ in range(PHASES):
        history.live(steps // PHASES)
        news = scrambled(house.simulator.take(), chance)
        cut = chance.randint(0, len(news))
        late += news[cut:]
        _hear(house, news[:cut], chance)
    _hear(house, scrambled(late, chance), chance)
    return history


def by_an_import_alone(house: House, seed: int, steps: int) -> History:
    """The firm comes with a past of which nothing was told."""
    history, _ = _begin(house, seed)
    history.live(steps)
    house.simulator.take()
    catching_up.run(house, Cause.IMPORT)
    return history


def beside_an_import(house: House, seed: int, steps: int) -> History:
    """The import is begun when there is something, and more happens while its pages are read."""
    history, chance = _begin(house, seed)
    history.live(steps // PHASES)
    late = house.simulator.take()
    catching_up.begin(house, Cause.IMPORT)
    for _ in range(PHASES - 1):
        catching_up.read_pages(catching_up.waiting_pages(house))
        history.live(steps // PHASES)
        late += house.simulator.take()
        news, late = late[: len(late) // 2], late[len(late) // 2 :]
        _hear(house, scrambled(news, chance), chance)
    catching_up.finish(house)
    _hear(house, scrambled(late, chance), chance)
    return history


def with_losses(house: House, seed: int, steps: int) -> History:
    """Half of what is told never arrives; in the end a sync asks, or an import after a month."""
    history, chance = _begin(house, seed)
    began = house.simulator.clock.now()
    for _ in range(PHASES):
        history.live(steps // PHASES)
        news = scrambled(house.simulator.take(), chance)
        _hear(house, news[: len(news) // 2], chance)
    passed = house.simulator.clock.now() - began
    catching_up.run(house, Cause.SYNC if passed < EVENTS_KEPT_SECONDS else Cause.IMPORT)
    return history


WAYS: dict[str, Callable[[House, int, int], History]] = {
    "by webhooks": by_webhooks,
    "by an import alone": by_an_import_alone,
    "beside an import": beside_an_import,
    "with losses": with_losses,
}


def _begin(house: House, seed: int) -> tuple[History, random.Random]:
    house.simulator.clock.rewind(BEFORE_NOW_SECONDS)
    return History(house, seed), random.Random(seed)


def _hear(house: House, news: list[Delivery], chance: random.Random) -> None:
    house.hear(news)
    hints = house.hints()
    chance.shuffle(hints)
    assert not house.work_off(hints)
