"""`balie audit`: what happened at a firm, and whether the log of it is as it was written."""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from balie.cli import words
from balie.cli.words import Parser
from balie.firm.audit import service as audit
from balie.firm.audit import verifying
from balie.firm.audit.model import Audited, AuditPage, Finding, Position
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work, open_work
from balie.ground.core import clock, events
from balie.ground.core.events import Cause

HEAD = re.compile(r"([0-9]{1,12}):([0-9a-f]{64})")
FOUND = 1
FOUND_NOTHING = 1


def add_to(balie: Parser) -> None:
    group = balie.command("audit", "what happened, and whether its log is as it was written")
    verify = group.command(
        "verify",
        "check every event and its place in the chain, a line for each that is not right",
        examples="audit verify --tenant ten_...\n"
        "audit verify --tenant ten_... --head 1024:9f2c...\n"
        "audit verify --tenant ten_... --from 2026-11-01 --to 2026-11-30",
    )
    verify.of_a_tenant()
    _add_period(verify)
    verify.add_argument(
        "--head", type=_position, metavar="SEQ:HASH", help="what `audit head` said once"
    )
    verify.set_defaults(run=_verify, refuse=verify.error)

    head = group.command(
        "head",
        "print where the chain ends, to be kept where nobody of the table can write",
        examples="audit head --tenant ten_...",
    )
    head.of_a_tenant()
    head.set_defaults(run=_head)

    listing = group.command(
        "list",
        "show what happened to an object, or in a period, oldest first",
        examples="audit list --tenant ten_... --object inv_...\n"
        "audit list --tenant ten_... --from 2026-11-01 --to 2026-11-30 --json",
    )
    listing.of_a_tenant()
    listing.add_argument("--object", metavar="ID", help="the object: inv_..., cus_...")
    _add_period(listing)
    listing.add_argument("--json", action="store_true", help="a line of JSON for each event")
    listing.set_defaults(run=_list, refuse=listing.error)

    chain = group.command(
        "chain",
        "give a place to events that the stream did not deliver",
        examples="audit chain --tenant ten_...",
    )
    chain.of_a_tenant()
    chain.set_defaults(run=_chain)


def _add_period(command: Parser) -> None:
    command.add_argument(
        "--from", dest="first", type=_day, metavar="DAY", help="the first day, in UTC: 2026-11-01"
    )
    command.add_argument(
        "--to", dest="last", type=_day, metavar="DAY", help="the last day, in UTC; today if missing"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day, as 2026-11-30") from None


def _position(text: str) -> Position:
    found = HEAD.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError("what `balie audit head` prints, as 1024:9f2c...")
    return Position(int(found[1]), found[2])


@contextmanager
def _open(tenant: str) -> Iterator[Work]:
    """Of a firm that is there. Raises TenantMissing."""
    with open_work(tenant, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        tenants.current(work)
        yield work


def _verify(parsed: argparse.Namespace) -> int:
    if parsed.head and (parsed.first or parsed.last):
        parsed.refuse("--head is of the whole log, not of a period")
    findings = _findings(parsed)
    with _open(parsed.tenant) as work:
        end = audit.head(work)
    wrong = 0
    for finding in findings:
        print(f"{'note: ' if finding.is_note else ''}{_told(finding)}", flush=True)
        wrong += not finding.is_note
    print(f"{wrong} findings" if wrong else f"as it was written, up to {end.seq}:{end.hash}")
    return FOUND if wrong else 0


def _findings(parsed: argparse.Namespace) -> Iterator[Finding]:
    if parsed.first or parsed.last:
        first, last = _period(parsed)
        return verifying.verify_period(parsed.tenant, clock.now, first=first, last=last)
    return verifying.verify(parsed.tenant, clock.now, kept=parsed.head)


def _period(parsed: argparse.Namespace) -> tuple[date, date]:
    first, last = parsed.first or audit.FIRST_DAY, parsed.last or clock.now().date()
    if first > last:
        parsed.refuse(f"the first day, {first}, comes after the last, {last}")
    return first, last


def _told(finding: Finding) -> str:
    where = (
        ("entry", finding.seq),
        ("event", finding.event_id),
        ("object", finding.object_id),
    )
    return f"{finding.fault}: {', '.join(f'{what} {name}' for what, name in where if name)}"


def _head(parsed: argparse.Namespace) -> None:
    with _open(parsed.tenant) as work:
        end = audit.head(work)
    print(f"{end.seq}:{end.hash}")


def _list(parsed: argparse.Namespace) -> int:
    if parsed.object and (parsed.first or parsed.last):
        parsed.refuse("either --object or a period")
    period = _period(parsed)
    after: str | None = ""
    shown = 0
    while after is not None:
        with _open(parsed.tenant) as work:
            page = _page(work, parsed, period, after)
            for each in page.events:
                print(_line(each, audit.is_in_chain(work, each), parsed.json))
        shown, after = shown + len(page.events), page.next_after
    if parsed.object and not shown:
        print(f"balie: Nothing has happened to {parsed.object!r} at this firm.", file=sys.stderr)
        return FOUND_NOTHING
    return 0


def _page(
    work: Work, parsed: argparse.Namespace, period: tuple[date, date], after: str
) -> AuditPage:
    if parsed.object:
        return audit.of_object(work, parsed.object, after=after)
    return audit.of_period(work, *period, after=after)


def _line(each: Audited, chained: bool, as_json: bool) -> str:
    event = json.loads(events.to_json(each.event))
    if as_json:
        return json.dumps({"seq": each.seq, "in_chain": chained, **event}, ensure_ascii=False)
    place = str(each.seq) if chained else "not in the chain"
    names = ("recorded_at", "name", "object_id", "actor", "cause", "cause_ref")
    return "  ".join((place, *(str(event[name] or "-") for name in names)))


def _chain(parsed: argparse.Namespace) -> None:
    with _open(parsed.tenant):
        pass
    print(f"{audit.chain_missed(parsed.tenant, clock.now)} chained")
