"""What happened at a firm, and who did it."""

from dataclasses import dataclass
from datetime import date

from balie.firm.audit.model import Audited


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events. Days are the firm's own; None for no limit. actor: "user:usr_…", or how actors
    of a kind begin ("provider:"). what: how the event's name begins ("invoice."). "" for all."""

    first: date | None = None
    last: date | None = None
    actor: str = ""
    what: str = ""
    object_id: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """by: the name of who did it, as far as it is known; "" for machines and who is gone."""

    audited: Audited
    by: str


@dataclass(frozen=True, slots=True)
class Happenings:
    """The newest first. next_after: `after` of the next page; None at the end."""

    events: list[Happened]
    next_after: str | None
