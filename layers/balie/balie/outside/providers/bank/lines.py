"""The lines of a text file, one at a time, in whichever encoding a bank wrote them."""

from collections.abc import Iterator
from typing import BinaryIO

from balie.outside.providers.bank.model import BankFileRefused

MOST_BYTES = 4096  # of a line; MT940 has 65, CODA 128
BOM = b"\xef\xbb\xbf"


def lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Each with its number, from 1, without the end of the line."""
    number = 0
    while data := file.readline(MOST_BYTES + 1):
        number += 1
        if len(data) > MOST_BYTES or b"\0" in data:
            raise BankFileRefused(f"line {number}", "no line of text")
        yield number, _decoded(data.removeprefix(BOM)).rstrip("\r\n\x1a\x03")


def _decoded(data: bytes) -> str:
    """Line by line, because banks join messages of several systems in one file."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
