"""Shows how much the functions still have to do."""

import sys
import time
from collections.abc import Callable

from dev.embedded import Aws

QUIET_SECONDS = 1.0


def to_do(aws: Aws) -> int:
    """Messages and stream records not yet dealt with; dead letters wait for a person."""
    return sum(count for name, count in aws.waiting().items() if "DeadLetters" not in name)


def dead_letters(aws: Aws) -> dict[str, int]:
    """What was given up on, by queue."""
    return {name: count for name, count in aws.waiting().items() if "DeadLetters" in name}


def until_quiet(aws: Aws, what: str, *, busy: Callable[[], bool], seconds: float = 300) -> None:
    """Waits until `busy` has ended and then nothing was to do for a second, or time is up."""
    now = time.monotonic()
    deadline, active, shown = now + seconds, now, 0
    while now < deadline and now < active + QUIET_SECONDS:
        left = to_do(aws)
        if left or busy():
            active = now
        if left != shown:
            _show(f"{what}: {left} to go" if left else f"{what}: done")
            shown = left
        time.sleep(0.1)
        now = time.monotonic()
    if sys.stdout.isatty():
        print()


def _show(text: str) -> None:
    """In one place on a terminal; elsewhere a log of every tenth of a second helps nobody."""
    if sys.stdout.isatty():
        print(f"\r  {text:<60}", end="", flush=True)
