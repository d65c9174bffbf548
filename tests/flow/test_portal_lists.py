"""What a customer looks through: payments, the statement and its file, invoices by number and day,
subscriptions and ways to pay; and that nobody else's are among them."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from balie.ground.core.clock import now
from balie.money.statements import spreadsheet
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, refund
from tests.house.payment_methods import make_default, save_account, save_card, set_up
from tests.house.signing_in import host, signed_in
from tests.house.subscriptions import price, subscribe
from tests.house.visitor import Visitor

PERIOD = "first=2020-01-01&last=2035-12-31"
PATHS = (
    "/api/payments",
    f"/api/statement?{PERIOD}",
    f"/api/statement.csv?{PERIOD}&currency=EUR",
    "/api/subscriptions",
    "/api/payment-methods",
    "/api/invoices?number=1",
    "/api/invoices?status=overdue",
)


def test_payments_come_in_pages_with_what_was_paid_back(either: House) -> None:
    ref = customer(either)
    for cents in (100, 200, 300):
        pay(either, open_invoice(either, cents, of=ref))
        either.simulator.advance(seconds=60)
    refund(either, pay(either, open_invoice(either, 400, of=ref)), 150)
    either.settle()
    visitor = signed_in(either, ref)
    seen: list[Any] = []
    cursor = ""
    while cursor is not None:
        page = visitor.get(f"/api/payments?limit=3&cursor={cursor}").json
        seen += page["payments"]
        cursor = page["next_cursor"]
    assert [one["amount"]["value"] for one in seen] == ["4.00", "3.00", "2.00", "1.00"]
    assert seen[0]["amount_refunded"]["value"] == "1.50"
    assert len({one["id"] for one in seen}) == 4


def test_a_statement_runs_from_its_opening_to_its_closing_balance(either: House) -> None:
    ref = customer(either)
    pay(either, open_invoice(either, 12_100, of=ref))
    open_invoice(either, 5_000, of=ref)
    either.settle()
    visitor = signed_in(either, ref)
    said = visitor.get(f"/api/statement?{PERIOD}").json
    assert (said["currency"], said["currencies"]) == ("EUR", ["EUR"])
    assert (said["opening"]["value"], said["closing"]["value"]) == ("0.00", "50.00")
    assert [entry["what"] for entry in said["entries"]].count("issued") == 2
    first = visitor.get(f"/api/statement?{PERIOD}&limit=1").json
    rest = visitor.get(f"/api/statement?{PERIOD}&cursor={quoted(first['next_cursor'])}").json
    assert first["entries"] + rest["entries"] == said["entries"]
    assert rest["opening"] == first["entries"][0]["balance"]


def quoted(cursor: str) -> str:
    return cursor.replace("#", "%23").replace(":", "%3A")


@pytest.mark.parametrize(
    ("decimals", "separator", "closing"), [("point", ",", "50.00"), ("comma", ";", "50,00")]
)
def test_the_file_of_a_statement_opens_in_the_readers_spreadsheet(
    memory_house: House, decimals: str, separator: str, closing: str
) -> None:
    ref = customer(memory_house)
    open_invoice(memory_house, 5_000, of=ref)
    memory_house.settle()
    answer = signed_in(memory_house, ref).get(
        f"/api/statement.csv?{PERIOD}&currency=EUR&decimals={decimals}&language=nl"
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="statement-2020-01-01-2035-12-31-EUR.csv"'
    )
    assert answer.text.startswith("\ufeffDatum")
    rows = list(csv.reader(io.StringIO(answer.text[1:]), delimiter=separator))
    assert [row[1] for row in rows[1:]] == ["Beginsaldo", "Factuur", "Eindsaldo"]
    assert rows[-1][5] == closing


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+31", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1", '=HYPERLINK("http://e")'],
)
def test_no_cell_of_a_file_is_a_formula(text: str) -> None:
    assert spreadsheet.cell(text) == f"'{text}"


def test_a_plain_cell_stays_as_it_is() -> None:
    for text in ("SN-2026-0412", "", "2026=A", "F+1"):
        assert spreadsheet.cell(text) == text


def test_a_customer_with_the_firms_money_reads_a_negative_balance(memory_house: House) -> None:
    ref = customer(memory_house)
    path = f"/v1/customers/{ref}/balance_transactions"
    memory_house.call("post", path, amount=-2_500, currency="eur")
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    assert visitor.get(f"/api/statement?{PERIOD}").json["closing"]["value"] == "-25.00"
    text = visitor.get(f"/api/statement.csv?{PERIOD}&currency=EUR").text
    assert text.splitlines()[-1].endswith(",-25.00,EUR")


def test_an_invoice_is_found_by_how_its_number_begins(either: House) -> None:
    ref = customer(either)
    for _ in range(3):
        open_invoice(either, 100, of=ref)
    either.settle()
    visitor = signed_in(either, ref)
    numbers = [one["number"] for one in visitor.get("/api/invoices").json["invoices"]]
    whole = numbers[1]
    for written in (whole, whole.lower(), whole.replace("-", ""), f" {whole} "):
        found = visitor.get(f"/api/invoices?number={written.replace(' ', '%20')}").json["invoices"]
        assert [one["number"] for one in found] == [whole]
    shared = whole[:-1]
    page = visitor.get(f"/api/invoices?number={shared}&limit=2").json
    more = visitor.get(f"/api/invoices?number={shared}&limit=2&cursor={page['next_cursor']}").json
    found = [one["number"] for one in page["invoices"] + more["invoices"]]
    assert found == sorted(numbers)
    assert more["next_cursor"] is None
    assert visitor.get("/api/invoices?number=NOTHING").json["invoices"] == []


def test_overdue_are_those_whose_day_has_passed(memory_house: House) -> None:
    ref = customer(memory_house)
    for days in (1, 2, 30):
        open_invoice(memory_house, 100 + days, of=ref, days_until_due=days)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    assert visitor.get("/api/invoices?status=overdue").json["invoices"] == []
    with time_machine.travel(now() + timedelta(days=5)):
        page = visitor.get("/api/invoices?status=overdue&limit=1").json
        more = visitor.get(f"/api/invoices?status=overdue&cursor={page['next_cursor']}").json
    found = page["invoices"] + more["invoices"]
    assert [one["total"]["value"] for one in found] == ["1.01", "1.02"]
    assert more["next_cursor"] is None


def test_subscriptions_say_what_is_charged_and_how_often(either: House) -> None:
    ref = customer(either)
    subscribe(either, ref, price(either, 5_000, name="Hosting"))
    either.settle()
    (one,) = signed_in(either, ref).get("/api/subscriptions").json["subscriptions"]
    (item,) = one["items"]
    assert (one["status"], item["name"]) == ("active", "Hosting")
    assert item["amount"] == {"value": "50.00", "currency": "EUR"}
    assert (item["interval"], item["interval_count"]) == ("month", 1)


def test_ways_to_pay_name_the_default_and_its_mandate(either: House) -> None:
    ref = customer(either)
    card = save_card(either, ref)
    account = save_account(either, ref)
    set_up(either, ref, account)
    make_default(either, ref, card)
    either.settle()
    found = signed_in(either, ref).get("/api/payment-methods").json["payment_methods"]
    assert [one["is_default"] for one in found] == [True, False]
    assert found[0]["last4"] == "4242"
    assert found[0]["works_until"] > "2026-11-01"
    assert found[1]["mandate"]["status"] == "active"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("payments?cursor=pay_1", "cursor"),
        ("payments?limit=0", "limit"),
        ("statement?first=2026-13-01&last=2026-12-31", "first"),
        (f"statement?{PERIOD}&cursor=%23", "cursor"),
        (f"statement?{PERIOD}&currency=euro", "currency"),
        (f"statement.csv?{PERIOD}&currency=EUR&decimals=x", "decimals"),
        (f"invoices?number={'1' * 61}", "number"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused_by_name(
    memory_house: House, query: str, field: str
) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    answer = signed_in(memory_house, ref).get(f"/api/{query}")
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)


def test_a_period_ends_after_it_begins(memory_house: House) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    answer = signed_in(memory_house, ref).get("/api/statement?first=2026-02-02&last=2026-02-01")
    assert (answer.status, answer.json["code"]) == (422, "period_invalid")


@pytest.mark.parametrize("path", PATHS)
def test_nobody_sees_a_list_without_a_session_of_this_firm(memory_house: House, path: str) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    assert visitor.get(path).status == 200
    visitor.host = host(open_house(memory_house.simulator))
    assert visitor.get(path).status == 401
    assert Visitor(host(memory_house)).get(path).status == 401


def test_no_list_holds_anything_of_another_customer(memory_house: House) -> None:
    ours = customer(memory_house, name="Ours", email="us@ours.example")
    theirs = customer(memory_house, name="CANARY", email="canary@canary.example")
    open_invoice(memory_house, 100, of=ours)
    pay(memory_house, open_invoice(memory_house, 555_444, of=theirs))
    open_invoice(memory_house, 987_654, of=theirs)
    subscribe(memory_house, theirs, price(memory_house, 987_655, name="CANARY"))
    save_account(memory_house, theirs)
    memory_house.settle()
    visitor, other = signed_in(memory_house, ours), signed_in(memory_house, theirs)
    number = other.get("/api/invoices").json["invoices"][0]["number"]
    cursor = other.get("/api/payments?limit=1").json["payments"][0]["id"]
    foreign = other.get(f"/api/statement?{PERIOD}&limit=1").json["next_cursor"]
    paths = [
        *PATHS,
        f"/api/invoices?number={number}",
        f"/api/payments?cursor={cursor.replace('pay_', 'at_')}",
        f"/api/statement?{PERIOD}&cursor={quoted(foreign)}",
    ]
    for path in paths:
        text = visitor.get(path).text
        for canary in ("CANARY", "canary", "9876", "5554.44", number):
            assert canary not in text, path
