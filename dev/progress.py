"""Shows how much there still is to do."""

import sys
import time
from collections.abc import Callable

LOOK_EVERY_SECONDS = 0.2
QUIET_LOOKS = 5
LINE_EVERY_SECONDS = 5.0


def until_quiet(what: str, left: Callable[[], int], *, busy: Callable[[], bool]) -> None:
    """Waits until `busy` has ended and a second's looks in a row have found nothing left."""
    quiet, told = 0, time.monotonic()
    while quiet < QUIET_LOOKS:
        at_work = busy()
        count = left()
        quiet = 0 if count or at_work else quiet + 1
        if sys.stdout.isatty():
            print(f"\r  {what}: {count} to go   ", end="", flush=True)
        elif time.monotonic() > told + LINE_EVERY_SECONDS:
            print(f"  {what}: {count} to go", flush=True)
            told = time.monotonic()
        time.sleep(LOOK_EVERY_SECONDS)
    print(f"\r  {what}: done        ", flush=True)
