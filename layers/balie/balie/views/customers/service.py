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
from itertools import islice

from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.money.ledger import service as ledger
from balie.money.ledger.model import Balance
from balie.outside.providers import connections
from balie.relation.customers import groups, names
from balie.relation.customers import service as customers
from balie.relation.customers.names import Found
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
    """search: how a word of the name begins, or a mail address, or a number at the provider.

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
    found, more = _in_order(work, search, limit=LOOKED_AT if wanted else limit, after=after)
    shown: list[Listed] = []
    for number, one in enumerate(found, 1):
        listed = _listed(work, one)
        if _shows(listed, wanted):
            shown.append(listed)
        if len(shown) == limit and (more or number < len(found)):
            return CustomerList(shown, one.customer.id)
    return CustomerList(shown, found[-1].customer.id if more else None)


def _in_order(work: Work, search: str, *, limit: int, after: str) -> tuple[list[Found], bool]:
    """Second: whether more follow."""
    if search:
        return names.search(work, search, limit=limit, after=after)
    page, more = names.page(work, limit=limit, after=after)
    return [Found(customer) for customer in page], more


def _by_amount(work: Work, wanted: Filter, limit: int, after: str) -> CustomerList:
    standings, _ = _standings(work)
    left = [place for place in rules.places(standings, wanted) if place[0] > after]
    shown = [
        Listed(customers.get(work, customer_id), standings[customer_id])
        for _, customer_id in left[:limit]
    ]
    return CustomerList(shown, left[limit - 1][0] if len(left) > limit else None)


def _named(work: Work, search: str) -> list[Found]:
    """Whose contact has this address, or who has this number."""
    if "@" in search:
        ids = {one.customer_id for one in customers.contacts_with_email(work, search)}
    else:
        refs = (customers.id_of_ref(work, one.id, search) for one in connections.of_tenant(work))
        ids = {search, *filter(None, refs)}
    return names.by_id(work, ids)


def _shows(listed: Listed, wanted: Filter | None) -> bool:
    return wanted is None or rules.matches(listed.standings, wanted)


def _listed(work: Work, found: Found) -> Listed:
    today = _today(work)
    balances = ledger.balances(work, found.customer.group)
    return Listed(found.customer, [standing(one, today) for one in balances], found.through)


def _standings(work: Work) -> tuple[Standings, bool]:
    """Of every customer with a balance, those of a group together. Second: whether those are all.

    What was merged is listed a moment behind, as the balances are.
    """
    heads, today = groups.heads_of_members(work), _today(work)
    found: dict[str, list[Balance]] = {}
    read = list(islice(_balances(work), MOST_BALANCES + 1))
    for customer_id, balance in read[:MOST_BALANCES]:
        found.setdefault(heads.get(customer_id, customer_id), []).append(balance)
    standings = {
        customer_id: [standing(one, today) for one in ledger.together(balances)]
        for customer_id, balances in found.items()
    }
    return standings, len(read) <= MOST_BALANCES


def _balances(work: Work) -> Iterator[tuple[str, Balance]]:
    after: str | None = ""
    while after is not None:
        page, after = ledger.all_balances(work, limit=BALANCES_A_READ, after=after)
        yield from page


def _today(work: Work) -> date:
    return tenants.today(work)
