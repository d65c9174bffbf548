"""`balie`: what an operator does from a shell, with the deployment's own settings and rights."""

import argparse
import getpass
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.ground.aws import clients, dead_letters, directory, settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import BalieError, Unavailable
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.outside.providers import catch_up, connecting

ACTOR = "operator:shell"
FAILED = 1
PATIENCE = timedelta(minutes=2)


QUEUES: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "provider-events": (settings.provider_events_queue, settings.provider_events_dead_letters),
    "catch-up": (settings.catch_up_queue, settings.catch_up_dead_letters),
    "mail": (settings.mail_queue, settings.mail_dead_letters),
}


class NoProgress(Unavailable):
    code = "no_progress"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 refused (one line says why), 2 the words were wrong."""
    parsed = _parser().parse_args(arguments)
    try:
        parsed.run(parsed)
    except BalieError as error:
        return _failed(error.detail)
    except clients.ERRORS as error:
        return _failed(f"AWS does not do this: {error}")
    return 0


def _failed(reason: str) -> int:
    print(f"balie: {' '.join(reason.split())}", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="balie", description="Operate a Balie deployment.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    tenant = commands.add_parser("tenant", help="firms that use this deployment")
    create = tenant.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "create", help="add a firm and bind its portal's address to it"
    )
    create.add_argument("name")
    create.add_argument(
        "--portal", required=True, type=_url, metavar="URL", help="https://billing.firm.eu"
    )
    create.add_argument("--support-email", required=True, metavar="ADDRESS")
    create.add_argument("--language", choices=("nl", "en"), default="nl")
    create.add_argument("--timezone", type=_timezone, default="Europe/Amsterdam", metavar="IANA")
    create.add_argument("--test", action="store_true", help="for test keys instead of live ones")
    create.add_argument("--confirm-payments", action="store_true", help="mail when one is paid")
    create.set_defaults(run=_create_tenant)

    connect = commands.add_parser("connect", help="connect a firm's provider account")
    connect.add_argument("provider", choices=("stripe",))
    connect.add_argument("--tenant", required=True, metavar="ID")
    connect.set_defaults(run=_connect)

    for name, cause, told in (
        ("import", Cause.IMPORT, "bring in all that a connected account holds"),
        ("sync", Cause.SYNC, "hear again of what happened since the last time"),
    ):
        command = commands.add_parser(name, help=told)
        command.add_argument("--tenant", required=True, metavar="ID")
        command.add_argument("--connection", required=True, metavar="ID")
        command.add_argument("--no-wait", action="store_true", help="start it and go")
        command.set_defaults(run=_catch_up, cause=cause)

    queue = commands.add_parser("queue", help="messages that were given up on")
    queues = queue.add_subparsers(required=True, metavar="COMMAND")
    queues.add_parser("list", help="how many wait, and why").set_defaults(run=_list_queues)
    redrive = queues.add_parser("redrive", help="send them back, once the cause is mended")
    redrive.add_argument("name", choices=QUEUES)
    redrive.set_defaults(run=_redrive)
    return parser


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise argparse.ArgumentTypeError("an address without a path, as https://billing.firm.eu")
    return f"{parts.scheme}://{parts.netloc}"


def _timezone(text: str) -> str:
    if text not in available_timezones():
        raise argparse.ArgumentTypeError("a name of the IANA list, as Europe/Amsterdam")
    return text


def _create_tenant(parsed: argparse.Namespace) -> None:
    tenant = Tenant(
        id=new_id("ten"),
        name=parsed.name,
        portal_url=parsed.portal,
        support_email=parsed.support_email,
        language=parsed.language,
        timezone=parsed.timezone,
        live=not parsed.test,
        confirms_payments=parsed.confirm_payments,
    )
    directory.bind_host(urlsplit(tenant.portal_url).netloc, tenant.id)
    with open_work(tenant.id, ACTOR, Cause.PERSON, clock.now()) as work:
        tenants.create(work, tenant)
    print(tenant.id)


def _connect(parsed: argparse.Namespace) -> None:
    """The key is asked for, or read from standard input: in the arguments it would be seen."""
    with open_work(parsed.tenant, ACTOR, Cause.PERSON, clock.now()) as work:
        live = tenants.current(work).live
    key = getpass.getpass("Stripe key: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    connection = connecting.connect_stripe(
        parsed.tenant, api_key=key, live=live, actor=ACTOR, now=clock.now()
    )
    print(connection.id)


def _catch_up(parsed: argparse.Namespace) -> None:
    with open_work(parsed.tenant, ACTOR, Cause.PERSON, clock.now()) as work:
        started = catch_up.start(work, parsed.connection, parsed.cause)
    if parsed.no_wait:
        print(started.id)
    else:
        _watch(parsed.tenant, started.id)


def _watch(tenant: str, catch_up_id: str) -> None:
    """Tell how far it is until all is done. Raises NoProgress; what waits goes on all the same."""
    last_change, seen = clock.now(), (-1, -1)
    while True:
        with open_work(tenant, ACTOR, Cause.PERSON, clock.now()) as work:
            now = catch_up.get(work, catch_up_id)
        if (now.found, now.done) != seen:
            last_change, seen = clock.now(), (now.found, now.done)
            of = now.found if now.has_listed_all else f"{now.found} and more"
            print(f"{now.done} of {of} looked at", flush=True)
        if now.is_complete:
            return
        if clock.now() - last_change > PATIENCE:
            raise NoProgress(
                "Nothing has moved for two minutes; look at the dead letters. "
                f"What waits goes on by itself ({catch_up_id})."
            )
        time.sleep(1)


def _list_queues(_: argparse.Namespace) -> None:
    for name, (_queue, dead_letters_url) in QUEUES.items():
        found = dead_letters.reasons(dead_letters_url())
        print(f"{name}: {found.total()} given up on")
        for reason, count in found.most_common():
            print(f"  {count} x {reason}")


def _redrive(parsed: argparse.Namespace) -> None:
    queue_url, dead_letters_url = QUEUES[parsed.name]
    print(f"{dead_letters.redrive(dead_letters_url(), queue_url())} sent back")


if __name__ == "__main__":
    sys.exit(main())
