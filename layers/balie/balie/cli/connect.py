"""`balie connect`: a firm's account at a provider."""

import argparse
import getpass
import sys

from balie.cli import words
from balie.cli.words import Parser
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import connecting


def add_to(balie: Parser) -> None:
    command = balie.command(
        "connect",
        "connect a firm's provider account, or replace its key, and print the connection's id",
        examples="connect stripe --tenant ten_...\nconnect stripe --tenant ten_... < file-with-key",
    )
    command.add_argument("provider", choices=("stripe",))
    command.of_a_tenant()
    command.set_defaults(run=_connect)


def _connect(parsed: argparse.Namespace) -> None:
    """The key is asked for, or read from standard input: in the arguments it would be seen."""
    with open_work(parsed.tenant, words.ACTOR, Cause.PERSON, clock.now()) as work:
        live = tenants.current(work).live
    key = getpass.getpass("Stripe key: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    connection = connecting.connect_stripe(
        parsed.tenant, api_key=key, live=live, actor=words.ACTOR, now=clock.now()
    )
    print(connection.id)
