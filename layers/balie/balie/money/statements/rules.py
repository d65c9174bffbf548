"""Reading a customer's transfers as a statement: pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from balie.ground.core.errors import Invalid
from balie.money.ledger.model import RECEIVABLE, RECLAIM, UNAPPLIED, Listed, Transfer

EARLIEST_YEAR, LATEST_YEAR = 1970, 9998  # what is a moment in every time zone
OWN = (RECEIVABLE, RECLAIM, UNAPPLIED)


class PeriodInvalid(Invalid):
    code = "period_invalid"


@dataclass
class Reading:
    """What the transfers did to what is owed, in minor units: all of them, and those of the period.

    shown: the first that did something, at most as many as were asked for. more: whether there are
    more of them. unseen: the places of those posted last that were not among those read.
    """

    all: int = 0
    within: int = 0
    shown: list[Listed] = field(default_factory=list)
    more: bool = False
    unseen: set[str] = field(default_factory=set)


def check_period(first: date, last: date) -> None:
    """Raises PeriodInvalid."""
    if first > last or first.year < EARLIEST_YEAR or last.year > LATEST_YEAR:
        raise PeriodInvalid("A period ends on the day it begins, or on a later one.")


def read(
    listed: Iterable[Listed], currency: str, until: datetime, *, limit: int, latest: Iterable[str]
) -> Reading:
    """listed: from the beginning of the period, the earliest first. until: its end, excluded.

    latest: of each customer, the place of the transfer that was posted last.
    """
    found = Reading(unseen={*latest})
    for one in listed:
        found.unseen.discard(one.place)
        if one.transfer.amount.currency != currency:
            continue
        change = owed(one.transfer)
        found.all += change
        if one.transfer.occurred_at >= until or not change:
            continue
        found.within += change
        if len(found.shown) < limit:
            found.shown.append(one)
        else:
            found.more = True
    return found


def owed(transfer: Transfer) -> int:
    """What it adds to receivable + reclaim - unapplied, in minor units."""
    sides = (transfer.debit in OWN) - (transfer.credit in OWN)
    return sides * transfer.amount.minor


def figure(transfer: Transfer) -> str:
    """Which figure moved: the third part of the id, after the connection and the provider's ref."""
    return transfer.id.split(":")[2]
