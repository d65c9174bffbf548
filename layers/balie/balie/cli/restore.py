"""`balie restore`: the rows of a table that AWS restored, back into the deployment's own."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from balie.cli import words
from balie.cli.words import Parser
from balie.firm.audit import service as audit
from balie.firm.tenants import service as tenants
from balie.ground.aws import copies, restored_keys
from balie.ground.aws.copies import Difference, RestoreUnfinished
from balie.ground.aws.restored_keys import Stage
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause

ROUNDS = 5
TOLD = {
    "new": "come back",
    "changed": "become what they were",
    "gone": "are not in the copy, and vanish",
}
REFUSED = 1


def add_to(balie: Parser) -> None:
    restore = balie.command(
        "restore",
        "bring back the rows of a table that AWS restored from a backup, all or one firm's",
        examples="restore --from balie-2026-11-22\n"
        "restore --from balie-2026-11-22 --tenant ten_... --yes",
    )
    restore.add_argument(
        "--from", dest="copy", required=True, metavar="TABLE", help="that AWS restored"
    )
    restore.add_argument("--tenant", metavar="ID", help="this firm's rows alone: ten_...")
    restore.add_argument("--yes", action="store_true", help="do it without asking")
    restore.set_defaults(run=_restore)


def _restore(parsed: argparse.Namespace) -> int:
    copy, tenant = parsed.copy, parsed.tenant
    copies.check(copy)
    firms = copies.firms(copy, tenant)
    for line in _told(copies.differences(copy, tenant)):
        print(line)
    if not parsed.yes and not words.is_meant("Restore this?"):
        print("balie: Nothing was changed; type yes, or say --yes, to restore.", file=sys.stderr)
        return REFUSED
    _bring_back_firms(copy, tenant, firms)
    _bring_back_rows(copy, tenant)
    for firm in firms:
        _end(copy, firm)
    return 0


def _told(found: Iterable[Difference]) -> Iterator[str]:
    """A line for each that will happen, with the kinds of rows that it happens to."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in TOLD}
    ended = 0
    for stage, kind, item in found:
        if stage is Stage.ENDED:
            ended += 1
        else:
            counts[kind][restored_keys.kind_of(item["sk"]["S"])] += 1
    for kind, told in TOLD.items():
        what = ", ".join(f"{name} {count:,}" for name, count in sorted(counts[kind].items()))
        yield f"{counts[kind].total():,} rows {told}{f': {what}' if what else ''}"
    if ended:
        yield f"{ended:,} sessions and links end: everybody signs in again"


def _bring_back_firms(copy: str, tenant: str | None, firms: list[str]) -> None:
    """Before any row that the stream would tell of: what happened until now is no news."""
    _bring_back(copy, tenant, Stage.FIRM)
    for firm in firms:
        with open_work(firm, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
            tenants.begin_restoring(work)


def _bring_back_rows(copy: str, tenant: str | None) -> None:
    """Until nothing differs, since functions may have written meanwhile."""
    _bring_back(copy, tenant, Stage.ENDED)
    for _ in range(ROUNDS):
        stages = (Stage.HOSTS, Stage.NOTES, Stage.REST, Stage.EVENTS)
        written = sum(_bring_back(copy, tenant, stage) for stage in stages)
        if written == 0:
            return
        print(f"{written:,} rows", flush=True)
    raise RestoreUnfinished("Others keep writing to these rows; run the same again in a moment.")


def _bring_back(copy: str, tenant: str | None, stage: Stage) -> int:
    found = copies.differences(copy, tenant)
    return copies.bring_back(each for each in found if each.stage is stage)


def _end(copy: str, firm: str) -> None:
    """Events that had no place in the log yet are given one, the restoring the last."""
    audit.chain_missed(firm, clock.now)
    with open_work(firm, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
        tenants.note_restored(work, copy)
    print(f"{firm} is as it was. Next, for what its providers have told since:")
    print(f"  balie audit verify --tenant {firm}")
    print(f"  balie ledger check --tenant {firm} --no-provider")
    print(f"  balie sync --tenant {firm} --connection con_...")
