"""Field :86: of MT940: who, what for, and which ids, in the dialects that banks write it in.

With sub-fields (?20), as German, Austrian and Polish banks do; with words between strokes
(/EREF/), as ING and Rabobank do; with labels (NAAM:), as ABN AMRO does; or as plain text.
Sources: DK, Anlage 3 DFUe, chapter 8; the format descriptions of ING, Rabobank and ABN AMRO.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from balie.outside.providers.bank import references

FULL_LINE = 65
FULL_SUB_FIELD = 27
CUT = "\x1f"  # where a sub-field ended before its end: a word ends there, too
NOTHING = ("", "NOTPROVIDED", "NOT PROVIDED", "NONREF")

SUB_FIELDS = re.compile(r"\s?([0-9]{3})([?>~@|])(?=[0-9]{2})")
TEXT_SUB_FIELDS = {*range(20, 30), *range(60, 64)}
MARKER = re.compile(
    r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT|RREF|BREF|PURP|IBAN|BIC)\+"
)
RETURNS = {"009", "059", "108", "109", "159"}  # business transaction codes of returned payments

STROKE_WORDS = (
    "ACCW|ADDR|BENM|BIC|BUSP|CDTRREF|CDTRREFTP|CD|CHGS[0-9]?|CNTP|CSID|EREF|EXCH|IBAN|ID|IREF|ISDT"
    "|ISSR|MARF|NAME|OCMT|ORDP|PREF|PT|PURP|PY|REMI|RTRN|SVCL|TRCD|TRTP|ULTB|ULTC|ULTD"
)
STROKES = re.compile(rf"/({STROKE_WORDS})(?=/)")
STRUCTURED = re.compile(r"(?:STRD/[A-Z]*/|ISSUER: ?[A-Z]* *REF: ?)(\S+)")

LABELS = re.compile(
    r"\b(IBAN|BIC|NAAM|OMSCHRIJVING|BETALINGSKENM\.|KENMERK|MACHTIGING|INCASSANT|VOOR) ?: "
)


@dataclass(frozen=True, slots=True)
class Told:
    """text: what is left to say. reference: not yet checked."""

    text: str
    name: str | None = None
    iban: str | None = None
    end_to_end_id: str | None = None
    reference: str | None = None
    return_reason: str | None = None


def told(lines: list[str]) -> Told:
    """lines: as they came, the tag taken off the first."""
    if found := SUB_FIELDS.match(lines[0]):
        return _sub_fields(_unwrapped(lines, found[2]), code=found[1], sign=found[2])
    joined = _joined(lines)
    if STROKES.match(joined.lstrip()):
        return _strokes(joined)
    if joined.startswith("SEPA ") and LABELS.search(joined):
        return _labels(joined)
    return Told(_plain(joined))


def _joined(lines: list[str]) -> str:
    """A full line breaks words, a shorter one ends with the word. ABN AMRO cuts digits at 64."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        digits = before[-1:].isdigit() and line[:1].isdigit()
        is_cut = len(before) >= FULL_LINE or (len(before) == FULL_LINE - 1 and digits)
        parts += [line] if is_cut else [" ", line]
    return "".join(parts)


def _unwrapped(lines: list[str], sign: str) -> str:
    """Lines are cut anywhere; one that is a sign too short has lost the space at its end."""
    ends = [
        " " if len(line) == FULL_LINE - 1 and sign not in line[-2:] else "" for line in lines[:-1]
    ]
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _sub_fields(text: str, *, code: str, sign: str) -> Told:
    parts = re.split(rf"{re.escape(sign)}([0-9]{{2}})", text)
    fields = list(zip(map(int, parts[1::2]), parts[2::2], strict=True))
    words = _marked("".join(_ended(part) for at, part in fields if at in TEXT_SUB_FIELDS))
    accounts = [part for at, part in fields if at in (31, 38)] + [words.get("IBAN", "")]
    ibans = [iban for part in accounts if (iban := references.iban_in(part))]
    name = "".join(_ended(part) for at, part in fields if at in (32, 33))
    reasons = [part.strip() for at, part in fields if at == 34 and code in RETURNS]
    return Told(
        text=_plain(words.get("SVWZ", "") + " " + words[""]),
        name=_plain(name) or None,
        iban=ibans[0] if ibans else None,
        end_to_end_id=_given(words.get("EREF")),
        return_reason=_given(reasons[0] if reasons else None),
    )


def _ended(part: str) -> str:
    return part if len(part) >= FULL_SUB_FIELD else part + CUT


def _marked(text: str) -> dict[str, str]:
    """What follows each marker; under "" what follows none, or comes after the end of an id."""
    first, *parts = MARKER.split(text)
    words = {"": first}
    for marker, said in zip(parts[::2], parts[1::2], strict=True):
        if marker != "SVWZ":
            said, _, rest = said.partition(CUT)
            words[""] += rest
        words.setdefault(marker, said)
    return words


def _strokes(joined: str) -> Told:
    words: dict[str, str] = {}
    parts = STROKES.split(joined)
    for word, said in zip(parts[1::2], parts[2::2], strict=True):
        words.setdefault(word, said.strip("/ "))
    other = words.get("CNTP", "").split("/")  # ING: IBAN, BIC, name, town
    text = words.get("REMI", words.get("PY", "")).removeprefix("USTD//")
    structured = STRUCTURED.match(text)
    reason = words.get("RTRN", "").partition("/")[0]
    return Told(
        text="" if structured else _plain(text),
        name=_given(words.get("NAME") or "".join(other[2:3])),
        iban=references.iban_in(words.get("IBAN") or other[0]),
        end_to_end_id=_given(words.get("EREF")),
        reference=structured[1].strip("/") if structured else words.get("CDTRREF"),
        return_reason=_given(reason),
    )


def _labels(joined: str) -> Told:
    parts = LABELS.split(joined)
    words = dict(zip(parts[1::2], parts[2::2], strict=True))
    return Told(
        text=_plain(words.get("OMSCHRIJVING", "")),
        name=_given(words.get("NAAM")),
        iban=references.iban_in(words.get("IBAN", "")),
        end_to_end_id=_given(words.get("KENMERK")),
        reference=_given(words.get("BETALINGSKENM.")),
    )


def _given(text: str | None) -> str | None:
    plain = _plain(text or "")
    return None if plain.upper() in NOTHING else plain


def _plain(text: str) -> str:
    return " ".join(text.replace(CUT, " ").split())
