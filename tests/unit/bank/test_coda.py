"""CODA: what counts, what is a part of it, and what Belgian banks write in which column."""

from datetime import date

import pytest

from balie.ground.core.money import Money
from balie.outside.providers.bank.model import BankFileRefused, Entry
from tests.unit.bank import coda_file
from tests.unit.bank.saying import said

OGM = "090933755493"


def one(text: str = "", **given: str) -> Entry:
    (found,) = said(coda_file.whole(coda_file.movement(1250, text, **given), totals=(1250,)))
    (line,) = found.entries
    assert found.warnings == []
    return line


def test_a_movement_is_read_with_its_payer_dates_and_ids() -> None:
    line = one(
        "Factuur 2026-0042",
        name="Café Bakker",
        account="BE68539007547034".ljust(34) + "EUR",
        customer="E2E-1",
    )
    assert (line.amount, line.counterparty_name) == (Money(1250, "EUR"), "Café Bakker")
    assert (line.value_date, line.booking_date) == (date(2026, 1, 2), date(2026, 1, 3))
    assert (line.remittance_info, line.end_to_end_id) == ("Factuur 2026-0042", "E2E-1")
    assert line.bank_reference == "BANKREF"


def test_an_account_without_its_currency_is_an_iban() -> None:
    assert one(account="BE68539007547034").counterparty_iban == "BE68539007547034"


def test_a_text_goes_on_over_three_records() -> None:
    text = "x" * 52 + "Factuur 2026-0042" + "y" * 80
    assert one(text).remittance_info == text


@pytest.mark.parametrize("kind", ["101", "102"])
def test_a_structured_communication_is_the_reference(kind: str) -> None:
    line = one(OGM, structured=kind)
    assert (line.structured_reference, line.remittance_info) == (OGM, "")


def test_a_structured_communication_with_wrong_digits_is_text() -> None:
    line = one("090933755494", structured="101")
    assert (line.structured_reference, line.remittance_info) == (None, "090933755494")


def test_a_direct_debit_has_its_text_and_the_reason_of_its_return() -> None:
    said_ = "020126" + "110" + "BE12ZZZ0123456789".ljust(35) + "MANDATE".ljust(35)
    line = one(said_ + "Factuur 42".ljust(62) + "2" + "MS03", structured="127")
    assert (line.remittance_info, line.return_reason) == ("Factuur 42", "MS03")


def test_a_return_of_a_transfer_has_its_reason() -> None:
    assert one(reason="AC04").return_reason == "AC04"


def test_only_the_total_counts_and_its_parts_are_kept() -> None:
    total = coda_file.movement(3000, code="10150000")
    parts = [
        coda_file.movement(minor, detail=f"{at:04}", structured="101", text=OGM, name=name)
        for at, minor, name in ((1, 1000, "A"), (2, 2000, "B"))
    ]
    (found,) = said(coda_file.whole(total, *parts, totals=(3000,)))
    (line,) = found.entries
    assert [(each.amount.minor, each.counterparty_name) for each in line.details] == [
        (1000, "A"),
        (2000, "B"),
    ]
    assert (line.counterparty_name, line.structured_reference) == (None, OGM)
    assert found.warnings == []


def test_what_the_bank_adds_in_words_is_kept_and_a_longer_name_taken() -> None:
    words = [*coda_file.movement(1, "Factuur 1"), coda_file.information("with thanks")]
    name = coda_file.movement(2, number="0002", name="Bakker en Zonen Beheer Amsterdam Oo")
    name.append(coda_file.information("001Bakker en Zonen Beheer Amsterdam Oost", structured=True))
    (found,) = said(coda_file.whole(words, name, totals=(1, 2)))
    assert found.entries[0].remittance_info == "Factuur 1 with thanks"
    assert found.entries[1].counterparty_name == "Bakker en Zonen Beheer Amsterdam Oost"


def test_a_negative_opening_is_a_debt() -> None:
    (found,) = said(coda_file.whole(minor=-5000, totals=()))
    assert found.statement.opening == found.statement.closing == Money(-5000, "EUR")


@pytest.mark.parametrize(
    ("structure", "account", "iban", "other"),
    [
        ("0", "539007547034", "BE68539007547034", "539007547034"),
        ("1", "123-456", None, "123-456"),
        ("2", "BE68539007547034", "BE68539007547034", None),
        ("3", "FR7630006000011234567890189", "FR7630006000011234567890189", None),
    ],
)
def test_accounts_of_every_structure_are_read(
    structure: str, account: str, iban: str | None, other: str | None
) -> None:
    begins = coda_file.opening(account, structure=structure)
    end = coda_file.closing(10000, account)
    if structure == "0":
        end = end[:4] + begins[5:42] + end[41:]
    (found,) = said(coda_file.file(coda_file.header(), begins, end, coda_file.trailer(2)))
    assert (found.statement.account_iban, found.statement.account_id) == (iban, other)


def test_several_accounts_in_one_file_are_several_statements() -> None:
    data = coda_file.whole(coda_file.movement(100), totals=(100,))
    assert [len(each.entries) for each in said(data * 2)] == [1, 1]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (coda_file.trailer(2), coda_file.trailer(3), "count_differs"),
        (coda_file.trailer(2), coda_file.trailer(2, income=1), "sums_differ"),
        (coda_file.closing(10000), coda_file.closing(10001), "balance_differs"),
        (coda_file.closing(10000), coda_file.closing(10000, "BE1"), "account_differs"),
    ],
)
def test_what_does_not_add_up_is_told(old: str, new: str, code: str) -> None:
    (found,) = said(coda_file.whole(totals=()).replace(old.encode(), new.encode()))
    assert found.warnings == [code]


def test_records_whose_blanks_were_cut_off_are_read() -> None:
    data = coda_file.whole(coda_file.movement(100, "Factuur 1"), totals=(100,))
    cut = b"\n".join(line.rstrip() for line in data.splitlines())
    assert said(cut) == said(data)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (coda_file.file(coda_file.header("1")), "line 1, record 00"),
        (coda_file.file(coda_file.header(), coda_file.opening()), "line 2, record 12"),
        (coda_file.file(coda_file.header(), *coda_file.movement(1)), "line 2, record 21"),
        (coda_file.file(coda_file.header(), coda_file.closing(1)), "line 2, record 80"),
        (coda_file.file(coda_file.header(), coda_file.trailer(1)), "line 2, record 9"),
        (coda_file.file(coda_file.header(), "5"), "line 2, record 5"),
        (coda_file.file(coda_file.header(), "1" * 129), "line 2"),
    ],
)
def test_what_is_no_statement_is_refused_with_its_line(data: bytes, place: str) -> None:
    with pytest.raises(BankFileRefused) as refused:
        said(data)
    assert refused.value.place == place
