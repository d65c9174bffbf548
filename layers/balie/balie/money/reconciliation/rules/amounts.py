"""Which open invoices an amount adds up to; bounded, whatever a customer has open."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from balie.money.reconciliation.model import Entry, OpenInvoice
from balie.money.reconciliation.rules.open_items import OpenItems

MOST_ADDED_UP = 40  # invoices
LARGEST_DISCOUNT_PERCENT = 3
LARGEST_CHARGES = 5000  # minor units that banks on the way may keep


def sums(
    items: OpenItems, invoices: Sequence[OpenInvoice], amount: int, *, most: int = 5
) -> list[tuple[OpenInvoice, ...]]:
    """Sets of two to four of the oldest 40 that add up to the amount, the smallest sets first.

    Pairs are kept by their sum, and a set of four is two pairs: 780 pairs, not 91,390 fours.
    """
    pool = list(invoices[:MOST_ADDED_UP])
    worth = [items.remaining[each.id] for each in pool]
    pairs: dict[int, list[tuple[int, int]]] = {}
    for one, other in combinations(range(len(pool)), 2):
        pairs.setdefault(worth[one] + worth[other], []).append((one, other))
    places: dict[tuple[int, ...], None] = dict.fromkeys(pairs.get(amount, ()))
    for one in range(len(pool)):
        for pair in pairs.get(amount - worth[one], ()):
            if one not in pair and len(places) < most:
                places[tuple(sorted((one, *pair)))] = None
    if len(places) < most:
        _fours(pairs, amount, places, most)
    return [tuple(pool[place] for place in found) for found in list(places)[:most]]


def _fours(
    pairs: dict[int, list[tuple[int, int]]],
    amount: int,
    places: dict[tuple[int, ...], None],
    most: int,
) -> None:
    for total, found in pairs.items():
        if total > amount - total:
            continue
        for one in found[:most]:
            for other in pairs.get(amount - total, ())[:most]:
                if not set(one) & set(other):
                    places[tuple(sorted((*one, *other)))] = None
        if len(places) >= most:
            return


def others_that_complete(
    items: OpenItems, named: OpenInvoice, invoices: Sequence[OpenInvoice], amount: int
) -> bool:
    """Whether the amount is that of the named one with one to three others of the customer."""
    rest = amount - items.remaining[named.id]
    others = [each for each in invoices if each.id != named.id][:MOST_ADDED_UP]
    if rest <= 0:
        return False
    if any(items.remaining[each.id] == rest for each in others):
        return True
    return any(len(each) < 4 for each in sums(items, others, rest, most=1))


def all_but_few(
    items: OpenItems, invoices: Sequence[OpenInvoice], amount: int
) -> Iterator[list[OpenInvoice]]:
    """All that is open without one or two: what the ledger does not know to be paid already."""
    over = items.left(invoices) - amount
    pool = invoices[:MOST_ADDED_UP]
    without = [{each.id} for each in pool if items.remaining[each.id] == over]
    if not without:
        pairs = combinations(pool, 2)
        without = [{one.id, two.id} for one, two in pairs if items.left((one, two)) == over]
    for each in without[:2]:
        yield [invoice for invoice in invoices if invoice.id not in each]


def oldest_up_to(
    items: OpenItems, invoices: Sequence[OpenInvoice], amount: int
) -> list[OpenInvoice]:
    """The oldest that the amount pays, the last of them perhaps in part."""
    found: list[OpenInvoice] = []
    for invoice in invoices:
        if amount <= 0:
            break
        found.append(invoice)
        amount -= items.remaining[invoice.id]
    return found


def less_a_little(items: OpenItems, invoice: OpenInvoice, entry: Entry) -> bool:
    """Whether a cash discount, or what banks keep, would explain the difference."""
    left = items.remaining[invoice.id]
    missing = left - entry.amount
    return 0 < missing <= max(LARGEST_CHARGES, left * LARGEST_DISCOUNT_PERCENT // 100 + 1)
