"""python -m dev up | reset: the local run, as `make up` and `make reset` start it."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from dev.addresses import FIRST_PORT, Addresses
from dev.deployment import DeploymentFailed
from dev.greeting import greeting
from dev.lock import AlreadyRunning, StateLock
from dev.run import CannotStart, Run, check_ports, reset, say
from dev.template import ROOT

STOPPED_BY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Someone wants the run to end."""


def up(state: Path, addresses: Addresses) -> int:
    lock = StateLock(state)
    check_ports(addresses, patience_seconds=5 if lock.after_crash else 0)
    run = Run(state, addresses, lock)
    try:
        run.start()
        say(greeting(addresses))
        say(f"ready {addresses.portal}")
        run.watch()
    except Stopped:
        say("\n  Stopping")
    finally:
        for number in STOPPED_BY:
            signal.signal(number, signal.SIG_IGN)
        run.stop()
        lock.release()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m dev", description=__doc__)
    parser.add_argument("action", choices=("up", "reset"))
    parser.add_argument("--state", type=Path, default=ROOT / ".state")
    port = int(os.environ.get("BALIE_PORT") or FIRST_PORT)
    parser.add_argument("--port", type=int, default=port, help="the first of five in a row")
    chosen = parser.parse_args()
    state = chosen.state.resolve()
    for number in STOPPED_BY:
        signal.signal(number, _stop)
    try:
        if chosen.action == "reset":
            reset(state)
            say("  Fresh: the next `make up` starts from nothing.")
            return 0
        return up(state, Addresses(chosen.port))
    except AlreadyRunning:
        say(f"Balie is running on {state}; stop it first (Ctrl-C where it runs).")
    except (CannotStart, DeploymentFailed, RuntimeError) as error:
        say(str(error))
    return 1


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
