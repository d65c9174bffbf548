"""Several at once: each has read what it decides by before any of them writes."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TypeVar

from tests.house.memory_aws import MemoryAws

PATIENCE_SECONDS = 10
Found = TypeVar("Found")


def at_once(
    memory: MemoryAws,
    acts: Iterable[Callable[[], Found]],
    patience_seconds: float = PATIENCE_SECONDS,
) -> list[Found]:
    """What each act gives; their first transactions wait for one another."""
    everybody = list(acts)
    barrier, been = threading.Barrier(len(everybody)), threading.local()

    def wait(name: str, moment: str) -> None:
        is_write = (name, moment) == ("dynamodb.TransactWriteItems", "before")
        if is_write and not getattr(been, "there", False):
            been.there = True
            barrier.wait(patience_seconds)

    memory.interfere_with(wait)
    try:
        with ThreadPoolExecutor(len(everybody)) as pool:
            return list(pool.map(_leaving_no_loop, everybody))
    finally:
        memory.interfere_with(lambda _name, _moment: None)


def _leaving_no_loop(act: Callable[[], Found]) -> Found:
    """A thread's event loop keeps files open, and a process may have only so many."""
    try:
        return act()
    finally:
        with suppress(RuntimeError):  # there was none
            asyncio.get_event_loop_policy().get_event_loop().close()
        asyncio.set_event_loop(None)


@contextmanager
def just_before_writing(memory: MemoryAws, happening: Callable[[], object]) -> Iterator[None]:
    """What somebody else does between another's last reading and its first transaction."""
    waiting = [happening]

    def interfere(name: str, moment: str) -> None:
        if waiting and (name, moment) == ("dynamodb.TransactWriteItems", "before"):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(waiting.pop()).result()

    memory.interfere_with(interfere)
    try:
        yield
    finally:
        memory.interfere_with(lambda _name, _moment: None)
    assert not waiting, "nothing was written"
