"""MT940 and MT942 as banks really send them: marks, dates, dialects of :86:."""

from datetime import date

import pytest

from balie.ground.core.money import Money
from balie.outside.providers.bank.model import BankFileRefused, Entry, EntryStatus, Format
from tests.unit.bank.saying import Said, said

PAYER = "NL20INGB0001234567"


def message(
    *fields: str,
    account: str = "NL08INGB0000001234EUR",
    opening: str = ":60F:C260101EUR100,00",
    closing: str = ":62F:C260102EUR100,00",
) -> bytes:
    lines = [":20:STARTUMSE", f":25:{account}", ":28C:1/1", opening, *fields, closing, "-"]
    return "\r\n".join(lines).encode()


def one(entry: str, text: str = "", **given: str) -> Entry:
    found = said_once(entry, text, **given)
    (line,) = found.entries
    return line


def said_once(entry: str, text: str = "", **given: str) -> Said:
    fields = [f":61:{entry}", *([f":86:{text}"] if text else [])]
    (found,) = said(message(*fields, **given))
    return found


def test_a_line_is_read_with_its_dates_and_the_reference_of_the_bank() -> None:
    line = one("2601020103C12,5NTRFNONREF//B42")
    assert (line.amount, line.status) == (Money(1250, "EUR"), EntryStatus.BOOKED)
    assert (line.value_date, line.booking_date) == (date(2026, 1, 2), date(2026, 1, 3))
    assert line.bank_reference == "B42"


@pytest.mark.parametrize(
    ("mark", "minor", "reversal"),
    [
        ("C", 100, False),
        ("D", -100, False),
        ("CR", 100, False),
        ("DR", -100, False),
        ("RC", -100, True),
        ("RD", 100, True),
        ("RCR", -100, True),
        ("DD", -100, False),
    ],
)
def test_a_reversed_credit_is_money_out_and_a_funds_code_reverses_nothing(
    mark: str, minor: int, reversal: bool
) -> None:
    line = one(f"260102{mark}1,NTRFNONREF")
    assert (line.amount.minor, line.reversal) == (minor, reversal)


@pytest.mark.parametrize("booked", ["", "    "])
def test_a_missing_entry_date_is_the_value_date(booked: str) -> None:
    assert one(f"260102{booked}C1,NTRFNONREF").booking_date == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("value", "booked", "expected"),
    [("251231", "0102", date(2026, 1, 2)), ("260102", "1231", date(2025, 12, 31))],
)
def test_an_entry_date_is_of_the_nearest_year(value: str, booked: str, expected: date) -> None:
    assert one(f"{value}{booked}C1,NTRFNONREF").booking_date == expected


@pytest.mark.parametrize(
    ("written", "taken"), [("260230", date(2026, 2, 28)), ("261131", date(2026, 11, 30))]
)
def test_a_day_that_does_not_exist_is_the_last_of_its_month_and_told(
    written: str, taken: date
) -> None:
    found = said_once(f"{written}C0,NTRFNONREF")
    assert found.entries[0].value_date == taken
    assert found.warnings == ["date_impossible"]


@pytest.mark.parametrize(
    ("written", "minor"), [("000000000127,50", 12750), ("9,", 900), ("9", 900), ("9,1", 910)]
)
def test_amounts_are_padded_or_without_decimals(written: str, minor: int) -> None:
    assert one(f"260102C{written}N102EREF").amount == Money(minor, "EUR")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_every_encoding_of_a_western_bank_is_read(encoding: str) -> None:
    data = message(":61:260102C0,NTRFNONREF", ":86:Café Müller")
    (found,) = said(data.decode().encode(encoding))
    assert found.entries[0].remittance_info == "Café Müller"


def test_sub_fields_give_name_iban_text_and_end_to_end_id() -> None:
    text = (
        "166?00GUTSCHRIFT?109251?20EREF+INV-2026-0042-A very lo?21ng id?22SVWZ+Rechnung 2026\n"
        "-0042 vie?23len Dank?30INGBNL2A?31NL20INGB0001234567?32Bakker en Zonen Beheer Amst?33er"
        "dam?34000?60 , gruss"
    )
    line = one("260102C0,NTRFNONREF", text)
    assert line.end_to_end_id == "INV-2026-0042-A very long id"
    assert line.counterparty_name == "Bakker en Zonen Beheer Amsterdam"
    assert line.counterparty_iban == PAYER
    assert line.remittance_info == "Rechnung 2026-0042 vielen Dank , gruss"
    assert line.return_reason is None


def test_a_marker_that_is_cut_over_two_sub_fields_is_found() -> None:
    text = "166?00X?20EREF+123456789012345678SVWZ?21+Rechnung 7?34000"
    line = one("260102C0,NTRFNONREF", text)
    assert (line.end_to_end_id, line.remittance_info) == ("123456789012345678", "Rechnung 7")


def test_a_return_has_the_reason_of_the_bank() -> None:
    text = "109?00RUECKLASTSCHRIFT?20EREF+E1?21SVWZ+RETURN?34914"
    line = one("260102D0,NRTINONREF", text)
    assert (line.return_reason, line.end_to_end_id) == ("914", "E1")


