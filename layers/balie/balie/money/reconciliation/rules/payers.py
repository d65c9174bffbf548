"""Who pays: by an account seen before, else by a name that is nearly one customer's alone."""

from typing import NamedTuple

from balie.money.reconciliation.model import Entry
from balie.money.reconciliation.rules.folding import canonical, name_words
from balie.money.reconciliation.rules.index import Index

CUTS = (24, 26, 27, 32, 35, 70)  # where CODA, MT940 and SEPA end a name
SHORTEST_CUT = 12
MOST_OF_A_WORD = 300  # customers with one word in their names that are looked at
LONGEST_REST = 3
SHORTEST_ALONE = 8  # letters of a misspelt name of one word
COMMON = 6  # a single word that more customers have says nothing


class Payer(NamedTuple):
    """customers: those it is one of. possible: those it may be; enough to contradict.

    words: how it is known.
    """

    customers: tuple[str, ...] = ()
    possible: frozenset[str] = frozenset()
    words: str = ""
    by_account: bool = False

    @property
    def only(self) -> str | None:
        return self.customers[0] if len(self.customers) == 1 else None


def find(index: Index, entry: Entry) -> Payer:
    """An account and a name that contradict each other leave both merely possible."""
    of_account = index.by_iban.get(entry.counterparty_iban, ())
    of_name = by_name(index, entry.counterparty_name)
    possible = frozenset((*of_account, *of_name)) | _akin(index, entry.counterparty_name)
    if not of_account:
        return Payer(of_name, possible, "name of the payer")
    both = tuple(each for each in of_account if each in of_name)
    if both:
        return Payer(both, possible, "account seen before, and the name", by_account=True)
    if of_name:
        return Payer((), possible, "account and name disagree")
    return Payer(of_account, possible, "account seen before", by_account=True)


def by_name(index: Index, name: str) -> tuple[str, ...]:
    """Customers with this name: as written, without legal form, merged, cut off or misspelt."""
    if not name.strip():
        return ()
    found = index.by_written_name.get(name.upper())
    if found and len(found) == 1:
        return found
    words = name_words(name)
    if not words or _is_a_person(words):
        return ()
    found = _whole(index, words, name)
    if not found and len(name.rstrip()) in {cut - less for cut in CUTS for less in (0, 1)}:
        found = _cut(index, words, name)
    return found or _misspelt(index, words)


def _whole(index: Index, words: list[str], name: str) -> tuple[str, ...]:
    found = index.by_words.get(tuple(sorted(words)))
    if not found:
        squashed = index.by_squashed
        found = squashed.get("".join(words)) or squashed.get(canonical(name)) or ()
    for letters in ("".join(words), canonical(name)):  # the order of the words, the legal form
        alike = index.by_squashed.get(letters, ()) if len(found) > 1 else ()
        found = tuple(each for each in found if each in alike) or found
    return found if len(words) > 1 or _is_rare(index, words[0]) else ()


def _cut(index: Index, words: list[str], name: str) -> tuple[str, ...]:
    letters = "".join(words)
    if len(letters) < SHORTEST_CUT:
        return ()
    found = index.by_beginning(letters) | index.by_beginning(canonical(name))
    return tuple(found) if len(found) == 1 else ()


def _misspelt(index: Index, words: list[str]) -> tuple[str, ...]:
    """One word with one error, the others right: "Bouwerken Peeters" is Bouwwerken Peeters.

    An unknown word of three letters or fewer may be what is left of a legal form: "OF" of VOF.
    """
    unknown = [place for place, word in enumerate(words) if word not in index.by_word]
    if len(unknown) == 1 and len(words[unknown[0]]) <= LONGEST_REST and len(words) > 2:
        return index.by_words.get(tuple(sorted(set(words) - {words[unknown[0]]})), ())
    if len(unknown) != 1 or (len(words) < 2 and len(words[0]) < SHORTEST_ALONE):
        return ()
    place = unknown[0]
    found: set[str] = set()
    for near in index.words_near(words[place]):
        known = sorted([*words[:place], near, *words[place + 1 :]])
        found.update(index.by_words.get(tuple(known), ()))
    return tuple(found) if len(found) == 1 else ()


def _is_a_person(words: list[str]) -> bool:
    """ "J. Willems" may be anybody called so, whatever customers are called Willems."""
    return len(words) == 2 and min(len(word) for word in words) == 1


def _is_rare(index: Index, word: str) -> bool:
    return len(word) > 3 and len(index.by_word.get(word, ())) <= 1


def _akin(index: Index, name: str) -> frozenset[str]:
    """Customers that share two words with this name, or its only one; rarest word first."""
    words = [word for word in dict.fromkeys(name_words(name)) if len(word) > 2]
    groups = sorted((index.by_word[word] for word in words if word in index.by_word), key=len)
    if not groups or len(groups[0]) > MOST_OF_A_WORD:
        return frozenset()
    if len(words) == 1:
        return frozenset(groups[0]) if len(groups[0]) <= COMMON else frozenset()
    if len(groups) == 1:
        return frozenset()
    given = set(words)
    return frozenset(
        each for each in groups[0] if len(given.intersection(index.words_of[each])) > 1
    )
