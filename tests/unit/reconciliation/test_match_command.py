"""`balie bank match`: predictions for a book, or one line that says what is wrong with it."""

import json

import pytest

from balie.cli.main import main
from tests.house.bank_books import book


def test_a_book_becomes_a_prediction_for_each_entry(tmp_path):
    given, out = tmp_path / "book.json", tmp_path / "predictions.json"
    made = book(1, lines=50)
    given.write_text(json.dumps(made))
    assert main(["bank", "match", str(given), "-o", str(out)]) == 0
    found = json.loads(out.read_text())
    assert list(found) == [each["id"] for each in made["transactions"]]
    assert {"auto", "suggest", "rule", "evidence"} <= set(found["T000000"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        "\x00",
        "[" * 100_000,
        '{"customers": 1, "invoices": [], "transactions": []}',
        '{"customers": [], "invoices": [], "transactions": [{"id": "1", "amount": 1.5}]}',
        '{"customers": [], "invoices": [],'
        ' "transactions": [{"id": "1", "date": "2026-02-30", "amount": 1}]}',
        '{"customers": [], "invoices": [{"id": "1", "number": 4}], "transactions": []}',
    ],
)
def test_what_is_no_book_is_refused_in_one_line(text, tmp_path, capsys):
    given, out = tmp_path / "book.json", tmp_path / "predictions.json"
    given.write_text(text)
    assert main(["bank", "match", str(given), "-o", str(out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not out.exists()


def test_a_book_that_is_not_there_is_refused(tmp_path, capsys):
    assert main(["bank", "match", str(tmp_path / "no"), "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
