"""Statements of account, for any period, from the dates of the transfers themselves."""

from collections.abc import Iterator
from datetime import date, timedelta

from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in, start_of, to_text
from balie.ground.core.errors import Unavailable
from balie.ground.core.money import Money, zero
from balie.money.invoices import service as invoices
from balie.money.ledger import service as ledger
from balie.money.ledger.model import Listed, Position
from balie.money.statements import rules
from balie.money.statements.model import Entry, Statement
from balie.money.statements.rules import Reading

READINGS = 3


class LedgerMoving(Unavailable):
    code = "ledger_moving"


def statement(
    work: Work,
    group: tuple[str, ...],
    currency: str,
    *,
    first: date,
    last: date,
    limit: int = 100,
    after: str = "",
) -> Statement:
    """group: ids of the customers. first, last: days in the tenant's time zone, both within.

    What came since `first` is read, a page at a time, and subtracted from what is owed now: that is
    the opening balance, whatever was recorded late. after: `next_after` of the page before.
    Raises PeriodInvalid; LedgerMoving while postings follow each other too fast to be read.
    """
    rules.check_period(first, last)
    timezone = tenants.current(work).timezone
    until = start_of(timezone, last + timedelta(days=1))
    begin = after or to_text(start_of(timezone, first))
    for _ in range(READINGS):
        now = _positions(work, group, currency)
        listed = ledger.listed(work, group, after=begin)
        latest = (position.latest for position in now)
        reading = rules.read(listed, currency, until, limit=limit, latest=latest)
        if _is_whole(reading, begin) and now == _positions(work, group, currency):
            break
    else:
        raise LedgerMoving("Something was posted just now; try again in a moment.")
    owed = sum((position.owed for position in now), zero(currency))
    opening = owed - Money(reading.all, currency)
    return Statement(
        first=first,
        last=last,
        opening=opening,
        entries=tuple(_entries(work, reading.shown, opening, timezone)),
        closing=opening + Money(reading.within, currency),
        next_after=reading.shown[-1].place if reading.more else None,
    )


def _positions(work: Work, group: tuple[str, ...], currency: str) -> list[Position]:
    return [ledger.position(work, customer_id, currency) for customer_id in group]


def _is_whole(reading: Reading, begin: str) -> bool:
    """Whether the lists, which are a moment behind, have what was posted last, if it belongs."""
    return all(place <= begin for place in reading.unseen)


def _entries(work: Work, listed: list[Listed], opening: Money, timezone: str) -> Iterator[Entry]:
    balance = opening
    for _, transfer in listed:
        amount = Money(rules.owed(transfer), opening.currency)
        balance += amount
        invoice_id = transfer.invoice_id
        of = invoices.get(work, transfer.customer_id, invoice_id) if invoice_id else None
        yield Entry(
            date=day_in(timezone, transfer.occurred_at),
            what=rules.figure(transfer),
            invoice_id=invoice_id,
            invoice_number=of.number if of else None,
            payment_id=transfer.payment_id,
            amount=amount,
            balance=balance,
        )
