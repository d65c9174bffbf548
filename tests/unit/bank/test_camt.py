"""Every camt.052, .053 and .054 says the same thing in the same words, whatever its version."""

from datetime import date

import pytest

from balie.ground.core.money import Money
from balie.outside.providers.bank.model import BankFileRefused, EntryStatus, Format
from tests.unit.bank.saying import (
    OWN,
    PAYER,
    balance,
    camt,
    entry,
    one_entry,
    party,
    reference,
    said,
    statement,
)

EUR_121 = Money(12100, "EUR")


def test_an_entry_is_read_with_its_payer_text_and_ids() -> None:
    text = "<RmtInf><Ustrd>Factuur 2026-0042</Ustrd><Ustrd>dank u</Ustrd></RmtInf>"
    ids = "<Refs><EndToEndId>E2E-1</EndToEndId></Refs>"
    node = entry("121.00", ids + party("Dbtr", "Bakker BV") + text, head="")
    (found,) = said(
        camt(statement(balance("OPBD", "10.00", "DBIT"), balance("CLBD", "111.00", "CRDT"), node))
    )
    (one,) = found.entries
    assert (one.amount, one.status, one.reversal) == (EUR_121, EntryStatus.BOOKED, False)
    assert (one.counterparty_name, one.counterparty_iban) == ("Bakker BV", PAYER)
    assert (one.remittance_info, one.end_to_end_id) == ("Factuur 2026-0042 dank u", "E2E-1")
    assert (one.booking_date, one.value_date) == (date(2026, 1, 2), date(2026, 1, 2))
    assert found.statement.opening == Money(-1000, "EUR")
    assert (found.statement.account_iban, found.statement.statement_id) == (OWN, "S1")
    assert found.warnings == []


@pytest.mark.parametrize("version", range(2, 15))
@pytest.mark.parametrize(
    ("message", "part", "format"),
    [
        ("BkToCstmrStmt", "Stmt", Format.CAMT_053),
        ("BkToCstmrAcctRpt", "Rpt", Format.CAMT_052),
        ("BkToCstmrDbtCdtNtfctn", "Ntfctn", Format.CAMT_054),
    ],
)
def test_every_version_and_message_is_read(
    version: int, message: str, part: str, format: Format
) -> None:
    data = camt(statement(entry("121.00")), space=f"urn:{format}.001.{version:02}").decode()
    data = data.replace("BkToCstmrStmt", message).replace("Stmt>", f"{part}>")
    data = data.replace(f"BkToCstmr{part}", message)
    (found,) = said(data.encode())
    assert found.statement.format is format
    assert [one.amount for one in found.entries] == [EUR_121]


@pytest.mark.parametrize("space", ["", "urn:iso:std:iso:20022:tech:xsd:camt.O53.001.02"])
def test_a_namespace_that_is_missing_or_misspelt_does_not_matter(space: str) -> None:
    assert said(camt(statement(entry("121.00")), space=space))[0].entries


def test_prefixed_names_an_envelope_and_a_comment_before_it_do_not_matter() -> None:
    data = camt(statement(entry("121.00"))).decode().partition("\n")[2]
    data = f"<!-- of the bank --><Envelope><AppHdr><Fr>x</Fr></AppHdr>{data}</Envelope>"
    data = data.replace("<Stmt>", "<c:Stmt xmlns:c='x'>").replace("</Stmt>", "</c:Stmt>")
    assert said(data.encode())[0].entries[0].amount == EUR_121


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("BOOK", EntryStatus.BOOKED),
        ("<Cd>BOOK</Cd>", EntryStatus.BOOKED),
        ("PDNG", EntryStatus.PENDING),
        ("<Cd>PDNG</Cd>", EntryStatus.PENDING),
        ("INFO", EntryStatus.PENDING),
    ],
)
def test_only_what_is_booked_counts(written: str, status: EntryStatus) -> None:
    closing = "121.00" if status is EntryStatus.BOOKED else "0.00"
    found = one_entry(entry("121.00", status=written), closing=closing)
    assert [one.status for one in found.entries] == [status]
    assert found.warnings == []


