"""How things stand for a customer, as both APIs say it."""

from datetime import date

from pydantic import BaseModel

from balie.ground.core.money import WireAmount, to_wire
from balie.views.overview.model import Standing


class WireStanding(BaseModel):
    """open = overdue + collected + due_later. credit: money of theirs that the firm has.

    carried: owed without an invoice, until the next one adds it.
    """

    currency: str
    open: WireAmount
    overdue: WireAmount
    overdue_since: date | None
    collected: WireAmount
    due_later: WireAmount
    credit: WireAmount
    carried: WireAmount


def standing(of: Standing) -> WireStanding:
    return WireStanding(
        currency=of.open.currency,
        open=to_wire(of.open),
        overdue=to_wire(of.overdue),
        overdue_since=of.overdue_since,
        collected=to_wire(of.collected),
        due_later=to_wire(of.due_later),
        credit=to_wire(of.credit),
        carried=to_wire(of.carried),
    )
