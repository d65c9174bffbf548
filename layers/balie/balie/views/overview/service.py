"""How things stand for a customer: two reads, however many invoices there are.

Both have a length of their own, and what a row leaves out is what everybody pays for: a Query is
billed by the size of what it finds.

Of customers that were merged: two of each.
"""

from dataclasses import dataclass
from datetime import date

from balie.firm.tenants import service as tenants
from balie.ground.aws import keys
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.ground.core.money import zero
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.ledger import service as ledger
from balie.money.ledger.model import Balance
from balie.money.payments import service as payments
from balie.money.payments.model import Payment
from balie.outside.providers.snapshots import InvoiceStatus
from balie.relation.customers import service as customers
from balie.relation.customers.model import Customer
from balie.views.overview.model import Standing

OPEN_SHOWN = 10
PAYMENTS_SHOWN = 5
EVERY_CURRENCY = 200  # ISO 4217 has some 180
HEAD_ROWS = 8  # the profile, a balance for each of two currencies, and the newest payments


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """more_open: whether there are more open invoices than are listed."""

    customer: Customer
    today: date
    standings: list[Standing]
    open_invoices: list[Invoice]
    more_open: bool
    payments: list[Payment]


def overview(work: Work, group: tuple[str, ...]) -> Overview:
    """group: ids of the customers, its head's first. Raises CustomerMissing."""
    today = tenants.today(work)
    heads = [_head(work, customer_id) for customer_id in group]
    listed, more = invoices.page(work, group, InvoiceStatus.OPEN, limit=OPEN_SHOWN)
    return Overview(
        customer=customers.from_head(heads[0]),
        today=today,
        standings=[standing(balance, today) for balance in ledger.from_heads(heads)],
        open_invoices=listed,
        more_open=more,
        payments=payments.from_heads(heads, PAYMENTS_SHOWN),
    )


def _head(work: Work, customer_id: str) -> list[Row]:
    """One read, but for a customer of so many currencies that its payments do not fit in."""
    rows = keys.customer_rows(customer_id)
    page = work.query(rows, keys.HEAD, limit=HEAD_ROWS)
    if page.next_after is None or payments.how_many_in(page.rows) >= PAYMENTS_SHOWN:
        return page.rows
    return work.query(rows, keys.HEAD, limit=HEAD_ROWS + EVERY_CURRENCY).rows


def standing(balance: Balance, today: date) -> Standing:
    late = [due for due in balance.due if due.day < today and not due.automatic]
    collected = [due for due in balance.due if due.automatic]
    nothing = zero(balance.currency)
    overdue = sum((due.amount for due in late), nothing)
    by_itself = sum((due.amount for due in collected), nothing)
    return Standing(
        open=balance.receivable,
        overdue=overdue,
        overdue_since=late[0].day if late else None,
        collected=by_itself,
        due_later=balance.receivable - overdue - by_itself,
        credit=balance.unapplied,
        carried=balance.reclaim,
    )
