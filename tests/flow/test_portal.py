"""What a signed-in contact sees, and what nobody else does."""

from typing import Any

import pytest

from balie.ground.aws import keys
from balie.ground.aws.work import open_work
from balie.ground.core.clock import now
from balie.ground.core.events import Cause
from tests.house import oracle
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, refund
from tests.house.memory_dynamodb import MemoryDynamoDB
from tests.house.signing_in import host, signed_in
from tests.house.visitor import Visitor


def test_the_overview_says_what_is_owed_and_paid(either: House) -> None:
    ref = customer(either)
    open_invoice(either, 121_000, of=ref, days_until_due=30)
    pay(either, open_invoice(either, 36_300, of=ref))
    either.settle()
    seen = signed_in(either, ref).get("/api/overview").json
    (euro,) = seen["balances"]
    assert euro["open"] == {"value": "1210.00", "currency": "EUR"}
    assert euro["overdue"]["value"] == "0.00"
    assert euro["due_later"]["value"] == "1210.00"
    assert [invoice["total"]["value"] for invoice in seen["open_invoices"]] == ["1210.00"]
    (payment,) = seen["payments"]
    assert payment["amount"]["value"] == "363.00"
    assert payment["method"] == {"type": "card", "label": "Visa •••• 4242"}


def test_an_overdue_invoice_is_late_from_the_day_after(either: House) -> None:
    ref = customer(either)
    open_invoice(either, 10_000, of=ref, days_until_due=1)
    either.settle()
    visitor = signed_in(either, ref)
    assert visitor.get("/api/overview").json["balances"][0]["overdue"]["value"] == "0.00"
    with in_days(3):
        seen = visitor.get("/api/overview").json
    assert seen["balances"][0]["overdue"]["value"] == "100.00"
    assert seen["balances"][0]["overdue_since"] == seen["open_invoices"][0]["due_date"]
    assert seen["open_invoices"][0]["days_overdue"] == 2


def in_days(days: int) -> Any:
    from datetime import timedelta

    import time_machine

    return time_machine.travel(now() + timedelta(days=days))


def test_a_customer_of_twelve_currencies_sees_each_and_the_payments(memory_house: House) -> None:
    ref = customer(memory_house)
    pay(memory_house, open_invoice(memory_house, 100, of=ref))
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    (row,) = (r for r in oracle.every_row(memory_house.tenant) if r["sk"] == "A#BALANCE#EUR")
    currencies = ["AED", "AUD", "CAD", "CHF", "CZK", "DKK", "GBP", "HUF", "NOK", "PLN", "SEK"]
    customer_id = str(row["pk"]).rpartition("#")[2]
    with open_work(memory_house.tenant, "test", Cause.PERSON, now()) as work:
        for code in currencies:
            work.add(keys.balance(customer_id, code), {"receivable": 1}, fixed={"currency": code})
    seen = visitor.get("/api/overview").json
    assert [balance["currency"] for balance in seen["balances"]] == sorted([*currencies, "EUR"])
    assert len(seen["payments"]) == 1


def test_a_payment_shows_within_the_next_look(either: House) -> None:
    ref = customer(either)
    invoice = open_invoice(either, 12_100, of=ref)
    either.settle()
    visitor = signed_in(either, ref)
    assert visitor.get("/api/invoices").json["invoices"][0]["status"] == "open"
    pay(either, invoice)
    either.settle()
    (shown,) = visitor.get("/api/invoices").json["invoices"]
    assert (shown["status"], shown["amount_remaining"]["value"]) == ("paid", "0.00")
    assert visitor.get("/api/overview").json["balances"][0]["open"]["value"] == "0.00"


def test_a_refunded_payment_says_so(either: House) -> None:
    ref = customer(either)
    refund(either, pay(either, open_invoice(either, of=ref)), 2_100)
    either.settle()
    (payment,) = signed_in(either, ref).get("/api/overview").json["payments"]
    assert payment["amount_refunded"] == {"value": "21.00", "currency": "EUR"}


def test_invoices_come_in_pages_newest_first(either: House) -> None:
    ref = customer(either)
    for cents in (100, 200, 300, 400, 500):
        open_invoice(either, cents, of=ref)
        either.simulator.advance(seconds=60)
    either.settle()
    visitor = signed_in(either, ref)
    seen, cursor = [], ""
    while cursor is not None:
        page = visitor.get(f"/api/invoices?limit=2&cursor={cursor}").json
        seen += [invoice["total"]["value"] for invoice in page["invoices"]]
        cursor = page["next_cursor"]
    assert seen == ["5.00", "4.00", "3.00", "2.00", "1.00"]


