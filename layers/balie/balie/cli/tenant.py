"""`balie tenant`: firms that use this deployment."""

import argparse
import sys
from datetime import UTC, datetime
from urllib.parse import urlsplit

from balie.cli import words
from balie.cli.words import Parser
from balie.firm.audit import looking_after
from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.firm.users import service as users
from balie.firm.users import set_up
from balie.firm.users.roles import Role
from balie.ground.aws import directory, settings, sweep
from balie.ground.aws.directory import HostTaken
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id

EVER = datetime.max.replace(tzinfo=UTC)


def add_to(balie: Parser) -> None:
    group = balie.command("tenant", "firms that use this deployment")
    create = group.command(
        "create",
        "add a firm, bind its portal's address to it, print its id and its owner's set-up link",
        examples='tenant create "Studio Noord" --owner noor@studionoord.example'
        " --portal https://billing.studionoord.example"
        " --support-email facturen@studionoord.example",
    )
    create.add_argument("name", type=words.name, help="as its customers know it")
    create.add_argument(
        "--owner",
        required=True,
        type=words.email,
        metavar="ADDRESS",
        help="who opens the desk first, with the link that is printed; it works once, for a day",
    )
    create.add_argument(
        "--portal",
        required=True,
        type=words.url,
        metavar="URL",
        help="where its customers go, without a path: https://billing.firm.eu",
    )
    create.add_argument(
        "--support-email",
        required=True,
        type=words.email,
        metavar="ADDRESS",
        help="where its customers ask for help",
    )
    create.add_argument(
        "--language", choices=("nl", "en"), default="nl", help="of pages and mails; nl if not given"
    )
    create.add_argument(
        "--timezone",
        type=words.timezone,
        default="Europe/Amsterdam",
        metavar="IANA",
        help="for calendar days; Europe/Amsterdam if not given",
    )
    create.add_argument("--test", action="store_true", help="for test keys instead of live ones")
    create.add_argument(
        "--confirm-payments", action="store_true", help="mail a customer whose invoice is paid"
    )
    create.set_defaults(run=_create)
    listed = group.command("list", "each firm's id, name and portal", examples="tenant list")
    listed.set_defaults(run=_list)


def _create(parsed: argparse.Namespace) -> None:
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
    link = open_firm(tenant, parsed.owner)
    print(tenant.id)
    print(link)


def _list(_: argparse.Namespace) -> None:
    """In the order in which they were made.

    Found by the audit log that a schedule looks after: a firm is there seconds after it was made.
    """
    found = sorted({due.tenant for due in sweep.due(looking_after.SERVICE, EVER)})
    if not found:
        print("There is no firm yet.", file=sys.stderr)
    for tenant in found:
        with open_work(tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
            firm = tenants.current(work)
        test = "" if firm.live else " (test)"
        print(f"{firm.id}  {firm.name}  {firm.portal_url}{test}")


def open_firm(tenant: Tenant, owner: str) -> str:
    """Bind its portal's address to it and make it; its owner's set-up link. Raises HostTaken."""
    host = urlsplit(tenant.portal_url).netloc
    if host == urlsplit(settings.desk_url()).netloc:
        raise HostTaken(f"{host} is the desk's own address: portals have others.")
    directory.bind_host(host, tenant.id)
    with open_work(tenant.id, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        tenants.create(work, tenant)
        return set_up.new_link(work, users.add(work, email=owner, name=owner, role=Role.OWNER))
