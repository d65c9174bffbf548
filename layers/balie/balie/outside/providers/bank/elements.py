"""XML in pieces: what is asked for is handed over as soon as it ends, and forgotten.

Names are without their namespace, because banks misspell those. A document type is refused, and
with it every entity; depth, sizes and counts are bounded.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from balie.outside.providers.bank.model import BankFileRefused

CHUNK_BYTES = 1 << 16
MOST_DEEP = 40
MOST_SIGNS = 20_000  # of one element's text; ISO 20022 has 500
MOST_ALIVE = 20_000  # elements that wait for the end of what they stand in
MOST_SILENT = 16  # chunks in which nothing begins or ends: a tag or comment of a megabyte


class Element:
    """currency: the attribute Ccy, the only one that a statement has."""

    __slots__ = ("children", "currency", "line", "name", "text")

    def __init__(self, name: str, line: int, currency: str) -> None:
        self.name = name
        self.line = line
        self.currency = currency
        self.text = ""
        self.children: list[Element] = []

    def all(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]

    def find(self, path: str) -> "Element | None":
        """path: names with strokes between them; the first of each name is followed."""
        at = self
        for name in path.split("/"):
            for child in at.children:
                if child.name == name:
                    at = child
                    break
            else:
                return None
        return at

    def said(self, *paths: str) -> str | None:
        """The text at the first of these paths that has any, its spaces made single."""
        for path in paths:
            found = self.find(path)
            if found is not None and (text := " ".join(found.text.split())):
                return text
        return None


def pieces(file: BinaryIO, is_piece: Callable[[list[str]], bool]) -> Iterator[list[Element]]:
    """Each piece as it ends, with what it stands in: outermost first, itself last.

    is_piece is told the names from the root on. What ends is dropped from what it stood in.
    """
    reader = _Reader(is_piece)
    while chunk := file.read(CHUNK_BYTES):
        reader.read(chunk, is_last=False)
        yield from reader.taken()
    reader.read(b"", is_last=True)
    yield from reader.taken()


class _Reader:
    def __init__(self, is_piece: Callable[[list[str]], bool]) -> None:
        self._is_piece = is_piece
        self._open: list[Element] = []
        self._names: list[str] = []
        self._text: list[str] = []
        self._signs = 0
        self._alive: list[int] = [0]
        self._silent = 0
        self._ended: list[list[Element]] = []
        self._expat = expat.ParserCreate()
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters
        self._expat.StartDoctypeDeclHandler = self._doctype

    def read(self, chunk: bytes, *, is_last: bool) -> None:
        self._silent += 1
        if self._silent > MOST_SILENT:
            raise BankFileRefused(self._place(), "a tag or comment of more than a megabyte")
        try:
            self._expat.Parse(chunk, is_last)
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, "not readable")
            raise BankFileRefused(self._place(), f"no XML: {reason}") from error
        except (LookupError, ValueError) as error:
            raise BankFileRefused(self._place(), "an encoding that nobody knows") from error

    def taken(self) -> list[list[Element]]:
        ended, self._ended = self._ended, []
        return ended

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MOST_DEEP:
            raise BankFileRefused(self._place(), f"elements more than {MOST_DEEP} deep")
        if self._alive[-1] >= MOST_ALIVE:
            raise BankFileRefused(self._place(), f"more than {MOST_ALIVE} elements in one part")
        self._alive.append(self._alive[-1] + 1)
        local = name.rpartition(":")[2]
        self._open.append(Element(local, self._expat.CurrentLineNumber, attributes.get("Ccy", "")))
        self._names.append(local)
        self._text, self._signs, self._silent = [], 0, 0

    def _end(self, name: str) -> None:
        element = self._open[-1]
        alive = self._alive.pop()
        if not element.children:
            element.text = "".join(self._text)
        self._text, self._signs, self._silent = [], 0, 0
        if self._is_piece(self._names):
            self._ended.append(list(self._open))
        elif len(self._open) > 1:
            self._open[-2].children.append(element)
            self._alive[-1] = alive
        self._open.pop()
        self._names.pop()

    def _characters(self, text: str) -> None:
        self._silent = 0
        self._signs += len(text)
        if self._signs > MOST_SIGNS:
            raise BankFileRefused(self._place(), f"a text of more than {MOST_SIGNS} signs")
        self._text.append(text)

    def _doctype(self, *_: object) -> None:
        raise BankFileRefused(self._place(), "a document type (DOCTYPE), which no bank sends")

    def _place(self) -> str:
        line = f"line {self._expat.CurrentLineNumber}"
        return f"{line}, {'/'.join(self._names[-4:])}" if self._names else line
