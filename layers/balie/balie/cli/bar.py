"""How far an import or sync is, in one line: rewritten on a terminal, printed anew elsewhere."""

import shutil
import sys
from datetime import datetime, timedelta

from balie.outside.providers.catch_up import CatchUp

WIDTH = 20
NEW_LINE_EVERY = timedelta(seconds=5)  # where lines cannot be rewritten


class Bar:
    """begun: when watching began, which the rate is counted from."""

    def __init__(self, first: CatchUp, begun: datetime) -> None:
        self._first = first
        self._begun = begun
        self._printed_at: datetime | None = None
        self._on_terminal = sys.stdout.isatty()

    def show(self, catch_up: CatchUp, now: datetime) -> None:
        rate = (catch_up.done - self._first.done) / max(1.0, (now - self._begun).total_seconds())
        line = told(catch_up, rate)
        if self._on_terminal:
            columns = shutil.get_terminal_size().columns - 1
            print(f"\r{line[:columns]:<{columns}}", end="", flush=True)
        elif catch_up.is_complete or self._is_due(now):
            print(line, flush=True)
            self._printed_at = now

    def end(self) -> None:
        if self._on_terminal:
            print(flush=True)

    def _is_due(self, now: datetime) -> bool:
        return self._printed_at is None or now - self._printed_at >= NEW_LINE_EVERY


def told(catch_up: CatchUp, rate: float) -> str:
    """[##########----------] 50 %  invoice 20/40  payment 10/20  6.5/s"""
    more = "" if catch_up.has_listed_all else "+"
    share = catch_up.done / catch_up.found if catch_up.found else float(catch_up.has_listed_all)
    full = int(share * WIDTH)
    kinds = "  ".join(
        f"{kind} {catch_up.done_of.get(kind, 0):,}/{found:,}{more}"
        for kind, found in catch_up.found_of.items()
    )
    nothing = "nothing new" if catch_up.has_listed_all else "nothing yet"
    bar = f"[{'#' * full}{'-' * (WIDTH - full)}] {int(share * 100):3} %"
    return f"{bar}  {kinds or nothing}  {rate:.1f}/s"
