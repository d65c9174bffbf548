"""Shows how much there still is to do."""

import sys
import time
from collections.abc import Callable

QUIET_SECONDS = 1.0
LINE_EVERY_SECONDS = 5.0


def until_quiet(what: str, left: Callable[[], int], *, busy: Callable[[], bool]) -> None:
    """Waits until `busy` has ended and nothing has been left for a second."""
    active = told = time.monotonic()
    while time.monotonic() < active + QUIET_SECONDS:
        count, at_work = left(), busy()
        now = time.monotonic()
        if count or at_work:
            active = now
        if sys.stdout.isatty():
            print(f"\r  {what}: {count} to go   ", end="", flush=True)
        elif now > told + LINE_EVERY_SECONDS:
            print(f"  {what}: {count} to go", flush=True)
            told = now
        time.sleep(0.1)
    print(f"\r  {what}: done        ", flush=True)
