"""`balie connect`, `balie disconnect` and `balie connections`: a firm's accounts at a provider."""

import argparse
import getpass
import sys
from datetime import datetime

from balie.cli import words
from balie.cli.words import Parser
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import connecting, connections
from balie.outside.providers.connections import Connection
from balie.outside.providers.stripe import permissions


def add_to(balie: Parser) -> None:
    connect = balie.command(
        "connect",
        "connect a firm's provider account, or replace its key, and print the connection's id",
        examples="connect stripe --tenant ten_...\nconnect stripe --tenant ten_... < file-with-key",
    )
    connect.add_argument("provider", choices=("stripe",))
    connect.of_a_tenant()
    connect.add_argument(
        "--write-back",
        action="store_true",
        help="ask for a key that may tell the provider of payments and refunds made here",
    )
    connect.set_defaults(run=_connect)

    disconnect = balie.command(
        "disconnect",
        "forget an account's key and webhook address; what it brought stays",
        examples="disconnect --tenant ten_... --connection con_...",
    )
    disconnect.of_a_connection()
    disconnect.add_argument("--yes", action="store_true", help="do it without asking")
    disconnect.set_defaults(run=_disconnect)

    listed = balie.command(
        "connections",
        "list a firm's provider accounts, and how each is",
        examples="connections --tenant ten_...",
    )
    listed.of_a_tenant()
    listed.set_defaults(run=_list)


def _connect(parsed: argparse.Namespace) -> None:
    """The key is asked for, or read from standard input: in the arguments it would be seen."""
    with open_work(parsed.tenant, words.ACTOR, Cause.PERSON, clock.now()) as work:
        live = tenants.current(work).live
    key = getpass.getpass("Stripe key: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    connection = connecting.connect_stripe(
        parsed.tenant,
        api_key=key,
        live=live,
        actor=words.ACTOR,
        now=clock.now(),
        write_back=parsed.write_back,
    )
    print(connection.id)  # alone on standard output, for a script to take
    allowed = len(permissions.needed(write_back=parsed.write_back))
    _tell(f"{_account(connection)} is connected: {allowed} permissions checked, webhooks come in.")
    _tell(f"Next: balie import --tenant {parsed.tenant} --connection {connection.id}")


def _disconnect(parsed: argparse.Namespace) -> int:
    with open_work(parsed.tenant, words.ACTOR, Cause.PERSON, clock.now()) as work:
        connection = connections.get(work, parsed.connection)
    if not parsed.yes and not _is_meant(connection):
        _tell("balie: Nothing was changed; type yes, or say --yes, to disconnect.")
        return 1
    gone = connecting.disconnect(parsed.tenant, connection.id, actor=words.ACTOR, now=clock.now())
    print(f"{_account(connection)} is disconnected; what it brought stays.")
    if not gone:
        _tell("Its webhook endpoint could not be deleted: do so in the provider's dashboard.")
    return 0


def _is_meant(connection: Connection) -> bool:
    return words.is_meant(f"Disconnect {_account(connection)}? Its key is forgotten.")


def _list(parsed: argparse.Namespace) -> None:
    with open_work(parsed.tenant, words.ACTOR, Cause.PERSON, clock.now()) as work:
        tenants.current(work)
        found = connections.of_tenant(work)
    for connection in found:
        print(f"{connection.id}  {_account(connection)}")
        for line in _health(connection):
            print(f"  {line}")
    if not found:
        _tell("No account is connected.")


def _account(connection: Connection) -> str:
    mode = "live" if connection.live else "test"
    name = f"{connection.account_name}, " if connection.account_name else ""
    return f"{name}{connection.provider} {connection.account_ref} ({mode})"


def _health(connection: Connection) -> list[str]:
    since = connection.connected_at if connection.is_open else connection.disconnected_at
    lines = [f"{connection.status}{f' since {_moment(since)}' if since else ''}"]
    if connection.is_open:
        until = connection.synced_until
        lines.append(f"brought up to date until {_moment(until)}" if until else "not imported yet")
    if connection.missing_permissions:
        lines.append(f"the key lacks {permissions.told(connection.missing_permissions)}")
    if connection.last_error_code and connection.last_error_at:
        lines.append(
            f"last error {connection.last_error_code}, {_moment(connection.last_error_at)}"
        )
    return lines


def _moment(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M UTC")


def _tell(line: str) -> None:
    """Beside the output, for whoever is watching."""
    print(line, file=sys.stderr)
