"""Texts as they are compared: without case, accents, separators and legal forms; and read signs."""

import re
import unicodedata
from collections.abc import Iterator

from balie.money.reconciliation.rules.said import words

LONGEST_TEXT = 700  # signs; five times what SEPA gives
NOT_ALNUM = re.compile(r"[^A-Z0-9]+")
INITIALS = re.compile(r"\b(?:[A-Z]\. ?){2,}")
UMLAUTS = re.compile(r"([AOU])E")
MISREAD = str.maketrans("OILSBZGQD", "011582600")  # as a scanner takes the one for the other
LEGAL_FORMS = words(
    "BV NV VOF CV BVBA SRL SPRL SA SAS SARL EURL SASU SNC SCI SC GMBH AG KG OHG UG EK EG MBH CO "
    "LTD LIMITED LLP PLC INC LLC CORP SPA SCRL CVBA VZW ASBL GBR SE AB AS APS OY STICHTING GCV "
    "COMPANY MAATSCHAP HAFTUNGSBESCHRANKT COMMV EBVBA EV BVO"
)
CONNECTIVES = words("EN UND AND ET DE LE LA LES DER DIE DAS THE")


def fold(text: str) -> str:
    """In capitals of ASCII, and no longer than LONGEST_TEXT: "Café Zoé" is "CAFE ZOE"."""
    text = text[:LONGEST_TEXT]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
        text = text.encode("ascii", "ignore").decode()
    return text.upper()


def canonical(text: str) -> str:
    """Letters and digits alone: "F 2026/0041" is "F20260041"."""
    return NOT_ALNUM.sub("", fold(text))


def as_read(text: str) -> str:
    """Of a canonical text: letters that look like digits as digits: "INV0IS49" is "1NV01549"."""
    return text.translate(MISREAD)


def name_words(name: str) -> list[str]:
    """Without legal forms and "and"; ä, ae and a alike: "Müller & Zn. B.V." is MULLER, ZN."""
    folded = INITIALS.sub(
        lambda found: found[0].replace(".", "").replace(" ", "") + " ", fold(name)
    )
    found = [UMLAUTS.sub(r"\1", word) for word in NOT_ALNUM.split(folded) if word]
    return [word for word in found if not is_form(word) and word not in CONNECTIVES] or found


def is_form(word: str) -> bool:
    """Whether it is a legal form, the longest cut off wherever a bank ends a name."""
    return word in LEGAL_FORMS or word.startswith("HAFTUNGS")


def one_edit_apart(one: str, other: str) -> bool:
    """A sign more, less or other, or two that changed places: 01858 and 08158."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    shortest = min(len(one), len(other))
    while start < shortest and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if len(left) != len(right):
        return left[1:] == right if len(left) > len(right) else right[1:] == left
    return left[1:] == right[1:] or (left[1::-1] == right[:2] and left[2:] == right[2:])


def with_one_less(word: str) -> Iterator[str]:
    """The word, and the word without each of its signs: what near words have in common."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
