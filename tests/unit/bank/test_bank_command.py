"""`balie bank parse`: what files say as JSON, and what is wrong with those that say nothing."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from balie.cli.main import main
from tests.unit.bank.saying import balance, camt, entry, party, statement

GOOD = camt(
    statement(
        balance("OPBD", "0.00", "CRDT"), entry("121.00", party("Dbtr", "Bakker")), entry("1.00")
    ),
    statement(),
)
FIELDS = {
    *("format", "account_iban", "account_id", "currency", "opening", "closing", "statement_id"),
    *("from_date", "to_date", "entries", "warnings"),
}


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def written(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_statements_come_as_one_array(tmp_path, capsys):
    files = [written(tmp_path, f"{at}.xml", GOOD) for at in (1, 2)]
    assert main(["bank", "parse", *files, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [len(one["entries"]) for one in found] == [2, 0, 2, 0]
    assert set(found[0]) == FIELDS
    first = found[0]["entries"][0]
    assert (first["amount"], first["currency"], first["status"]) == (12100, "EUR", "booked")
    assert (first["counterparty_name"], first["booking_date"]) == ("Bakker", "2026-01-02")


def test_a_bad_file_is_named_and_the_good_ones_are_printed(tmp_path, capsys):
    cut = written(tmp_path, "cut.xml", GOOD[:-40])
    text = written(tmp_path, "text.txt", b"hello")
    good = written(tmp_path, "good.xml", GOOD)
    assert main(["bank", "parse", cut, text, good, str(tmp_path / "gone"), "--json"]) == 2
    out, complaints = capsys.readouterr()
    assert [len(one["entries"]) for one in json.loads(out)] == [2, 0]
    lines = complaints.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(f"balie: {cut}, line 2, ")
    assert lines[1].startswith(f"balie: {text}, byte 0: neither")
    assert lines[2] == f"balie: {tmp_path}/gone, the file: No such file or directory"


def test_nothing_but_bad_files_is_an_empty_array(tmp_path, capsys):
    assert main(["bank", "parse", written(tmp_path, "text.txt", b"x"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == []


def test_a_zip_gives_what_its_good_files_say(tmp_path, capsys):
    data = zipped(**{"a.xml": GOOD, "b.xml": b"nothing", "__MACOSX/._a.xml": b"noise"})
    packed = written(tmp_path, "both.zip", data)
    assert main(["bank", "parse", packed, "--json"]) == 2
    out, complaints = capsys.readouterr()
    assert len(json.loads(out)) == 2
    assert complaints.startswith(f"balie: {packed}/b.xml, byte 0")
    assert len(complaints.splitlines()) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped(**{"bomb.xml": b"<a>" + bytes(100 << 20)}), "grows more than 500 times"),
        (zipped(**{f"{at}.xml": b"" for at in range(1001)}), "more than 1000 files"),
        (zipped(), "neither camt"),
        (zipped(**{"a.xml": GOOD})[:-30], "it is broken"),
    ],
    ids=["a bomb", "many files", "no file", "cut off"],
)
def test_a_zip_that_is_none_or_too_much_is_refused(data, reason, tmp_path, capsys):
    assert main(["bank", "parse", written(tmp_path, "a.zip", data)]) == 2
    assert reason in capsys.readouterr().err


def test_a_person_reads_a_line_for_each_entry(tmp_path, capsys):
    assert main(["bank", "parse", written(tmp_path, "a.xml", GOOD)]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "2026-01-02 121.00 EUR booked Bakker"