def test_a_status_that_nobody_knows_is_not_booked_and_told() -> None:
    found = one_entry(entry("121.00", status="MAYB"), closing="0.00")
    assert found.entries[0].status is EntryStatus.PENDING
    assert found.warnings == ["status_unknown"]


def test_the_name_of_a_party_inside_a_party_is_read() -> None:
    found = one_entry(entry("121.00", party("Dbtr", "Bakker BV", nested=True)))
    assert found.entries[0].counterparty_name == "Bakker BV"


def test_money_out_names_who_it_went_to() -> None:
    both = party("Dbtr", "Ourselves", OWN) + party("Cdtr", "Drukker")
    both = both.replace("</RltdPties><RltdPties>", "")
    (one,) = one_entry(entry("121.00", both, direction="DBIT")).entries
    assert (one.amount, one.counterparty_name) == (-EUR_121, "Drukker")


def test_a_returned_payment_names_the_other_side_though_the_parts_are_the_old_ones() -> None:
    why = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    both = (party("Dbtr", "Ourselves", OWN) + party("Cdtr", "Drukker")).replace(
        "</RltdPties><RltdPties>", ""
    )
    (one,) = one_entry(entry("121.00", both + why)).entries
    assert (one.amount, one.counterparty_name, one.return_reason) == (EUR_121, "Drukker", "AC04")


def test_a_reversal_has_the_direction_that_is_written() -> None:
    reversed_ = "<RvslInd>true</RvslInd>"
    found = one_entry(
        entry("30.00", head=reversed_, direction="DBIT"), opening="50.00", closing="20.00"
    )
    assert (found.entries[0].amount, found.entries[0].reversal) == (Money(-3000, "EUR"), True)
    assert found.warnings == []


def detail(amount: str, name: str, *, tag: str = "Amt", currency: str = "EUR") -> str:
    written = f"<Amt Ccy='{currency}'>{amount}</Amt>"
    amounts = {"Amt": written, "TxAmt": f"<AmtDtls><TxAmt>{written}</TxAmt></AmtDtls>"}
    return amounts[tag] + party("Dbtr", name)


@pytest.mark.parametrize("tag", ["Amt", "TxAmt"])
def test_a_batch_keeps_each_transaction_and_says_itself_what_all_say(tag: str) -> None:
    batch = (detail("100.00", "A", tag=tag), detail("21.00", "B", tag=tag))
    found = one_entry(entry("121.00", *batch), closing="121.00")
    (one,) = found.entries
    assert [(each.amount.minor, each.counterparty_name) for each in one.details] == [
        (10000, "A"),
        (2100, "B"),
    ]
    assert (one.counterparty_name, one.counterparty_iban) == (None, PAYER)
    assert found.warnings == []


def test_a_batch_that_does_not_add_up_is_told() -> None:
    found = one_entry(entry("121.00", detail("100.00", "A"), detail("20.00", "B")))
    assert found.warnings == ["details_differ", "balance_missing"]


def test_the_instructed_amount_is_never_taken() -> None:
    instructed = "<AmtDtls><InstdAmt><Amt Ccy='EUR'>125.00</Amt></InstdAmt></AmtDtls>"
    found = one_entry(entry("121.00", instructed), closing="121.00")
    assert found.entries[0].amount == EUR_121


def test_what_not_provided_stands_for_is_nothing() -> None:
    ids = "<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
    assert one_entry(entry("121.00", ids)).entries[0].end_to_end_id is None


@pytest.mark.parametrize("details", [(), ("<Refs/>",)])
def test_the_text_of_the_entry_is_taken_where_it_is_the_only_one(details: tuple[str, ...]) -> None:
    more = "<AddtlNtryInf>Received from Wise\n REF 42</AddtlNtryInf>"
    found = one_entry(entry("121.00", *details, more=more))
    assert found.entries[0].remittance_info == "Received from Wise REF 42"


