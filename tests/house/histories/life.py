"""What happens at the provider, step by step, and what of it the provider did not refuse."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import stripe

from dev.stripe.errors import ApiError
from dev.stripe.store import Obj, Store
from tests.house.house import House


class NothingToDo(Exception):
    """There is nothing yet that this could happen to."""


class Life:
    """The same seed lives the same history. done: how often each thing happened, by its name."""

    def __init__(self, house: House, seed: int) -> None:
        self.random = random.Random(seed)
        self.house = house
        self.done: Counter[str] = Counter()

    @property
    def store(self) -> Store:
        return self.house.simulator.world.store

    def let(self, happenings: Iterable[tuple["Happening", int]], steps: int) -> None:
        """happenings: what may happen, and how likely. What the provider refuses, does not."""
        chosen, weights = zip(*happenings, strict=True)
        for happening in self.random.choices(chosen, weights, k=steps):
            with suppress(stripe.StripeError, ApiError, NothingToDo):
                happening(self)
                self.done[happening.__name__] += 1

    def post(self, path: str, **params: Any) -> Obj:
        return self.house.call("post", f"/v1/{path}", **params)

    def some(self, kind: str, wanted: Callable[[Obj], object] = bool) -> Obj:
        """Any object of the kind that is wanted. Raises NothingToDo."""
        found = [obj for obj in self.store.kinds.get(kind, {}).values() if wanted(obj)]
        if not found:
            raise NothingToDo(kind)
        return self.random.choice(found)

    def part_of(self, amount: int) -> int:
        """In minor units: at least 1, at most the amount."""
        return self.random.randint(1, max(1, amount))


Happening = Callable[[Life], None]
