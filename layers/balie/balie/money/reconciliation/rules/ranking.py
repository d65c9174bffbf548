"""What a person is shown for an entry that is left: likely sets, the likeliest first."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from balie.money.reconciliation.model import Entry, OpenInvoice
from balie.money.reconciliation.rules import amounts
from balie.money.reconciliation.rules.index import Index
from balie.money.reconciliation.rules.lists import own_words, readings
from balie.money.reconciliation.rules.open_items import OpenItems, oldest_first
from balie.money.reconciliation.rules.payers import Payer
from balie.money.reconciliation.rules.references import Read

MOST_SHOWN = 5
MOST_CUSTOMERS = 20
MOST_ADDED = 4
ROUND = 1000  # minor units; a round sum is paid on account, the oldest first

Set = Sequence[OpenInvoice]


def suggestions(
    index: Index, items: OpenItems, entry: Entry, read: Read, payer: Payer
) -> tuple[tuple[str, ...], ...]:
    """At most five sets of open invoices, none twice."""
    found: dict[tuple[str, ...], None] = {}
    for each in _likely(index, items, entry, read, payer):
        ids = tuple(sorted(invoice.id for invoice in each))
        if ids and all(items.is_open(invoice) for invoice in each):
            found[ids] = None
        if len(found) == MOST_SHOWN:
            break
    return tuple(found)


def _likely(
    index: Index, items: OpenItems, entry: Entry, read: Read, payer: Payer
) -> Iterator[Set]:
    named = [each for each in (*read.firm(), *read.loose()) if items.is_open(each)]
    customers = _customers(read, payer)
    if named and items.left(named) == entry.amount:
        yield named
    for customer in customers:
        yield from _by_own_numbers(index, items, entry, read, customer)
    for customer in customers:
        yield from ([each] for each in items.worth(customer, entry))
    yield from ([each] for each in named if _explains(items, each, entry))
    for customer in customers:
        yield from _by_sum(items, entry, customer)
    if named:
        yield named
    yield from ([each] for each in named)
    yield from ([each] for each in _anywhere(items, entry, payer))


def _customers(read: Read, payer: Payer) -> list[str]:
    named = (each.customer_id for each in (*read.firm(), *read.loose()))
    found = dict.fromkeys((*payer.customers, *sorted(payer.possible), *named))
    return list(islice(found, MOST_CUSTOMERS))


def _by_own_numbers(
    index: Index, items: OpenItems, entry: Entry, read: Read, customer: str
) -> Iterator[Set]:
    firm = [[each] for each in read.firm() if each.customer_id == customer]
    words, _ = own_words(index.own_numbers(customer), read, in_list=bool(firm))
    loose = [[each] for each in read.loose() if each.customer_id == customer]
    yield from sorted(readings(items, entry, [*firm, *loose, *words]), key=_ids)
    for word in words:
        yield from ([each] for each in word if _explains(items, each, entry))


def _by_sum(items: OpenItems, entry: Entry, customer: str) -> Iterator[Set]:
    everything = items.of(customer, entry.currency)
    if len(everything) > 1 and items.left(everything) == entry.amount:
        yield everything
    unclaimed = [each for each in everything if each.id not in items.claimed]
    if len(unclaimed) < len(everything) and items.left(unclaimed) == entry.amount:
        yield unclaimed
    near = [each for each in everything if amounts.less_a_little(items, each, entry)]
    yield from ([each] for each in near[:1])
    if items.left(everything) > entry.amount:
        oldest = amounts.oldest_up_to(items, everything, entry.amount)
        if len(oldest) > 1 and entry.amount % ROUND == 0:
            yield oldest
            yield amounts.oldest_up_to(items, unclaimed, entry.amount)
        if len(everything) > MOST_ADDED:
            yield from amounts.all_but_few(items, everything, entry.amount)
        yield from amounts.sums(items, everything, entry.amount, most=3)
        yield oldest


def _explains(items: OpenItems, invoice: OpenInvoice, entry: Entry) -> bool:
    return items.remaining[invoice.id] == entry.amount or amounts.less_a_little(
        items, invoice, entry
    )


def _anywhere(items: OpenItems, entry: Entry, payer: Payer) -> Iterable[OpenInvoice]:
    """Of this amount whoever owes it, the oldest first; those of akin names came before."""
    found = items.anywhere_worth(entry).values()
    return sorted(islice(found, 100), key=oldest_first)[:MOST_SHOWN]


def _ids(found: Set) -> list[str]:
    return [each.id for each in found]
