"""`balie import`, `balie sync` and `balie progress`: catching up with a provider account."""

import argparse
import sys
import time
from datetime import timedelta

from balie.cli import words
from balie.cli.bar import Bar
from balie.cli.words import Parser
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import Unavailable
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up
from balie.outside.providers.catch_up import CatchUp
from balie.outside.providers.connections import ConnectionClosed

PATIENCE = timedelta(minutes=2)
STOPPED_WATCHING = 1


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
    progress = balie.command(
        "progress",
        "watch an import or sync that was begun before",
        examples="progress --tenant ten_... cup_...",
    )
    progress.of_a_tenant()
    progress.add_argument("catch_up", metavar="ID", help="as import and sync print it: cup_...")
    progress.set_defaults(run=lambda parsed: _watch(parsed.tenant, parsed.catch_up))


def _catch_up(parsed: argparse.Namespace) -> int:
    with open_work(parsed.tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        started = catch_up.start(work, parsed.connection, parsed.cause)
    if started.cause is not parsed.cause:
        print("The provider no longer tells of all since the last time: this is an import.")
    if parsed.no_wait:
        print(started.id)
        return 0
    return _watch(parsed.tenant, started.id)


def _watch(tenant: str, catch_up_id: str) -> int:
    """Until all is done, or nobody wants to see more: what waits goes on all the same."""
    again = f"balie progress --tenant {tenant} {catch_up_id}"
    try:
        _show(tenant, catch_up_id)
    except NoProgress as error:
        raise NoProgress(f"{error.detail} It goes on by itself; to watch again: {again}") from error
    except KeyboardInterrupt:
        print(f"\nIt goes on by itself; to watch again: {again}", file=sys.stderr)
        return STOPPED_WATCHING
    return 0


def _show(tenant: str, catch_up_id: str) -> None:
    """Raises NoProgress, or ConnectionClosed when the account was closed meanwhile."""
    found = _get(tenant, catch_up_id)
    changed_at, bar = clock.now(), Bar(found, clock.now())
    while True:
        bar.show(found, clock.now())
        if found.is_complete:
            break
        if clock.now() - changed_at > PATIENCE:
            bar.end()
            why = f": {found.last_error}" if found.last_error else "; look at `balie queue list`"
            raise NoProgress(f"Nothing has moved for two minutes{why}.")
        time.sleep(1)
        before, found = found, _get(tenant, catch_up_id)
        if (before.found, before.done) != (found.found, found.done):
            changed_at = clock.now()
    bar.end()
    if found.is_stopped:
        raise ConnectionClosed("The account was closed before all had been listed.")


def _get(tenant: str, catch_up_id: str) -> CatchUp:
    with open_work(tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        return catch_up.get(work, catch_up_id)
