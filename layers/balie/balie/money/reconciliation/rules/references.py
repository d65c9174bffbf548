"""Which invoices an entry names: by references with check digits, end-to-end ids and numbers."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from balie.money.reconciliation.model import Entry, OpenInvoice
from balie.money.reconciliation.rules import said
from balie.money.reconciliation.rules.check_digits import is_reference
from balie.money.reconciliation.rules.folding import canonical, fold
from balie.money.reconciliation.rules.index import Index

ATOM = re.compile(r"[A-Z]+|[0-9]+")
WORD = re.compile(r"[A-Z0-9]+")
DAY, MONTH = "(?:0?[1-9]|[12]\\d|3[01])", "(?:0?[1-9]|1[0-2])"
DATE = re.compile(rf"(?<!\d)(?:{DAY}([-/.]){MONTH}\1(?:20)?\d\d|20\d\d([-/.]){MONTH}\2{DAY})(?!\d)")
DATE_LIKE = re.compile(r"20[0-4]\d(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?|[0-3]\d[01]\d20[0-4]\d")
JOINS = re.compile(r"[ ./\-_#:+*]{0,3}")
MOST_ATOMS = 160
WIDEST = 12  # atoms of one reference: RF70 INV0 1519 has five
SURE_DIGITS = 7
SHORTEST_SAID = 4
SHORTEST_WITH_LETTERS = 5


class Clarity(IntEnum):
    """How surely a text means an invoice. LOOSE needs the payer beside it, ASIDE amount as well."""

    ASIDE = 0
    LOOSE = 1
    CLEAR = 2
    CHECKED = 3


class Mention(NamedTuple):
    """invoices: several only when they have one number."""

    invoices: tuple[OpenInvoice, ...]
    clarity: Clarity
    text: str


class Span(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Read:
    """words: what has digits and names nothing yet. is_range: "t/m" stands in the text.

    is_plural: "invoices". foreign: references of no invoice of ours. no_payment: a word says so.
    """

    mentions: list[Mention] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    is_range: bool = False
    is_plural: bool = False
    no_payment: bool = False

    def firm(self, customers: Collection[str] = ()) -> list[OpenInvoice]:
        """What is named beyond doubt, each once, in the order of the text.

        customers: whose own numbers, however short, are beyond doubt: they pay.
        """
        sure = (each for each in self.mentions if _is_sure(each, customers))
        return list({invoice.id: invoice for each in sure for invoice in each.invoices}.values())

    def loose(self) -> list[OpenInvoice]:
        vague = (each for each in self.mentions if each.clarity <= Clarity.LOOSE)
        return list({invoice.id: invoice for each in vague for invoice in each.invoices}.values())

    def of_others(self, customer: str) -> bool:
        """Whether a number that is not set aside is another customer's."""
        return any(
            each.clarity > Clarity.ASIDE
            and all(one.customer_id != customer for one in each.invoices)
            for each in self.mentions
        )


def _is_sure(mention: Mention, customers: Collection[str]) -> bool:
    if mention.clarity == Clarity.LOOSE:
        return len(mention.invoices) == 1 and mention.invoices[0].customer_id in customers
    return mention.clarity > Clarity.LOOSE


def read(index: Index, entry: Entry) -> Read:
    found = Read()
    _read_structured(index, entry.structured_reference, found)
    _read_end_to_end(index, entry.end_to_end_id, found)
    if entry.remittance_info:
        _read_text(index, fold(entry.remittance_info), found)
    return found


def _read_structured(index: Index, given: str, found: Read) -> None:
    key = canonical(given)
    if not key:
        return
    invoice = index.checked.get(key)
    if invoice:
        found.mentions.append(Mention((invoice,), Clarity.CHECKED, key))
    elif key in index.numbers:
        found.mentions.append(Mention(index.numbers[key], Clarity.CLEAR, key))
    else:
        found.foreign.append(key)


def _read_end_to_end(index: Index, given: str, found: Read) -> None:
    """Payers write their own ids there: only what is exactly ours is taken."""
    key = canonical(given)
    if not key or key == "NOTPROVIDED":
        return
    invoice = index.checked.get(key)
    if invoice:
        found.mentions.append(Mention((invoice,), Clarity.CHECKED, key))
    elif key in index.numbers and len(key) >= SHORTEST_WITH_LETTERS:
        sure = Clarity.CLEAR if _has_letter_and_digits(key) else Clarity.LOOSE
        found.mentions.append(Mention(index.numbers[key], sure, key))


def _read_text(index: Index, text: str, found: Read) -> None:
    atoms = [Span(each[0], each.start(), each.end()) for each in ATOM.finditer(text)][:MOST_ATOMS]
    set_aside = _set_aside(text, atoms)
    taken: list[tuple[int, int]] = []
    place = 0
    while place < len(atoms):
        mention, width = _longest(index, text, atoms, place)
        if mention is None:
            place += 1
            continue
        clarity = _clarity(mention, atoms, place, width, place in set_aside)
        _add(found, mention._replace(clarity=clarity))
        taken.append((atoms[place].start, atoms[place + width - 1].end))
        place += width
    taken += [(atoms[each].start, atoms[each].end) for each in set_aside]
    words = {atom.text for atom in atoms}
    found.no_payment = not words.isdisjoint(said.NO_PAYMENT)
    found.is_plural = not words.isdisjoint(said.PLURAL)
    found.is_range = not words.isdisjoint(said.RANGE) or "T/M" in text or "-" in text
    found.words = [each for each in _words(text) if not _overlaps(each, taken)]
    found.foreign += [each.text for each in found.words if is_reference(each.text)]


