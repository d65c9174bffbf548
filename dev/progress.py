"""Shows how much the functions still have to do."""

import sys
import time

from dev.embedded import EmbeddedAws

QUIET_SECONDS = 1.0


def to_do(aws: EmbeddedAws) -> int:
    """Messages and stream records not yet dealt with; dead letters wait for a person."""
    return sum(count for name, count in aws.waiting().items() if "DeadLetters" not in name)


def until_quiet(aws: EmbeddedAws, what: str, seconds: float = 120) -> None:
    """Waits until nothing was left to do for a second; gives up silently in the end."""
    deadline = time.monotonic() + seconds
    quiet_since = time.monotonic()
    shown = -1
    while time.monotonic() < min(deadline, quiet_since + QUIET_SECONDS) or shown > 0:
        left = to_do(aws)
        if left:
            quiet_since = time.monotonic()
        if left != shown and (left or shown > 0):
            _show(f"{what}: {left} to go" if left else f"{what}: done", end=not left)
        shown = left
        if time.monotonic() > deadline:
            return
        time.sleep(0.1)


def _show(text: str, *, end: bool) -> None:
    if sys.stdout.isatty():
        print(f"\r  {text:<60}", end="\n" if end else "", flush=True)
    elif end:
        print(f"  {text}", flush=True)
