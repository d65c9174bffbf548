"""A file that somebody brought: which bank files are in it, and what they say.

A zip holds several. What it may grow to is bounded, because a zip can be made to fill a disk.
"""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from balie.outside.providers.bank import formats
from balie.outside.providers.bank.model import BankFileRefused, Entry, Statement

HEAD_BYTES = 4096
MOST_BYTES = 1 << 30  # of one file, and of all files in one zip
MOST_FILES = 1000
MOST_RATIO = 500  # zeros shrink to a thousandth, real statements to a tenth
SMALL_BYTES = 1 << 20  # may have any ratio
ZIP = b"PK\x03\x04"
NO_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
NOISE = ("__MACOSX/", ".")  # what a Mac packs along

Items = Iterator[Entry | Statement]


def files(file: BinaryIO, name: str) -> Iterator[tuple[str, Items]]:
    """Each bank file with its name and what it says: entries as they come, each statement after
    its own. What it says ends with BankFileRefused when it is none. file: can be rewound.
    """
    head = file.read(len(ZIP))
    file.seek(0)
    if head == ZIP:
        yield from _packed(file, name)
    else:
        yield name, _said(file, name)


def _packed(file: BinaryIO, name: str) -> Iterator[tuple[str, Items]]:
    try:
        archive = zipfile.ZipFile(file)
    except (*NO_ZIP, ValueError) as error:
        raise BankFileRefused("the zip's list of files", "it is broken", file=name) from error
    with archive:
        members = [one for one in archive.infolist() if not _is_noise(one)]
        _check_sizes(members, name)
        for member in members:
            inner = f"{name}/{member.filename}"
            yield inner, _unpacked(archive, member, inner)


def _is_noise(member: zipfile.ZipInfo) -> bool:
    own_name = member.filename.rpartition("/")[2]
    return member.is_dir() or member.filename.startswith(NOISE) or own_name.startswith(".")


def _check_sizes(members: list[zipfile.ZipInfo], name: str) -> None:
    """What the zip says of itself; a file that grows beyond what is said of it is broken."""
    reason = None
    if not members:
        reason = "there is no file in it"
    elif len(members) > MOST_FILES:
        reason = f"more than {MOST_FILES} files in it"
    elif sum(one.file_size for one in members) > MOST_BYTES:
        reason = f"more than {MOST_BYTES >> 20} MiB in it"
    elif any(_is_bomb(one) for one in members):
        reason = f"a file in it grows more than {MOST_RATIO} times"
    if reason:
        raise BankFileRefused("the zip's list of files", reason, file=name)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    grown = member.file_size > MOST_RATIO * max(member.compress_size, 1)
    return member.file_size > SMALL_BYTES and grown


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Items:
    try:
        with archive.open(member) as file:
            yield from _said(cast(BinaryIO, file), name)
    except NO_ZIP as error:
        raise BankFileRefused("inside the zip", "it cannot be unpacked", file=name) from error


def _said(file: BinaryIO, name: str) -> Items:
    try:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        bounded = cast(BinaryIO, _Bounded(file))
        yield from formats.reader(head)(bounded)
    except BankFileRefused as error:
        raise BankFileRefused(error.place, error.reason, file=name) from error


class _Bounded:
    """A file that is refused once more was read from it than is allowed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._file.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self._file.readline(size))

    def _counted(self, data: bytes) -> bytes:
        self._read += len(data)
        if self._read > MOST_BYTES:
            raise BankFileRefused(f"byte {MOST_BYTES}", "the file is too large")
        return data
