"""Dying at each step of a handler: before a call has left, or after it was done."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from balie.ground.aws import clients
from dev.stripe.simulator import Simulator
from dev.stripe.transport import InProcess
from tests.house import oracle
from tests.house.house import House

RANDOM_ID = re.compile(r"\bevt_[0-9A-HJKMNP-TV-Z]{26}\b")

Call = Callable[[str, dict[str, Any]], dict[str, Any]]


class Died(BaseException):
    """The process is gone; no `except Exception` may see it."""


class CrashPoints:
    """Counts the calls that handlers make, and dies at the chosen one."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.die_at: int | None = None

    def interfere(self, name: str, moment: str) -> None:
        if self.die_at is not None and len(self.seen) == self.die_at:
            self.die_at = None
            raise Died(f"{moment} {name}")
        self.seen.append((name, moment))

    @contextmanager
    def dying_at(self, point: int | None) -> Iterator[None]:
        self.seen.clear()
        self.die_at = point
        try:
            yield
        finally:
            self.die_at = None


class FaultyTransport(InProcess):
    """The provider's side of the same."""

    def __init__(self, simulator: Simulator, interfere: Callable[[str, str], None]) -> None:
        super().__init__(simulator)
        self._interfere = interfere

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **more: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        self._interfere("stripe", "before")
        answer = super().request(method, url, headers, post_data, **more)
        self._interfere("stripe", "after")
        return answer


def watch_embedded(points: CrashPoints) -> None:
    """Before and after each call of the real clients, however often it is tried."""
    shared = clients.clients_for("")
    for service in (shared.dynamodb, shared.sqs, shared.kms):
        service.call = _watched(service.call, points)  # type: ignore[method-assign,assignment]


def _watched(call: Call, points: CrashPoints) -> Call:
    def watched(operation: str, params: dict[str, Any]) -> dict[str, Any]:
        points.interfere(operation, "before")
        answer = call(operation, params)
        points.interfere(operation, "after")
        return answer

    return watched


def end_state(house: House) -> list[str]:
    """All rows in an order of their own, but for random ids and the hashes of them."""
    shown = (
        sorted((name, value) for name, value in row.items() if name != "hash")
        for row in oracle.every_row(house.tenant)
    )
    return sorted(RANDOM_ID.sub("evt", repr(row)) for row in shown)
