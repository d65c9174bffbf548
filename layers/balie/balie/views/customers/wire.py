"""Customers as the desk's API says them in a list."""

from pydantic import BaseModel

from balie.ground.core.money import WireAmount, to_wire
from balie.views.customers.model import CustomerList, Listed, Sum, Sums
from balie.views.overview.wire import WireStanding, standing


class WireListed(BaseModel):
    """deleted: at the provider; what is kept here stays. through: the name that it was found by,
    of a customer that was merged into it."""

    id: str
    name: str
    email: str | None
    deleted: bool
    through: str | None
    balances: list[WireStanding]


class WireCustomers(BaseModel):
    """next_cursor: of the page after this one; None at the end."""

    customers: list[WireListed]
    next_cursor: str | None


class WireSum(BaseModel):
    """late, in_credit: how many customers."""

    currency: str
    open: WireAmount
    overdue: WireAmount
    credit: WireAmount
    late: int
    in_credit: int


class WireSums(BaseModel):
    """is_complete: False when there are too many balances to be added up at once."""

    sums: list[WireSum]
    is_complete: bool


def customers(of: CustomerList) -> WireCustomers:
    shown = [_listed(listed) for listed in of.customers]
    return WireCustomers(customers=shown, next_cursor=of.next_after)


def sums(of: Sums) -> WireSums:
    return WireSums(sums=[_sum(one) for one in of.sums], is_complete=of.is_complete)


def _listed(of: Listed) -> WireListed:
    return WireListed(
        id=of.customer.id,
        name=of.customer.name,
        email=of.customer.email,
        deleted=of.customer.deleted,
        through=of.through.name if of.through else None,
        balances=[standing(one) for one in of.standings],
    )


def _sum(of: Sum) -> WireSum:
    return WireSum(
        currency=of.open.currency,
        open=to_wire(of.open),
        overdue=to_wire(of.overdue),
        credit=to_wire(of.credit),
        late=of.late,
        in_credit=of.in_credit,
    )
