"""The list of customers, and what all of them owe together.

By name, a page is one read of the list of names and one of the balances of each customer on it:
names and balances change at other times and by other hands, so that a row with both would have to
be written by whoever posts. By what they owe, all balances of the firm are read from the one list
that they are in, five hundred at a time; they are few numbers each, and who is late changes with
every day, which no index could say.
"""

import re
from collections.abc import Iterator
from datetime import date

from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in
from balie.money.ledger import service as ledger
from balie.outside.providers import connections
from balie.relation.customers import service as customers
from balie.relation.customers.model import Customer
from balie.views.customers import rules
from balie.views.customers.model import CustomerList, Filter, Listed, Sums
from balie.views.overview.model import Standing
from balie.views.overview.service import standing

BALANCES_A_READ = 500  # some 200 kB
MOST_BALANCES = 20_000  # in one request
LOOKED_AT = 100  # customers of a name, when some of them are to be shown
REF = re.compile(r"cus_[A-Za-z0-9]{1,120}")
Standings = dict[str, list[Standing]]


def page(
    work: Work, *, search: str = "", wanted: Filter | None = None, limit: int, after: str = ""
) -> CustomerList:
    """search: how the name begins, or a mail address, or a customer's number at the provider.

    after: `next_after` of the page before. Raises CustomerMissing when it names nobody.
    """
    search = search.strip()
    if "@" in search or REF.fullmatch(search):
        found = [_listed(work, one) for one in _named(work, search)[:limit]]
        return CustomerList([one for one in found if _shows(one, wanted)], None)
    if wanted and not search:
        return _by_amount(work, wanted, limit, after)
    return _by_name(work, search, wanted, limit, after)


def sums(work: Work) -> Sums:
    """What all customers owe, and have, together."""
    found, is_complete = _standings(work)
    return Sums(rules.sums(found), is_complete)


def _by_name(
    work: Work, search: str, wanted: Filter | None, limit: int, after: str
) -> CustomerList:
    """With a filter, so many are looked at; a page may then have few, and still go on."""
    looked_at = LOOKED_AT if wanted else limit
    found, more = customers.page(work, prefix=search, limit=looked_at, after=after)
    shown: list[Listed] = []
    for number, customer in enumerate(found, 1):
        listed = _listed(work, customer)
        if _shows(listed, wanted):
            shown.append(listed)
        if len(shown) == limit and (more or number < len(found)):
            return CustomerList(shown, customer.id)
    return CustomerList(shown, found[-1].id if more else None)


def _by_amount(work: Work, wanted: Filter, limit: int, after: str) -> CustomerList:
    standings, _ = _standings(work)
    left = [place for place in rules.places(standings, wanted) if place[0] > after]
    shown = [
        Listed(customers.get(work, customer_id), standings[customer_id])
        for _, customer_id in left[:limit]
    ]
    return CustomerList(shown, left[limit - 1][0] if len(left) > limit else None)


def _named(work: Work, search: str) -> list[Customer]:
    """Whose contact has this address, or who has this number."""
    if "@" in search:
        found = {one.customer_id for one in customers.contacts_with_email(work, search)}
    else:
        ids = (customers.id_of_ref(work, one.id, search) for one in connections.of_tenant(work))
        found = {search, *filter(None, ids)}
    return [one for customer_id in sorted(found) if (one := customers.find(work, customer_id))]


def _shows(listed: Listed, wanted: Filter | None) -> bool:
    return wanted is None or rules.matches(listed.standings, wanted)


def _listed(work: Work, customer: Customer) -> Listed:
    today = _today(work)
    found = [standing(balance, today) for balance in ledger.balances(work, customer.id)]
    return Listed(customer, found)


def _standings(work: Work) -> tuple[Standings, bool]:
    """Of every customer with a balance. Second: whether those are all."""
    found = Standings()
    for number, (customer_id, of_one) in enumerate(_balances(work, _today(work))):
        if number == MOST_BALANCES:
            return found, False
        found.setdefault(customer_id, []).append(of_one)
    return found, True


def _balances(work: Work, today: date) -> Iterator[tuple[str, Standing]]:
    after: str | None = ""
    while after is not None:
        page, after = ledger.all_balances(work, limit=BALANCES_A_READ, after=after)
        for customer_id, balance in page:
            yield customer_id, standing(balance, today)


def _today(work: Work) -> date:
    return day_in(tenants.current(work).timezone, work.now)
