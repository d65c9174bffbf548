"""python -m dev up | reset: the local run, as `make up` and `make reset` start it.

python -m dev publish FOLDER: the pages as they are deployed, as `make site` makes them.

python -m dev api: docs/api/ anew, as `make api` makes it.
"""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from dev.addresses import FIRST_PORT, FIRST_PORTS, Addresses
from dev.deployment import DeploymentFailed
from dev.greeting import greeting
from dev.lock import AlreadyRunning, StateLock
from dev.publish import PublishingFailed, publish
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
        say(greeting(addresses, run.set_up_link))
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


def first_port(text: str) -> int:
    """Not 80 or 443: browsers leave them out of an address, and a firm is found by its address."""
    if not text.isdecimal() or int(text) not in FIRST_PORTS:
        allowed = f"{FIRST_PORTS.start} to {FIRST_PORTS.stop - 1}"
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from {allowed} (BALIE_PORT)")
    return int(text)


def act(chosen: argparse.Namespace, state: Path) -> int:
    if chosen.action == "reset":
        reset(state)
        say("  Fresh: the next `make up` starts from nothing.")
    elif chosen.action == "publish":
        publish(chosen.folder)
        say(f"  Published in {chosen.folder}: the pages, and under v/ the files that they name.")
    elif chosen.action == "api":
        describe_apis()
    else:
        return up(state, Addresses(chosen.port))
    return 0


def describe_apis() -> None:
    """The functions of both APIs are imported here alone: nothing else wants to wait for them."""
    from dev import api

    api.write(ROOT / "docs" / "api")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m dev", description=__doc__)
    parser.add_argument("action", choices=("up", "reset", "publish", "api"))
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "site", help="to publish in")
    parser.add_argument("--state", type=Path, default=ROOT / ".state")
    port = os.environ.get("BALIE_PORT") or str(FIRST_PORT)
    parser.add_argument("--port", type=first_port, default=port, help="the first of five in a row")
    chosen = parser.parse_args()
    state = chosen.state.resolve()
    for number in STOPPED_BY:
        signal.signal(number, _stop)
    try:
        return act(chosen, state)
    except Stopped:
        say("\n  Stopped")
        return 130
    except AlreadyRunning:
        say(f"Balie is running on {state}; stop it first (Ctrl-C where it runs).")
    except (CannotStart, DeploymentFailed, PublishingFailed, RuntimeError, OSError) as error:
        say(str(error))
    return 1


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
