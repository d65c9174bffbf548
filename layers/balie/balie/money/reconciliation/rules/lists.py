"""What words mean inside one customer, and which of its invoices a list or a range adds up to."""

from itertools import product
from math import prod

from balie.money.reconciliation.model import Entry, OpenInvoice
from balie.money.reconciliation.rules.open_items import OpenItems
from balie.money.reconciliation.rules.own_numbers import OwnNumbers
from balie.money.reconciliation.rules.references import Read, Span, is_like_a_date

MOST_READINGS = 256  # of a list whose tails may mean several invoices
WORDS_OF_A_NUMBER = 3
SHORTEST_TAIL = 3

Found = list[list[OpenInvoice]]
"""For each word that may be a number: the invoices that it may mean."""


def own_words(own: OwnNumbers, read: Read, *, in_list: bool) -> tuple[Found, list[Span]]:
    """What the words that name nothing yet mean inside one customer, and those that stay unread.

    Up to three words make a number, the longest first. Tails of two digits only in a list.
    """
    found: Found = []
    unread: list[Span] = []
    place = 0
    shortest = 2 if in_list else SHORTEST_TAIL
    while place < len(read.words):
        for width in range(min(WORDS_OF_A_NUMBER, len(read.words) - place), 0, -1):
            group = read.words[place : place + width]
            meant = _meant(own, "".join(each.text for each in group), width, shortest)
            if meant:
                found.append(meant)
                break
        else:
            unread.append(read.words[place])
        place += width
    return found, unread


def _meant(own: OwnNumbers, text: str, width: int, shortest: int) -> list[OpenInvoice]:
    meant = own.like(text)
    if meant or (is_like_a_date(text) and shortest > 2):
        return meant
    if width == 1 and text.isdigit() and len(text) >= shortest:
        meant = own.ending(text)
    return meant or own.nearly(text)


def listed(
    items: OpenItems, entry: Entry, firm: list[OpenInvoice], tails: Found
) -> list[OpenInvoice]:
    """The named ones with those of the tails, when exactly one reading has the entry's sum."""
    fitting = readings(items, entry, [*([each] for each in firm), *tails]) if tails else set()
    return list(next(iter(fitting))) if len(fitting) == 1 else []


def readings(items: OpenItems, entry: Entry, words: Found) -> set[tuple[OpenInvoice, ...]]:
    """The ways to read all words, each another open invoice, that have the entry's sum."""
    choices = [[each for each in word if items.may_be_paid(entry, [each])] for word in words]
    if prod(len(each) for each in choices) > MOST_READINGS:
        return set()
    found: set[tuple[OpenInvoice, ...]] = set()
    for reading in product(*choices):
        chosen = {each.id: each for each in reading}
        if len(chosen) == len(words) and items.left(reading) == entry.amount:
            found.add(tuple(chosen[each] for each in sorted(chosen)))
    return found


def between(
    items: OpenItems, entry: Entry, firm: list[OpenInvoice], own: OwnNumbers, read: Read
) -> list[OpenInvoice]:
    """From the first to the last, those of this customer: "2026-0041 t/m 0044"."""
    ends = [*firm, *(each[0] for each in own_words(own, read, in_list=True)[0] if len(each) == 1)]
    if len(ends) != 2:
        return []
    first, last = sorted(each.number for each in ends)
    found = [
        each
        for each in items.of(firm[0].customer_id, entry.currency)
        if len(each.number) == len(first) and first <= each.number <= last
    ]
    fits = items.left(found) == entry.amount and items.may_be_paid(entry, found)
    return found if fits else []
