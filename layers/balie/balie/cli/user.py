"""`balie user`: a firm's own staff."""

import argparse

from balie.cli import words
from balie.cli.words import Parser
from balie.firm.tenants import service as tenants
from balie.firm.users import recovery
from balie.firm.users import service as users
from balie.firm.users.roles import Role
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause


def add_to(balie: Parser) -> None:
    group = balie.command("user", "a firm's own staff, who work in the desk")
    invite = group.command(
        "invite",
        "add somebody, who gets a mail with a set-up link, and print the user's id",
        examples='user invite noor@studionoord.example --tenant ten_... --role owner --name "Noor"',
    )
    invite.add_argument("email", type=words.email, metavar="ADDRESS")
    invite.of_a_tenant()
    invite.add_argument(
        "--role", required=True, choices=[role.value for role in Role], help="see docs/roles.md"
    )
    invite.add_argument("--name", type=words.name, help="as colleagues know them")
    invite.set_defaults(run=_invite)

    listing = group.command(
        "list", "who there is, in which role", examples="user list --tenant ten_..."
    )
    listing.of_a_tenant()
    listing.set_defaults(run=_list)

    for name, told, run in (
        ("remove", "take somebody's access away, at once", _remove),
        (
            "recover",
            "end somebody's sessions and print a new set-up link, when no other owner can",
            _recover,
        ),
    ):
        command = group.command(
            name, told, examples=f"user {name} --tenant ten_... --email noor@studionoord.example"
        )
        command.of_a_tenant()
        command.add_argument("--email", required=True, type=words.email, metavar="ADDRESS")
        command.set_defaults(run=run)


def _invite(parsed: argparse.Namespace) -> None:
    with open_work(parsed.tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        tenants.current(work)
        name = parsed.name or parsed.email
        user = users.invite(work, email=parsed.email, name=name, role=Role(parsed.role))
    print(user.id)


def _list(parsed: argparse.Namespace) -> None:
    with open_work(parsed.tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        tenants.current(work)
        for user in users.team(work):
            print(f"{user.id}  {user.role:<8} {user.state:<8} {user.name} <{user.email}>")


def _remove(parsed: argparse.Namespace) -> None:
    with open_work(parsed.tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        users.remove(work, users.with_email(work, parsed.email).id)


def _recover(parsed: argparse.Namespace) -> None:
    """The link is worth as much as the account: it is given to its owner alone."""
    with open_work(parsed.tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        link = recovery.at_once(work, users.with_email(work, parsed.email))
    print(link)
