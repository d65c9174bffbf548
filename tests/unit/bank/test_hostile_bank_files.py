"""Whatever is brought as a bank file is read or refused: no other error, soon, in little memory."""

import io
import os
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.outside.providers.bank import camt as camt_reader
from balie.outside.providers.bank import coda as coda_reader
from balie.outside.providers.bank import mt940 as mt940_reader
from balie.outside.providers.bank import reading
from balie.outside.providers.bank.formats import Reader
from balie.outside.providers.bank.model import BankFileRefused
from tests.unit.bank import coda_file
from tests.unit.bank.saying import balance, camt, entry, party, reference, said, statement

ROOT = Path(__file__).parents[3]
EXAMPLES = int(os.environ.get("BALIE_EXAMPLES", "100"))
MOST_MB = 30
CAMT = camt(
    statement(
        balance("OPBD", "0.00", "CRDT"),
        entry(
            "121.00", party("Dbtr", "Bakker"), party("Cdtr", "x") + reference("RF18539007547034")
        ),
        balance("CLBD", "121.00", "CRDT"),
    )
)
MT940 = (
    b":20:X\r\n:25:NL08INGB0000001234EUR\r\n:28C:1\r\n:60F:C260101EUR0,\r\n"
    b":61:2601020102RC1,NTRFNONREF//B\r\nNL20INGB0001234567\r\n"
    b":86:166?00X?20EREF+E?21SVWZ+Rechnung?32Bakker\r\n"
    b":61:260102D1,NTRFEREF\r\n:86:/EREF/E/ORDP//NAME/Bakker/REMI/STRD/CUR/0010008346912014/\r\n"
    b":61:260102C2,NTRFEREF\r\n:86:SEPA X  IBAN: NL20INGB0001234567 NAAM: Y\r\n"
    b":62F:C260102EUR0,\r\n-}\r\n:20:Y\r\n:25:1\r\n:34F:EUR0,\r\n:13D:2601021200+0100\r\n"
)
CODA = coda_file.whole(
    coda_file.movement(3000, code="10150000"),
    coda_file.movement(3000, "090933755493", structured="101", detail="0001"),
    [coda_file.information("thanks")],
    totals=(3000,),
)
FILES = {"camt": CAMT, "mt940": MT940, "coda": CODA}
READERS = (camt_reader.read, mt940_reader.read, coda_reader.read)
hard = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def read_or_refused(data: bytes) -> bool:
    """Whether it was read, by whoever its beginning says; every other reader is tried, too."""
    complaints = [_complaint(partial(_drained, reader, data)) for reader in READERS]
    complaint = _complaint(lambda: said(data))
    assert all(one.place and one.reason for one in [*complaints, complaint] if one)
    assert complaint is None or complaint.file == "file"
    return complaint is None


def _drained(reader: Reader, data: bytes) -> None:
    for _ in reader(io.BytesIO(data)):
        pass


def _complaint(read: Callable[[], object]) -> BankFileRefused | None:
    try:
        read()
    except BankFileRefused as refused:
        return refused
    return None


@pytest.mark.parametrize("name", FILES)
def test_the_files_that_are_spoiled_below_are_read(name: str) -> None:
    assert read_or_refused(FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_off_anywhere_is_read_or_refused(name: str) -> None:
    data = FILES[name]
    whole = len(said(data))
    for end in range(len(data)):
        if read_or_refused(data[:end]):
            assert len(said(data[:end])) in range(1, whole + 1)


@pytest.mark.parametrize("name", ["camt", "coda"])
def test_a_file_that_lost_its_end_is_refused(name: str) -> None:
    data = FILES[name].rstrip()
    for end in range(len(data) // 2):
        with pytest.raises(BankFileRefused):
            said(data[:end])


@hard
@given(st.binary(max_size=2000))
def test_bytes_of_any_kind_are_refused(data: bytes) -> None:
    read_or_refused(data)


SIGNS = st.sampled_from(
    [b"<", b">", b"&", b"</Ntry>", b"<Ntry>", b"<TxDtls>", b":61:", b":86:", b"\n", b"\0", b"?20"]
    + [b"/NAME/", b"-}", b"9", b"21", b"\xff", b" " * 130, b"-1", b",", b"<Stmt>", b"EREF+", b"e"]
)
CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 12), SIGNS | st.binary(max_size=4)),
    min_size=1,
    max_size=6,
)


@hard
@given(st.sampled_from(sorted(FILES)), CHANGES)
def test_a_spoiled_file_is_read_or_refused(
    name: str, changes: list[tuple[float, int, bytes]]
) -> None:
    data = FILES[name]
    for where, gone, put in changes:
        at = int(where * len(data))
        data = data[:at] + put + data[at + gone :]
    read_or_refused(data)