def test_lines_of_words_between_strokes_are_joined_where_they_were_cut() -> None:
    text = (
        "/EREF/E2E-1/ORDP//NAME/Bakker en Zonen/REMI/Factuur 2026-0042 van jan\n"
        "uari/3\ndank u/ISDT/2026-01-02"
    )
    line = one(f"260102C0,N541EREF\n{PAYER}", text)
    assert (line.counterparty_name, line.counterparty_iban) == ("Bakker en Zonen", PAYER)
    assert (line.end_to_end_id, line.remittance_info) == (
        "E2E-1",
        "Factuur 2026-0042 van januari/3 dank u",
    )


def test_ing_writes_the_other_side_in_one_word() -> None:
    text = f"/RTRN/MS03//CNTP/{PAYER}/INGBNL2A/Bakker BV/ZWOLLE//REMI/USTD//Factuur 42/"
    line = one("260102D0,NRTINONREF", text)
    assert (line.counterparty_name, line.counterparty_iban) == ("Bakker BV", PAYER)
    assert (line.remittance_info, line.return_reason) == ("Factuur 42", "MS03")


@pytest.mark.parametrize(
    "text",
    [
        "/REMI/STRD/CUR/0010008346912014/",
        "/REMI//CDTRREFTP//CD/SCOR/ISSR/CUR/CDTRREF/0010008346912014",
        "/TRTP/X/REMI/ISSUER: CUR  REF: 0010008346912014/EREF/NOTPROVIDED",
        "SEPA OVERBOEKING  IBAN: NL20INGB0001234567  BETALINGSKENM.: 0010008346912014",
    ],
)
def test_every_bank_has_its_own_way_to_write_a_reference(text: str) -> None:
    line = one("260102C0,NTRFNONREF", text)
    assert (line.structured_reference, line.end_to_end_id) == ("0010008346912014", None)


def test_a_reference_whose_check_digit_is_wrong_is_text() -> None:
    line = one("260102C0,NTRFNONREF", "/REMI/STRD/CUR/1234567812345678/")
    assert (line.structured_reference, line.remittance_info) == (None, "1234567812345678")


def test_abn_amro_writes_labels_in_columns() -> None:
    text = (
        "SEPA OVERBOEKING                 IBAN: NL20INGB0001234567        \n"
        "BIC: INGBNL2A                    NAAM: Bakker BV                 \n"
        "OMSCHRIJVING: Factuur 2026-0042  KENMERK: NOTPROVIDED            "
    )
    line = one("260102C0,N658NONREF", text)
    assert (line.counterparty_name, line.counterparty_iban) == ("Bakker BV", PAYER)
    assert (line.remittance_info, line.end_to_end_id) == ("Factuur 2026-0042", None)


def test_a_page_with_interim_balances_is_a_statement() -> None:
    found = said_once(
        "260102C1,NTRFNONREF", opening=":60M:D260101EUR1,00", closing=":62M:C260102EUR0,00"
    )
    assert (found.statement.opening, found.statement.closing) == (
        Money(-100, "EUR"),
        Money(0, "EUR"),
    )
    assert found.warnings == []


@pytest.mark.parametrize("end", [b"-}", b"-", b"", b"-}{5:{CHK:123456789ABC}}"])
def test_the_end_of_a_message_may_be_missing(end: bytes) -> None:
    data = message().removesuffix(b"-") + end
    assert len(said(data)) == 1


def test_headers_and_several_messages_are_read() -> None:
    swift = b"{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXN}{4:\r\n"
    data = swift + message() + b"}\r\nABNANL2A\r\n940\r\nABNANL2A\r\n" + message()
    assert [one.statement.account_iban for one in said(data)] == ["NL08INGB0000001234"] * 2


@pytest.mark.parametrize(
    ("written", "iban", "other"),
    [
        ("NL08INGB0000001234", "NL08INGB0000001234", None),
        ("NL08INGB0000001234 EUR", "NL08INGB0000001234", None),
        ("50880050/0194774600888", None, "50880050/0194774600888"),
        ("517852257", None, "517852257"),
    ],
)
def test_accounts_are_ibans_or_what_the_bank_calls_them(
    written: str, iban: str | None, other: str | None
) -> None:
    (found,) = said(message(account=written))
    assert (found.statement.account_iban, found.statement.account_id) == (iban, other)


def test_a_day_still_running_is_pending() -> None:
    data = b":20:X\n:25:1\n:28C:1\n:34F:EURD1,00\n:13D:2601021733+0100\n:61:260102C5,NTRFNONREF"
    (found,) = said(data)
    assert found.statement.format is Format.MT942
    assert [(one.amount, one.status) for one in found.entries] == [
        (Money(500, "EUR"), EntryStatus.PENDING)
    ]
    assert found.warnings == []


def test_a_closing_balance_that_does_not_add_up_is_told() -> None:
    assert said_once("260102C1,NTRFNONREF").warnings == ["balance_differs"]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (message().partition(b":62F:")[0], "line 4, :60F:"),
        (message(opening=":60F:C260101EU100,00"), "line 4, :60F:"),
        (message(opening=":21:X"), "line 1, :20:"),
        (message(":61:C1,NTRF"), "line 5, :61:"),
        (message(":61:261301C1,NTRFX"), "line 5, :61:"),
        (message(":86:" + "x" * 5000), "line 5"),
        (message(":86:x", *["y"] * 501), "line 5, :86:"),
    ],
)
def test_what_is_no_statement_is_refused_with_its_line(data: bytes, place: str) -> None:
    with pytest.raises(BankFileRefused) as refused:
        said(data)
    assert refused.value.place == place
