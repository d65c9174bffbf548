"""Two signals that agree book an entry; one alone, or one that contradicts, never does."""

from datetime import date

import pytest

from balie.money.reconciliation.model import Rule, Signal
from tests.unit.reconciliation.small_book import (
    OWN_IBAN,
    booked,
    entry,
    invoice,
    proposals,
    suggested,
)

RF = "RF18539007547034"
OGM = "090933755493"


def test_a_reference_with_its_amount_is_booked_whoever_pays():
    invoices = [invoice("F2026/0041", 12100, references=(RF,))]
    assert booked(invoices, entry(12100, payer=None, structured_reference=RF)) == {
        "F2026/0041": 12100
    }


@pytest.mark.parametrize(
    "text",
    [
        "RF18 5390 0754 7034",
        "rf18539007547034 bedankt",
        "+++090/9337/55493+++",
        "F2026/0041",
        "factuur F 2026 0041",
        "f2026-0041",
        "Rechnung F2026.0041 vom 05.04.2026",
        "FactuurF2026/0041",
        "order 88213 Inv. F2026/0041 tel 053-1234567",
    ],
)
def test_a_text_that_names_it_is_read_however_it_is_written(text):
    invoices = [invoice("F2026/0041", 12100, references=(RF, OGM)), invoice("F2026/0042", 500)]
    assert booked(invoices, entry(12100, text, payer=None)) == {"F2026/0041": 12100}


@pytest.mark.parametrize(
    "text", ["41", "0041", "2026 0041", "F2O26/OO41", "F2026/0014", "F2026/041", "F2026/00411"]
)
def test_a_mangled_number_is_booked_for_its_own_payer_and_amount_alone(text):
    invoices = [invoice("F2026/0041", 12100), invoice("F2026/0770", 12100)]
    if text != "41":
        assert booked(invoices, entry(12100, text)) == {"F2026/0041": 12100}
    assert booked(invoices, entry(12100, text, payer=None)) == {}


def test_a_number_alone_books_nothing():
    assert booked([invoice("F2026/0041", 12100)], entry(5000, "F2026/0041", payer=None)) == {}


def test_an_amount_alone_books_nothing():
    assert suggested([invoice("F2026/0041", 12100)], entry(12100, payer=None)) == [{"F2026/0041"}]


def test_a_part_is_booked_on_what_the_payer_names():
    invoices = [invoice("F2026/0041", 12100), invoice("F2026/0042", 700)]
    assert booked(invoices, entry(5000, "F2026/0041")) == {"F2026/0041": 5000}


def test_of_too_much_only_what_is_open_is_booked():
    assert booked([invoice("F2026/0041", 12100)], entry(13000, "F2026/0041")) == {
        "F2026/0041": 12100
    }


def test_another_amount_goes_to_a_person_when_something_else_explains_it():
    invoices = [invoice("F2026/0041", 12100), invoice("F2026/0042", 5000)]
    assert suggested(invoices, entry(5000, "F2026/0041"))[0] == {"F2026/0042"}
    assert booked(invoices, entry(17100, "F2026/0041")) == {}


def test_the_number_of_a_paid_invoice_goes_to_a_person():
    invoices = [invoice("F2026/0041", 0), invoice("F2026/0042", 5000)]
    assert suggested(invoices, entry(5000, "F2026/0041"))[0] == {"F2026/0042"}


def test_a_reference_of_another_customer_goes_to_a_person_when_the_payer_has_the_amount_too():
    invoices = [invoice("F2026/0041", 5000, "garage"), invoice("F2026/0042", 5000)]
    assert suggested(invoices, entry(5000, "F2026/0041"))


def test_a_third_party_may_pay_by_number_and_amount():
    invoices = [invoice("F2026/0041", 5000, "garage"), invoice("F2026/0042", 6000)]
    assert booked(invoices, entry(5000, "F2026/0041")) == {"F2026/0041": 5000}


@pytest.mark.parametrize(
    "text",
    [
        "F2026/0041, F2026/0042 en F2026/0044",
        "F2026/0041+42+44",
        "F2026/0041/0042/0044",
        "factuur F2026/0041 42 en 44",
        "F2026/0041 t/m 0044",
        "F2026/0041 - F2026/0044",
    ],
)
def test_a_list_is_booked_when_its_sum_fits(text):
    invoices = [invoice(f"F2026/00{end}", 1000 + end) for end in (41, 42, 44, 61)]
    expected = {f"F2026/00{end}": 1000 + end for end in (41, 42, 44)}
    assert booked(invoices, entry(3127, text)) == expected
    assert booked(invoices, entry(3128, text)) == {}


def test_an_account_and_the_only_invoice_of_this_amount_are_enough():
    invoices = [invoice("F2026/0041", 12100), invoice("F2026/0042", 500)]
    assert booked(invoices, entry(12100, "retainer week 34", counterparty_name="")) == {
        "F2026/0041": 12100
    }


