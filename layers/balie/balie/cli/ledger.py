"""`balie ledger`: whether the figures are right."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from balie.cli import words
from balie.cli.words import Parser
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.money.checks.model import Difference
from balie.money.checks.service.walk import Check

WRONG = 1


def add_to(balie: Parser) -> None:
    group = balie.command("ledger", "whether the figures are right")
    check = group.command(
        "check",
        "check every sum of a firm's ledger, and every figure against the provider's",
        examples="ledger check --tenant ten_...\n"
        "ledger check --tenant ten_... --customer cus_... --json\n"
        "ledger check --tenant ten_... --no-provider",
    )
    check.of_a_tenant()
    part = check.add_mutually_exclusive_group()
    part.add_argument("--customer", metavar="ID", help="this one alone: cus_...")
    part.add_argument(
        "--connection", metavar="ID", help="customers of one provider account: con_..."
    )
    check.add_argument("--no-provider", action="store_true", help="ask no provider anything")
    check.add_argument("--json", action="store_true", help="a JSON object on each line")
    check.set_defaults(run=_check)


def _check(parsed: argparse.Namespace) -> int:
    """A line for each difference and one for the whole. 1 when anything differs."""
    with open_work(parsed.tenant, words.ACTOR, Cause.PERSON, clock.now()) as work:
        tenants.current(work)
    check = Check(parsed.tenant, words.ACTOR, clock.now, with_provider=not parsed.no_provider)
    differences = 0
    for difference in _of_part(check, parsed):
        differences += 1
        print(json.dumps(asdict(difference)) if parsed.json else _line(difference), flush=True)
    print(json.dumps(_summary(check, differences)) if parsed.json else _told(check, differences))
    return WRONG if differences or check.unsettled else 0


def _of_part(check: Check, parsed: argparse.Namespace) -> Iterator[Difference]:
    if parsed.customer:
        return check.of_customer(parsed.customer)
    if parsed.connection:
        return check.of_connection(parsed.connection)
    return check.of_all()


def _line(one: Difference) -> str:
    return f"{one.law}: {one.where}: {one.found}, should be {one.expected}"


def _summary(check: Check, differences: int) -> dict[str, object]:
    return {
        "customers": check.customers,
        "compared": check.compared,
        "differences": differences,
        "unsettled": check.unsettled,
    }


def _told(check: Check, differences: int) -> str:
    read = f"{check.customers} customers read, {check.compared} compared with the provider"
    told = f"{read}: {differences or 'no'} difference{'' if differences == 1 else 's'}"
    if check.unsettled:
        rows = ", ".join(check.unsettled)
        told += f"; the firm's accounts moved all the time in rows {rows}: check again"
    return told
