"""How things stand for a customer in one currency."""

from dataclasses import dataclass
from datetime import date

from balie.ground.core.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """In one currency: open = overdue + collected + due_later.

    collected: what the provider collects by itself; it is not late while that is under way.
    credit: received, but not yet used for an invoice. carried: owed without an invoice, as a debit
    that the next one adds. overdue_since: the earliest day missed.
    """

    open: Money
    overdue: Money
    overdue_since: date | None
    collected: Money
    due_later: Money
    credit: Money
    carried: Money
