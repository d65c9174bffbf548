"""Whether an entry is booked by itself: two independent signals agree, and nothing contradicts."""

import re
from collections.abc import Iterable, Sequence

from balie.money.reconciliation.model import (
    Allocation,
    Entry,
    Evidence,
    OpenInvoice,
    Proposal,
    Rule,
    Signal,
)
from balie.money.reconciliation.rules import amounts, lists
from balie.money.reconciliation.rules.index import Index
from balie.money.reconciliation.rules.open_items import OpenItems
from balie.money.reconciliation.rules.own_numbers import OwnNumbers
from balie.money.reconciliation.rules.payers import Payer
from balie.money.reconciliation.rules.references import Clarity, Read, is_like_a_date

CHARGES = re.compile(r"/CHGS/[A-Z]{3}(\d{1,6})[,.](\d\d)")
SHORTEST_UNEXPLAINED = 3
MOST_CREDIT = 5000  # minor units, or half of the invoice: more than that pays something else too


def by_reference(
    index: Index, items: OpenItems, entry: Entry, read: Read, payer: Payer
) -> Proposal | None:
    """What is named beyond doubt, and the amount or the payer says the same."""
    firm = read.firm(payer.customers)
    if not firm or not items.may_be_paid(entry, firm):
        return None
    left = items.left(firm)
    if left == entry.amount and not _has_it_too(items, entry, payer, firm):
        rule = Rule.REFERENCE_AND_AMOUNT if len(firm) == 1 else Rule.LIST_AND_AMOUNT
        return _booked(items, entry, rule, firm, _told(read, payer, firm))
    owners = {invoice.customer_id for invoice in firm}
    if len(owners) > 1 or (payer.customers and not owners & set(payer.customers)):
        return None
    if left == entry.amount + charges(entry) and len(firm) == 1 and left != entry.amount:
        return _booked(items, entry, Rule.REFERENCE_AND_CHARGES, firm, _told(read, payer, firm))
    owner = owners.pop()
    own = index.own_numbers(owner)
    listed = lists.listed(items, entry, firm, lists.own_words(own, read, in_list=True)[0])
    if not listed and read.is_range:
        listed = lists.between(items, entry, firm, own, read)
    if listed:
        return _booked(items, entry, Rule.LIST_AND_AMOUNT, listed, _told(read, payer, listed))
    if len(firm) == 1 and payer.only == owner and _part_or_more(items, entry, firm[0], own, read):
        return _booked(items, entry, Rule.REFERENCE_AND_PAYER, firm, _told(read, payer, firm))
    return None


def by_payer(
    index: Index, items: OpenItems, entry: Entry, read: Read, payer: Payer
) -> Proposal | None:
    """The payer is known, and number, amount or all that is open say the same."""
    customer = payer.only or _only_with_amount(items, entry, payer)
    if customer is None:
        return None
    own = index.own_numbers(customer)
    words, unread = lists.own_words(own, read, in_list=False)
    firm = read.firm()
    if any(invoice.customer_id == customer for invoice in firm) or _has_checked(read):
        return None
    if firm:
        return _by_near_number(items, entry, read, payer, own)
    loose = [[each] for each in read.loose() if each.customer_id == customer]
    found = [*loose, *words]
    if found:
        return _by_loose_numbers(items, entry, read, payer, found)
    if read.foreign or read.of_others(customer):
        return None
    said = any(not is_like_a_date(each.text) for each in unread)
    return _by_amount(items, entry, customer, payer, says_more=said)


def _by_loose_numbers(
    items: OpenItems, entry: Entry, read: Read, payer: Payer, found: lists.Found
) -> Proposal | None:
    fitting = lists.readings(items, entry, found)
    if not fitting and len(found) > 1:
        fitting = {
            each for one in found for each in lists.readings(items, entry, [one]) if len(found) == 2
        }
        if len(fitting) != 1:
            return None
    if len(fitting) != 1:
        return None
    invoices = list(next(iter(fitting)))
    if not items.may_be_paid(entry, invoices):
        return None
    return _booked(
        items, entry, Rule.NUMBER_AMOUNT_AND_PAYER, invoices, _told(read, payer, invoices)
    )


def _by_near_number(
    items: OpenItems, entry: Entry, read: Read, payer: Payer, own: OwnNumbers
) -> Proposal | None:
    """The number of another customer's invoice, one error from the payer's own of this amount."""
    texts = {each.text for each in read.mentions if each.clarity > Clarity.LOOSE}
    if len(texts) != 1 or read.words or payer.only is None:
        return None
    if any(items.remaining[each.id] == entry.amount for each in read.firm()):
        return None
    near = [each for each in own.nearly(texts.pop()) if items.remaining[each.id] == entry.amount]
    if len(near) != 1:
        return None
    if len(items.worth(payer.only, entry)) != 1 or not items.is_free(entry, near):
        return None
    told = (
        Evidence(Signal.REFERENCE, f"one error away from {near[0].number}"),
        Evidence(Signal.PAYER, payer.words),
        Evidence(Signal.AMOUNT, "the only one of this amount"),
    )
    return _booked(items, entry, Rule.NUMBER_AMOUNT_AND_PAYER, near, told)