@pytest.mark.parametrize("status", ["open", "paid", "void", "uncollectible"])
def test_invoices_are_filtered_by_status(status: str, memory_house: House) -> None:
    ref = customer(memory_house)
    invoices = [open_invoice(memory_house, 100 + n, of=ref) for n in range(4)]
    pay(memory_house, invoices[1])
    memory_house.call("post", f"/v1/invoices/{invoices[2]}/void")
    memory_house.call("post", f"/v1/invoices/{invoices[3]}/mark_uncollectible")
    memory_house.settle()
    page = signed_in(memory_house, ref).get(f"/api/invoices?status={status}").json
    assert [invoice["status"] for invoice in page["invoices"]] == [status]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "status=draft", "cursor=%00", "cursor=INVOICE%23"]
)
def test_a_query_that_makes_no_sense_is_refused_by_name(memory_house: House, query: str) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    answer = signed_in(memory_house, ref).get(f"/api/invoices?{query}")
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]


PATHS = ["/api/session", "/api/overview", "/api/invoices"]


@pytest.mark.parametrize("path", PATHS)
def test_nobody_sees_anything_without_a_session(memory_house: House, path: str) -> None:
    for cookie in (None, "", "x" * 43, "../", "a" * 4000):
        visitor = Visitor(host(memory_house))
        if cookie is not None:
            visitor.jar["__Host-balie_session"] = cookie
        answer = visitor.get(path)
        assert (answer.status, answer.json["code"]) == (401, "signed_out")


@pytest.mark.parametrize("path", PATHS)
def test_a_session_is_worth_nothing_at_another_firm(memory_house: House, path: str) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    assert visitor.get(path).status == 200
    visitor.host = host(open_house(memory_house.simulator))
    assert visitor.get(path).status == 401


def test_an_unknown_host_has_no_portal(memory_house: House) -> None:
    answer = Visitor("evil.example").get("/api/session")
    assert (answer.status, answer.json["code"]) == (404, "host_unknown")


def test_no_answer_holds_anything_of_another_customer(memory_house: House) -> None:
    ours = customer(memory_house, name="Ours", email="us@ours.example")
    theirs = customer(memory_house, name="CANARY", email="canary@canary.example")
    open_invoice(memory_house, 100, of=ours)
    open_invoice(memory_house, 987_654, of=theirs)
    pay(memory_house, open_invoice(memory_house, 555_444, of=theirs))
    memory_house.settle()
    visitor = signed_in(memory_house, ours)
    texts = [visitor.get(path).text for path in PATHS]
    their_rows = [
        row
        for row in oracle.every_row(memory_house.tenant)
        if "CANARY" in str(row.get("data")) and "cus_" in str(row["pk"])
    ]
    their_id = str(their_rows[0]["pk"]).rpartition("#")[2]
    issued = oracle.invoices_in(oracle.every_row(memory_house.tenant))
    their_invoice = next(one["id"] for one in issued if one["customer_id"] == their_id)
    for query in (f"cursor={their_invoice}", f"status=open&cursor={their_invoice}"):
        answer = visitor.get(f"/api/invoices?{query}")
        assert (answer.status, answer.json["code"]) == (404, "invoice_missing")
        texts.append(answer.text)
    for text in texts:
        for canary in ("CANARY", "canary", "9876.54", "5554.44", their_id):
            assert canary not in text


def test_every_answer_has_the_headers_that_keep_it_private(memory_house: House) -> None:
    visitor = Visitor(host(memory_house))
    answers = [
        visitor.post("/api/sign-out", {}),
        visitor.get("/api/overview"),
        visitor.get("/api/nothing"),
        visitor.send("DELETE", "/api/session"),
        visitor.post("/api/sign-in", {"email": "x"}),
    ]
    assert [answer.status for answer in answers] == [204, 401, 404, 405, 422]
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_failure_of_ours_is_a_problem_without_details(
    memory_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(MemoryDynamoDB, "get_item", breaks)
    answer = Visitor(host(memory_house)).get("/api/session")
    assert (answer.status, answer.json["code"]) == (500, "internal")
    assert "secret" not in answer.text
