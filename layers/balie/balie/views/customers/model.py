"""The firm's customers as its team lists them."""

from dataclasses import dataclass
from enum import StrEnum

from balie.ground.core.money import Money
from balie.relation.customers.model import Customer
from balie.views.overview.model import Standing


class Filter(StrEnum):
    """overdue: something is late. open: something is owed. credit: the firm has money of theirs."""

    OVERDUE = "overdue"
    OPEN = "open"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Listed:
    """standings: one for each currency that the customer, or one merged into it, ever had an
    amount in. through: the one merged into it by whose name it was found."""

    customer: Customer
    standings: list[Standing]
    through: Customer | None = None


@dataclass(frozen=True, slots=True)
class CustomerList:
    """next_after: `after` of the next page; None at the end."""

    customers: list[Listed]
    next_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Of all customers, in one currency. late, in_credit: how many customers."""

    open: Money
    overdue: Money
    credit: Money
    late: int
    in_credit: int


@dataclass(frozen=True, slots=True)
class Sums:
    """is_complete: False when there are more balances than one request reads."""

    sums: list[Sum]
    is_complete: bool