@pytest.mark.parametrize(
    ("written", "structured", "text"),
    [
        ("RF18 5390 0754 7034", "RF18539007547034", ""),
        ("RF19539007547034", None, "RF19539007547034"),
        ("0010008346912014", "0010008346912014", ""),
        ("1234567812345678", None, "1234567812345678"),
        ("090933755493", "090933755493", ""),
        ("123456789012345678901234567", "123456789012345678901234567", ""),
        ("INV-1", None, "INV-1"),
    ],
)
def test_a_reference_is_structured_when_its_check_digits_fit(
    written: str, structured: str | None, text: str
) -> None:
    (one,) = one_entry(entry("121.00", reference(written))).entries
    assert (one.structured_reference, one.remittance_info) == (structured, text)


def test_the_number_of_a_document_is_text() -> None:
    document = "<RmtInf><Strd><RfrdDocInf><Nb>2026-0042</Nb></RfrdDocInf></Strd></RmtInf>"
    assert one_entry(entry("121.00", document)).entries[0].remittance_info == "2026-0042"


def test_a_belgian_reference_in_a_text_is_found() -> None:
    text = "<RmtInf><Ustrd>+++090/9337/55493+++</Ustrd></RmtInf>"
    assert one_entry(entry("121.00", text)).entries[0].structured_reference == "090933755493"


def test_a_closing_balance_that_does_not_add_up_is_told() -> None:
    found = one_entry(entry("121.00"), closing="120.00")
    assert found.warnings == ["balance_differs"]
    detail = found.statement.warnings[0].detail
    assert detail == "the entries lead to 121.00 EUR, the closing balance is 120.00 EUR"


def test_the_balance_before_is_the_opening_where_there_is_no_other() -> None:
    (found,) = said(
        camt(statement(balance("PRCD", "1.00", "CRDT"), balance("CLBD", "1.00", "CRDT")))
    )
    assert (found.statement.opening, found.warnings) == (Money(100, "EUR"), [])


def test_a_page_begins_and_ends_with_interim_balances() -> None:
    pages = balance("ITBD", "1.00", "CRDT"), balance("ITBD", "122.00", "CRDT")
    (found,) = said(camt(statement(*pages, entry("121.00"))))
    assert (found.statement.closing, found.warnings) == (Money(12200, "EUR"), [])


def test_an_entry_in_another_currency_is_told_and_nothing_is_summed() -> None:
    found = one_entry(entry("121.00", currency="USD"), closing="0.00")
    assert found.warnings == ["currency_differs"]


def test_two_accounts_are_two_statements() -> None:
    other = statement(entry("5"), account="<Othr><Id>123</Id></Othr>", ccy="")
    found = said(camt(statement(entry("121.00")), other))
    assert [(one.statement.account_iban, one.statement.account_id) for one in found] == [
        (OWN, None),
        (None, "123"),
    ]
    assert found[1].statement.currency == "EUR"


def test_the_number_of_entries_is_compared_with_the_summary() -> None:
    told = "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>"
    (found,) = said(camt(statement(told, entry("121.00"))))
    assert "count_differs" in found.warnings


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("121", "EUR", 12100), ("121.00000", "EUR", 12100), ("121", "JPY", 121), ("1.5", "KWD", 1500)],
)
def test_amounts_have_the_digits_of_their_currency(amount: str, currency: str, minor: int) -> None:
    (one,) = one_entry(entry(amount, currency=currency)).entries
    assert one.amount == Money(minor, currency)


@pytest.mark.parametrize("written", ["1.234", "-1.00", "1e3", "", "1 000", "٣"])
def test_an_amount_that_is_none_is_refused_with_its_place(written: str) -> None:
    with pytest.raises(BankFileRefused) as refused:
        one_entry(entry(written))
    assert refused.value.place == "line 2, Amt"
    assert refused.value.file == "file"


def test_utf_16_and_latin_1_are_read() -> None:
    text = camt(statement(entry("1.00", party("Dbtr", "Café"))))
    utf_16 = text.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    latin_1 = text.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")
    for data in (utf_16, latin_1):
        assert said(data)[0].entries[0].counterparty_name == "Café"
