"""Faults to switch on: refusals, breakdowns, time-outs, slowness; for some calls or by chance.

https://docs.stripe.com/rate-limits and https://docs.stripe.com/error-low-level
"""

import random
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "rate_limit",
    "lock_timeout",
    "error",
    "error_after",
    "timeout_before",
    "timeout_after",
    "cut_off",
    "latency",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
AFTER = frozenset({"error_after", "timeout_after", "cut_off"})


@dataclass
class Fault:
    """AFTER: the work is done, the caller does not learn of it. cut_off: half of the answer comes.

    lock_timeout: another call holds the object. https://docs.stripe.com/error-codes#lock-timeout
    """

    kind: Kind
    path: str = "/v1/"
    method: str | None = None
    probability: float = 1.0
    times: int | None = None
    """How many calls it still hits; None until it is switched off."""
    status: int = 500
    retry_after: int = 1
    seconds: float = 0.05
    """Of added latency."""

    def hits(self, method: str, path: str, chance: random.Random) -> bool:
        if self.times == 0 or not path.startswith(self.path):
            return False
        if self.method is not None and self.method.upper() != method:
            return False
        if self.probability < 1.0 and chance.random() >= self.probability:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    def __init__(self, seed: int = 0) -> None:
        self.active: list[Fault] = []
        self.chance = random.Random(seed)

    def add(self, kind: Kind, **options: Any) -> Fault:
        if kind not in KINDS:
            raise ValueError(f"unknown fault: {kind}")
        fault = Fault(kind, **options)
        self.active.append(fault)
        return fault

    def clear(self, seed: int = 0) -> None:
        self.active.clear()
        self.chance = random.Random(seed)

    def strike(self, method: str, path: str) -> Fault | None:
        """The first active fault that hits this call."""
        if not self.active:
            return None
        return next((f for f in self.active if f.hits(method, path, self.chance)), None)

    def shown(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.active if fault.times != 0]