def test_of_equal_invoices_the_oldest_is_booked():
    newer = invoice("F2026/0041", 500, due_date=date(2026, 5, 9))
    assert booked([newer, invoice("F2026/0042", 500)], entry(500)) == {"F2026/0042": 500}


def test_all_that_is_open_is_booked_when_it_is_the_sum():
    invoices = [invoice("F2026/0041", 12100), invoice("F2026/0042", 500)]
    assert booked(invoices, entry(12600)) == {"F2026/0041": 12100, "F2026/0042": 500}


@pytest.mark.parametrize(
    "name",
    [
        "GARAGE MULLER UND SOHNE",
        "Garage Mueller & Soehne",
        "Müller Söhne Garage GmbH",
        "GARAGEMULLERSOHNE",
        "Garage Müler & Söhne",
    ],
)
def test_a_name_is_known_without_accents_legal_form_order_and_spaces(name):
    paid = entry(500, payer=None, counterparty_name=name)
    assert booked([invoice("F2026/0041", 500, "garage")], paid) == {"F2026/0041": 500}


@pytest.mark.parametrize("name", ["J. Jansen", "Jansen", "Garage", "Bakkerij", ""])
def test_half_a_name_is_nobodys(name):
    paid = entry(500, payer=None, counterparty_name=name)
    assert booked([invoice("F2026/0041", 500), invoice("F1", 500, "garage")], paid) == {}


def test_what_a_person_is_asked_about_is_not_booked_for_another_entry():
    invoices = [invoice("F2026/0041", 12100), invoice("F2026/0042", 500)]
    doubtful = entry(500, "F2026/0041", bank_reference="1")
    assert booked(invoices, doubtful, entry(500, bank_reference="2")) == {}


def test_charges_that_a_bank_kept_explain_the_difference():
    invoices = [invoice("F2026/0041", 12100)]
    told = entry(11900, "F2026/0041 /CHGS/EUR2,00", payer=None)
    assert booked(invoices, told) == {"F2026/0041": 11900}
    assert booked(invoices, entry(11900, "F2026/0041", payer=None)) == {}


def test_another_currency_is_never_booked():
    assert booked([invoice("F2026/0041", 500, currency="USD")], entry(500, "F2026/0041")) == {}


@pytest.mark.parametrize("text", ["Gutschrift F2026/0041", "RETURN AC01 F2026/0041"])
def test_a_text_that_says_it_is_no_payment_books_nothing(text):
    assert booked([invoice("F2026/0041", 500)], entry(500, text)) == {}


def test_the_same_bank_reference_twice_is_one_entry():
    invoices = [invoice("F2026/0041", 500), invoice("F2026/0042", 500)]
    twice = [entry(500, bank_reference="77"), entry(500, bank_reference="77")]
    again = proposals(invoices, *twice)[1]
    assert (again.rule, again.of, again.allocations) == (Rule.DUPLICATE, "e1", ())


def test_another_kind_of_file_repeats_an_entry_but_twins_in_one_file_are_two():
    invoices = [invoice("F2026/0041", 500), invoice("F2026/0042", 500)]
    twins = [entry(500, bank_reference="1"), entry(500, bank_reference="2")]
    copy = entry(500, source="mt940")
    rules = [each.rule for each in proposals(invoices, *twins, copy, copy, copy)]
    assert rules == [
        Rule.PAYER_AND_AMOUNT,
        Rule.PAYER_AND_AMOUNT,
        Rule.DUPLICATE,
        Rule.DUPLICATE,
        Rule.LEFT,
    ]


def test_a_return_opens_again_what_was_paid():
    invoices = [invoice("F2026/0041", 500)]
    back = entry(-500, "F2026/0041", is_return=True)
    paid, returned, again = proposals(
        invoices,
        entry(500, "F2026/0041", bank_reference="1"),
        back,
        entry(500, "F2026/0041", bank_reference="2", booking_date=date(2026, 6, 3)),
    )
    assert (returned.rule, returned.of) == (Rule.RETURN, "e1")
    assert paid.allocations == again.allocations


def test_own_transfers_and_money_out_are_no_payments():
    invoices = [invoice("F2026/0041", 500)]
    own = entry(500, "F2026/0041", counterparty_iban=OWN_IBAN)
    found = proposals(invoices, own, entry(-500, "F2026/0041"), entry(0, "F2026/0041"))
    assert [each.rule for each in found] == [Rule.OWN_ACCOUNT, Rule.MONEY_OUT, Rule.MONEY_OUT]


def test_a_booking_says_why():
    found = proposals([invoice("F2026/0041", 500)], entry(500, "F2026/0041"))[0]
    assert {each.signal for each in found.evidence} >= {Signal.REFERENCE, Signal.PAYER}
    assert "names F2026/0041" in found.evidence[0].words
