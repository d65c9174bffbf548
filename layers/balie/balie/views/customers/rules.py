"""Which customers a filter shows, in which order, and what all owe together. Pure."""

from collections.abc import Iterable, Mapping

from balie.ground.core.money import Money, zero
from balie.views.customers.model import Filter, Sum
from balie.views.overview.model import Standing

LARGEST = 10**18  # minor units; more than DynamoDB counts exactly, nobody owes


def matches(standings: Iterable[Standing], wanted: Filter) -> bool:
    return any(_amount(standing, wanted) for standing in standings)


def places(of: Mapping[str, list[Standing]], wanted: Filter) -> list[tuple[str, str]]:
    """The place in the list, text that sorts, and the customer, of all that match.

    What has been late for longest comes first; else the largest amount, currency by currency.
    """
    return sorted(
        (min(_place(one, customer_id, wanted) for one in matching), customer_id)
        for customer_id, standings in of.items()
        if (matching := [one for one in standings if _amount(one, wanted)])
    )


def sums(of: Mapping[str, list[Standing]]) -> list[Sum]:
    """By currency, in the order of their names."""
    by_currency: dict[str, list[Standing]] = {}
    for standing in (one for standings in of.values() for one in standings):
        by_currency.setdefault(standing.open.currency, []).append(standing)
    return [_sum(currency, found) for currency, found in sorted(by_currency.items())]


def _sum(currency: str, found: list[Standing]) -> Sum:
    nothing = zero(currency)
    return Sum(
        open=sum((one.open for one in found), nothing),
        overdue=sum((one.overdue for one in found), nothing),
        credit=sum((one.credit for one in found), nothing),
        late=sum(bool(one.overdue) for one in found),
        in_credit=sum(bool(one.credit) for one in found),
    )


def _amount(standing: Standing, wanted: Filter) -> Money:
    amounts = {
        Filter.OVERDUE: standing.overdue,
        Filter.OPEN: standing.open,
        Filter.CREDIT: standing.credit,
    }
    return amounts[wanted]


def _place(standing: Standing, customer_id: str, wanted: Filter) -> str:
    amount = _amount(standing, wanted)
    largest_first = f"{amount.currency}{LARGEST - amount.minor:019d}"
    since = standing.overdue_since.isoformat() if standing.overdue_since else ""
    return f"{since if wanted is Filter.OVERDUE else largest_first}#{customer_id}"
