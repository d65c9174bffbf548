"""`balie import` and `balie sync`: catching up with a provider account."""

import argparse
import time
from datetime import timedelta

from balie.cli import words
from balie.cli.words import Parser
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import Unavailable
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up
from balie.outside.providers.connections import ConnectionClosed

PATIENCE = timedelta(minutes=2)


class NoProgress(Unavailable):
    code = "no_progress"


def add_to(balie: Parser) -> None:
    for name, cause, told in (
        ("import", Cause.IMPORT, "bring in all that a connected account holds"),
        ("sync", Cause.SYNC, "hear again of what happened since the last time"),
    ):
        command = balie.command(
            name, told, examples=f"{name} --tenant ten_... --connection con_..."
        )
        command.of_a_connection()
        command.add_argument("--no-wait", action="store_true", help="start it, print its id and go")
        command.set_defaults(run=_catch_up, cause=cause)


def _catch_up(parsed: argparse.Namespace) -> None:
    with open_work(parsed.tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        started = catch_up.start(work, parsed.connection, parsed.cause)
    if parsed.no_wait:
        print(started.id)
    else:
        _watch(parsed.tenant, started.id)


def _watch(tenant: str, catch_up_id: str) -> None:
    """Tell how far it is until all is done. Raises NoProgress; what waits goes on all the same."""
    last_change, seen = clock.now(), (-1, -1)
    while True:
        with open_work(tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
            now = catch_up.get(work, catch_up_id)
        if (now.found, now.done) != seen:
            last_change, seen = clock.now(), (now.found, now.done)
            of = now.found if now.has_listed_all else f"{now.found} and more"
            print(f"{now.done} of {of} looked at", flush=True)
        if now.is_stopped:
            raise ConnectionClosed("The account was closed meanwhile, before all had been listed.")
        if now.is_complete:
            return
        if clock.now() - last_change > PATIENCE:
            raise NoProgress(
                "Nothing has moved for two minutes; look at the dead letters. "
                f"What waits goes on by itself ({catch_up_id})."
            )
        time.sleep(1)