def _by_amount(
    items: OpenItems, entry: Entry, customer: str, payer: Payer, *, says_more: bool
) -> Proposal | None:
    """says_more: the text has a number that nobody understands, which may choose among equals."""
    told = (Evidence(Signal.PAYER, payer.words),)
    equal = items.worth(customer, entry)
    unsettled = not items.unsettled.isdisjoint((customer, (entry.currency, entry.amount)))
    if equal:
        if not items.is_free(entry, equal) or (len(equal) > 1 and (unsettled or says_more)):
            return None
        if not payer.by_account and _has_it_too(items, entry, payer, equal, but=customer):
            return None
        words = "the only one of this amount" if len(equal) == 1 else "the oldest of equal ones"
        evidence = (*told, Evidence(Signal.AMOUNT, words))
        return _booked(items, entry, Rule.PAYER_AND_AMOUNT, equal[:1], evidence)
    everything = items.of(customer, entry.currency)
    if len(everything) < 2 or items.left(everything) != entry.amount or unsettled:
        return None
    if not items.is_free(entry, everything):
        return None
    evidence = (*told, Evidence(Signal.AMOUNT, "the sum of all that is open"))
    return _booked(items, entry, Rule.PAYER_AND_ALL_OPEN, everything, evidence)


def charges(entry: Entry) -> int:
    """What banks kept, by the entry's own field or by "/CHGS/EUR15,00" in its text; else 0."""
    if entry.charges is not None:
        return max(entry.charges, 0)
    found = CHARGES.search(entry.remittance_info[:500])
    return int(found[1]) * 100 + int(found[2]) if found else 0


def _part_or_more(
    items: OpenItems, entry: Entry, named: OpenInvoice, own: OwnNumbers, read: Read
) -> bool:
    """Whether nothing but a part, a discount or too much explains another amount."""
    over = entry.amount - items.remaining[named.id]
    if read.is_plural or over > max(MOST_CREDIT, items.remaining[named.id] // 2):
        return False
    if not items.is_free(entry, [named]) or entry.amount > items.untouched(named):
        return False
    if items.worth(named.customer_id, entry) or entry.original_currency not in (
        None,
        entry.currency,
    ):
        return False
    meant, unread = lists.own_words(own, read, in_list=True)
    if meant or any(_matters(each.text) for each in unread) or read.foreign:
        return False
    everything = items.of(named.customer_id, entry.currency)
    if items.left(everything) == entry.amount and len(everything) > 1:
        return False
    return not amounts.others_that_complete(items, named, everything, entry.amount)


def _matters(text: str) -> bool:
    return len(text) >= SHORTEST_UNEXPLAINED and not is_like_a_date(text)


def _has_it_too(
    items: OpenItems,
    entry: Entry,
    payer: Payer,
    named: Iterable[OpenInvoice],
    *,
    but: str | None = None,
) -> bool:
    """Whether the payer is, or may be, another customer with exactly this amount open.

    but: the customer that it is by its name, when others have nearly the same.
    """
    owners = {invoice.customer_id for invoice in named}
    if but is None and owners & set(payer.customers):
        return False
    return any(items.worth(each, entry) for each in payer.possible - owners)


def _has_checked(read: Read) -> bool:
    return any(each.clarity == Clarity.CHECKED for each in read.mentions)


def _only_with_amount(items: OpenItems, entry: Entry, payer: Payer) -> str | None:
    """Of customers that share an account: the one that has this amount open, if only one has."""
    if not payer.by_account:
        return None
    having = [each for each in payer.customers if items.worth(each, entry)]
    return having[0] if len(having) == 1 else None


def _booked(
    items: OpenItems,
    entry: Entry,
    rule: Rule,
    invoices: Sequence[OpenInvoice],
    evidence: tuple[Evidence, ...],
) -> Proposal:
    """Never more than is open, never more than came in; what is left over stays credit."""
    left = entry.amount
    allocations = []
    for invoice in invoices:
        part = min(left, items.remaining[invoice.id])
        allocations.append(Allocation(invoice.id, part))
        left -= part
    return Proposal(entry.id, rule, tuple(allocations), evidence=evidence)


def _told(read: Read, payer: Payer, invoices: Sequence[OpenInvoice]) -> tuple[Evidence, ...]:
    wanted = {invoice.id for invoice in invoices}
    found = [
        Evidence(Signal.REFERENCE, f"{each.text} names {invoice.number}")
        for each in read.mentions
        for invoice in each.invoices
        if invoice.id in wanted
    ]
    if payer.customers and invoices[0].customer_id in payer.customers:
        found.append(Evidence(Signal.PAYER, payer.words))
    return tuple(found)