def _add(found: Read, mention: Mention) -> None:
    known = {each.invoices for each in found.mentions}
    if mention.invoices not in known:
        found.mentions.append(mention)


def _longest(index: Index, text: str, atoms: list[Span], place: int) -> tuple[Mention | None, int]:
    """The longest run of atoms from here that is a number or reference, and how many atoms."""
    for start in _starts(index, atoms, place):
        found = _run(index, text, atoms, place, start)
        if found[0]:
            return found
    return None, 0


def _run(
    index: Index, text: str, atoms: list[Span], place: int, joined: str
) -> tuple[Mention | None, int]:
    best: tuple[Mention | None, int] = (None, 0)
    for width in range(1, WIDEST + 1):
        if len(joined) > index.longest:
            break
        if len(joined) in index.lengths:
            mention = _named(index, joined)
            best = (mention, width) if mention else best
        after = place + width
        if after >= len(atoms) or not _joins(text, atoms[after - 1], atoms[after]):
            break
        joined += atoms[after].text
    return best


def _starts(index: Index, atoms: list[Span], place: int) -> list[str]:
    """How a number may begin: digits, its letters, or its letters merged with a word."""
    atom = atoms[place]
    if atom.text.isdigit() or atom.text in index.heads:
        return [atom.text]
    if place + 1 == len(atoms) or atoms[place + 1].start != atom.end:
        return []
    ends = (atom.text[-length:] for length in index.head_lengths if length < len(atom.text))
    return [end for end in ends if end in index.heads]


def _joins(text: str, one: Span, other: Span) -> bool:
    gap = other.start - one.end
    return gap == 0 or (gap <= 3 and bool(JOINS.fullmatch(text, one.end, other.start)))


def _named(index: Index, key: str) -> Mention | None:
    invoice = index.checked.get(key)
    if invoice:
        return Mention((invoice,), Clarity.CHECKED, key)
    invoices = index.numbers.get(key)
    return Mention(invoices, Clarity.CLEAR, key) if invoices else None


def _clarity(
    mention: Mention, atoms: list[Span], place: int, width: int, set_aside: bool
) -> Clarity:
    """Less clear: behind "order", like a date, or so short that chance may have written it."""
    key = mention.text
    if mention.clarity == Clarity.CHECKED and len(key) >= SURE_DIGITS:
        return Clarity.CHECKED
    if set_aside or (DATE_LIKE.fullmatch(key) and not _is_said(atoms, place)):
        return Clarity.ASIDE
    if len(mention.invoices) > 1:
        return Clarity.LOOSE
    if _has_letter_and_digits(key):
        return Clarity.CLEAR if len(key) >= SHORTEST_WITH_LETTERS else Clarity.LOOSE
    if len(key) >= SURE_DIGITS and width <= 3:
        return Clarity.CLEAR
    told = len(key) >= SHORTEST_SAID and _is_said(atoms, place)
    return Clarity.CLEAR if told else Clarity.LOOSE


def _is_said(atoms: list[Span], place: int) -> bool:
    """Whether "invoice" stands before it, perhaps with "nr" between."""
    before = place - 1
    while before >= 0 and atoms[before].text in said.NEUTRAL:
        before -= 1
    return before >= 0 and atoms[before].text in said.INVOICE


def _has_letter_and_digits(key: str) -> bool:
    return not key.isdigit() and sum(sign.isdigit() for sign in key) >= 3


def _set_aside(text: str, atoms: list[Span]) -> set[int]:
    """The atoms of dates and of numbers behind words as "order", "tel" and "customer"."""
    dates = [found.span() for found in DATE.finditer(text)]
    in_dates = {place for place, atom in enumerate(atoms) if dates and _overlaps(atom, dates)}
    begins = {place for place in in_dates if place - 1 not in in_dates and _is_said(atoms, place)}
    found = {place for place in in_dates if not begins & {place, place - 1, place - 2}}
    for place, atom in enumerate(atoms):
        if atom.text in said.NOT_AN_INVOICE:
            found |= _number_after(text, atoms, place)
    return found


def _number_after(text: str, atoms: list[Span], place: int) -> set[int]:
    """ "Kd-Nr 100087" sets 100087 aside, "order F12/34 0567" F, 12 and 34."""
    widest = 3 if atoms[place].text in said.WITH_SPACES else 1
    after = place + 1
    while after < len(atoms) and atoms[after].text in said.NEUTRAL:
        after += 1
    found: set[int] = set()
    while after < len(atoms):
        gap = atoms[after].start - atoms[after - 1].end
        started = any(atoms[each].text.isdigit() for each in found)
        spaced = " " in text[atoms[after - 1].end : atoms[after].start]
        if started and (gap > widest or (spaced and widest == 1)):
            break
        if not atoms[after].text.isdigit() and (started or not _leads_on(text, atoms, after)):
            break
        found.add(after)
        after += 1
    return found if any(atoms[each].text.isdigit() for each in found) else set()


def _leads_on(text: str, atoms: list[Span], place: int) -> bool:
    """Whether these letters are the beginning of a number: no space comes between."""
    after = place + 1
    return after < len(atoms) and " " not in text[atoms[place].end : atoms[after].start]


def _words(text: str) -> list[Span]:
    spans = (Span(each[0], each.start(), each.end()) for each in WORD.finditer(text))
    return [each for each in spans if any(sign.isdigit() for sign in each.text)][:MOST_ATOMS]


def _overlaps(span: Span, taken: list[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in taken)


def is_like_a_date(text: str) -> bool:
    return bool(DATE_LIKE.fullmatch(text))