@hard
@given(st.text(max_size=400))
def test_any_text_in_the_details_of_a_line_is_read(text: str) -> None:
    lines = text.replace("\0", "").replace("\r", "\n")
    read_or_refused(
        b":20:X\n:60F:C260101EUR0,\n:61:260102C0,NTRFX\n:86:"
        + lines.encode("utf-8", "replace")
        + b"\n:62F:C260101EUR0,"
    )


LAUGHS = "".join(f"<!ENTITY l{at} '{f'&l{at - 1};' * 10}'>" for at in range(1, 10))
DOCUMENT = CAMT.decode().partition("\n")[2]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f"<!DOCTYPE Document><Document/>{DOCUMENT}", "DOCTYPE"),
        (f"<!DOCTYPE x [<!ENTITY l0 'ha'>{LAUGHS}]><x>&l9;</x>", "DOCTYPE"),
        (f"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><x>&f;</x>{DOCUMENT}", "DOCTYPE"),
        (DOCUMENT.replace("Bakker", "&f;"), "undefined entity"),
        ("<a>" * 200_000, "40 deep"),
        (DOCUMENT.replace("Bakker", "x" * 30_000), "20000 signs"),
        (DOCUMENT.replace("<Ntry>", f"<Ntry>{'<x/>' * 30_000}"), "20000 elements"),
        (f"<a>{'<b/>' * 30_000}", "20000 elements"),
        (f"<!--{'x' * (2 << 20)}--><a/>", "megabyte"),
        (f"<a b='{'x' * (2 << 20)}'/>", "megabyte"),
        ("<a/>", "no camt"),
        (f"<?xml version='1.0' encoding='klingon'?>{DOCUMENT}", "encoding"),
    ],
    ids=lambda one: one[:12] if len(one) < 40 else "",
)
def test_xml_that_means_harm_is_refused(data: str, reason: str) -> None:
    with pytest.raises(BankFileRefused, match=reason):
        said(data.encode())


@pytest.mark.parametrize(
    "data",
    [
        b":20:X\n" + b"x" * (5 << 20),
        b":20:X\n:86:" + b"x\n" * 600,
        CODA.decode("latin-1").encode("utf-16"),
        MT940.decode().encode("utf-16"),
        CAMT.replace(b"Bakker", b"\xff\xfe"),
        b"",
        b" \n\n",
        b"\xef\xbb\xbf",
        b"%PDF-1.7",
        b"PK\x03\x04rest",
    ],
)
def test_wrong_encodings_and_long_lines_are_refused(data: bytes) -> None:
    with pytest.raises(BankFileRefused):
        said(data)


def test_a_zip_with_a_password_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", CAMT)
    locked = bytearray(out.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1
    with pytest.raises(BankFileRefused, match="cannot be unpacked"):
        said(bytes(locked))


def test_a_zip_that_says_less_than_it_holds_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", CAMT)
    data = bytearray(out.getvalue())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(BankFileRefused):
        said(bytes(data))


class Endless(io.RawIOBase):
    """A camt.053 of so many entries, made while it is read."""

    def __init__(self, entries: int) -> None:
        head, tail = camt(statement("|")).split(b"|")
        line = entry("1.00", party("Dbtr", "B")).encode()
        self._parts = chain([head], repeat(line, entries), [tail])

    def read(self, size: int = -1) -> bytes:
        return next(self._parts, b"")


def test_memory_does_not_grow_with_the_file() -> None:
    """Half a megabyte of XML, of which an entry at a time is kept."""
    tracemalloc.start()
    file = cast(BinaryIO, Endless(1000))
    assert sum(1 for _ in camt_reader.read(file)) == 1001
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 250_000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a program alone")
def test_the_command_reads_a_large_file_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    path.write_bytes(camt(statement(entry("1.00", party("Dbtr", "Bakker")) * 3000)))
    measure = (
        "import sys; from balie.cli import bank; bank.main(sys.argv[1:]);"
        "print(open('/proc/self/status').read(), file=sys.stderr)"
    )
    words = (sys.executable, "-c", measure, "bank", "parse", str(path), "--json")
    told = subprocess.run(
        words,
        env={"PYTHONPATH": str(ROOT / "layers/balie")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    peak_kb = int(told.stderr.decode().partition("VmHWM:")[2].split()[0])
    assert peak_kb <= MOST_MB * 1024


def test_nothing_of_a_file_is_read_before_it_is_asked_for() -> None:
    names = [name for name, _ in reading.files(io.BytesIO(b"<a>"), "bad.xml")]
    assert names == ["bad.xml"]
