"""Shows how much there still is to do."""

import sys
import time
from collections.abc import Callable

LOOK_EVERY_SECONDS = 0.2
QUIET_LOOKS = 5
LINE_EVERY_SECONDS = 5.0
STUCK_SECONDS = 30.0


def until_quiet(what: str, left: Callable[[], int], *, busy: Callable[[], bool]) -> None:
    """Waits until `busy` has ended and a second's looks in a row have found nothing left.

    What does not move for a while is left to itself: a queue tries failures again in minutes.
    """
    quiet, last = 0, -1
    back = "\r" if sys.stdout.isatty() else ""
    told = moved = time.monotonic()
    while quiet < QUIET_LOOKS:
        at_work = busy()
        count = left()
        now = time.monotonic()
        quiet = 0 if count or at_work else quiet + 1
        if at_work or count != last:
            last, moved = count, now
        if now > moved + STUCK_SECONDS:
            print(f"{back}  {what}: {count} will be tried again later   ", flush=True)
            return
        if back and count:
            print(f"{back}  {what}: {count} to go   ", end="", flush=True)
        elif count and now > told + LINE_EVERY_SECONDS:
            print(f"  {what}: {count} to go", flush=True)
            told = now
        time.sleep(LOOK_EVERY_SECONDS)
    print(f"{back}  {what}: done        ", flush=True)
