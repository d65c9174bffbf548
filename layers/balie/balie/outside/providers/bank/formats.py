"""Which bank file is this? By what it holds, not by its name."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from balie.outside.providers.bank import camt, coda, mt940
from balie.outside.providers.bank.model import BankFileRefused, Entry, Statement

Reader = Callable[[BinaryIO], Iterator[Entry | Statement]]
XML = re.compile(rb"\s*<|\xff\xfe|\xfe\xff")
MT940 = re.compile(rb"^:20:", re.MULTILINE)
CODA = re.compile(rb"0[0 ]{4}[0-9]{6}...05")
BOM = b"\xef\xbb\xbf"


def reader(head: bytes) -> Reader:
    """head: the first bytes of the file, a few thousand."""
    begins = head.removeprefix(BOM)
    if not begins.strip():
        raise BankFileRefused("byte 0", "the file is empty")
    if XML.match(begins):
        return camt.read
    if MT940.search(begins):
        return mt940.read
    if CODA.match(begins):
        return coda.read
    raise BankFileRefused("byte 0", "neither camt.052, .053, .054, MT940, MT942 nor CODA")
