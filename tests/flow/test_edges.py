"""At the edges: the last row of a list, the longest name, what no page could have sent."""

import pytest

from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer, open_invoice, pay, refund
from tests.house.signing_in import signed_in
from tests.house.visitor import Visitor


@pytest.mark.parametrize(("open_ones", "more"), [(9, False), (10, False), (11, True)])
def test_ten_open_invoices_are_shown_and_an_eleventh_is_announced(
    either: House, open_ones: int, more: bool
) -> None:
    ref = customer(either)
    for _ in range(open_ones):
        open_invoice(either, 1_000, of=ref)
    pay(either, open_invoice(either, 1_000, of=ref))
    either.settle()
    visitor = signed_in(either, ref)
    seen = visitor.get("/api/overview").json
    assert seen["more_open"] is more
    assert len(seen["open_invoices"]) == min(open_ones, 10)
    page = visitor.get("/api/invoices?status=open&limit=10").json
    assert (page["next_cursor"] is not None) is more


@pytest.mark.parametrize("query", ["", "status=open&"])
def test_a_full_last_page_is_the_last(either: House, query: str) -> None:
    ref = customer(either)
    for _ in range(4):
        open_invoice(either, 1_000, of=ref)
    either.settle()
    visitor = signed_in(either, ref)
    first = visitor.get(f"/api/invoices?{query}limit=2").json
    second = visitor.get(f"/api/invoices?{query}limit=2&cursor={first['next_cursor']}").json
    numbers = {invoice["number"] for page in (first, second) for invoice in page["invoices"]}
    assert len(numbers) == 4
    assert second["next_cursor"] is None


def test_a_cursor_may_name_an_invoice_that_has_left_the_list(either: House) -> None:
    ref = customer(either)
    for days in (10, 20, 30):
        open_invoice(either, 1_000, of=ref, days_until_due=days)
    either.settle()
    visitor = signed_in(either, ref)
    first = visitor.get("/api/invoices?status=open&limit=1").json
    pay(either, first_ref(either, first["invoices"][0]["number"]))
    either.settle()
    rest = visitor.get(f"/api/invoices?status=open&cursor={first['next_cursor']}").json
    assert len(rest["invoices"]) == 2


def first_ref(house: House, number: str) -> str:
    listed = house.call("get", "/v1/invoices")["data"]
    return next(str(raw["id"]) for raw in listed if raw["number"] == number)


@pytest.mark.parametrize(
    ("cursor", "status"),
    [
        ("A%23", 422),
        ("CONTACT%23", 422),
        ("Z", 422),
        ("0", 422),
        ("inv_", 422),
        ("inv_" + "0" * 25, 422),
        ("inv_" + "0" * 27, 422),
        ("inv_" + "U" * 26, 422),
        ("inv_" + "0" * 26 + "%0A", 422),
        ("pay_" + "0" * 26, 422),
        ("inv_" + "0" * 26, 404),
        ("inv_" + "Z" * 26, 404),
        ("", 200),
    ],
)
@pytest.mark.parametrize("listed", ["", "&status=open", "&status=paid"])
def test_a_cursor_is_an_invoice_of_ones_own_or_refused(
    memory_house: House, cursor: str, status: int, listed: str
) -> None:
    ref = customer(memory_house)
    open_invoice(memory_house, of=ref)
    memory_house.settle()
    answer = signed_in(memory_house, ref).get(f"/api/invoices?cursor={cursor}{listed}")
    assert answer.status == status
    assert answer.json.get("code") == {422: "invalid", 404: "invoice_missing"}.get(status)


@pytest.mark.parametrize("length", [253, 261, 262, 3_000, 20_000])
def test_a_host_of_any_length_is_answered(either: House, length: int) -> None:
    answer = Visitor("a" * (length - 8) + ".example").get("/api/session")
    assert (answer.status, answer.json["code"]) == (404, "host_unknown")


@pytest.mark.parametrize(
    ("currency", "at_stripe", "shown"),
    [
        ("isk", 500_000, "5000"),
        ("mga", 5_000, "5000.00"),
        ("jpy", 5_000, "5000"),
        ("kwd", 5_000, "5.000"),
        ("eur", 5_000, "50.00"),
    ],
)
def test_amounts_are_shown_as_the_currency_is_counted(
    memory_house: House, currency: str, at_stripe: int, shown: str
) -> None:
    ref = customer(memory_house)
    invoice = open_invoice(memory_house, at_stripe, of=ref, currency=currency)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    (balance,) = visitor.get("/api/overview").json["balances"]
    assert balance["open"] == {"value": shown, "currency": currency.upper()}
    pay(memory_house, invoice)
    refund(memory_house, invoice, at_stripe // 5)
    memory_house.settle()
    (found,) = visitor.get("/api/invoices").json["invoices"]
    assert (found["status"], found["total"]["value"]) == ("paid", shown)
    (kept,) = oracle.payments_in(oracle.every_row(memory_house.tenant))
    posted = kept["posted"]
    (allocated,) = posted["allocated"].values()
    assert allocated * 5 == posted["captured"] * 4
    assert visitor.get("/api/overview").json["payments"][0]["amount"]["value"] == shown
