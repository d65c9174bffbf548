"""The team finds a customer, and sees all of its bills."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from balie.ground.core.clock import now
from tests.house.house import House
from tests.house.invoices import customer, open_invoice, pay, refund
from tests.house.team import Colleague, colleague


def names(answer: Any) -> list[str]:
    return [one["name"] for one in answer.json["customers"]]


def id_of(team: Colleague, name: str) -> str:
    (found,) = team.get(f"/desk/customers?q={name}").json["customers"]
    return str(found["id"])


def walked(team: Colleague, path: str, limit: int = 2) -> list[str]:
    """The names on all pages."""
    seen, cursor = [], ""
    while cursor is not None:
        page = team.get(f"{path}limit={limit}&cursor={cursor.replace('#', '%23')}")
        assert page.status == 200, page.text
        seen += names(page)
        cursor = page.json["next_cursor"]
    return seen


def test_customers_are_listed_by_name_page_by_page_with_what_they_owe(either: House) -> None:
    for name in ("Bakker", "Aalbers", "Émile", "Dijk", "Claes"):
        open_invoice(either, 12_100, of=customer(either, name=name, email=f"{name[0]}@x.example"))
    either.settle()
    team = colleague(either.tenant)
    assert walked(team, "/desk/customers?") == ["Aalbers", "Bakker", "Claes", "Dijk", "Émile"]
    (found,) = team.get("/desk/customers?q=emi").json["customers"]
    (euro,) = found["balances"]
    assert euro["open"] == {"value": "121.00", "currency": "EUR"}


def test_a_customer_is_found_by_mail_address_and_by_its_number(memory_house: House) -> None:
    ref = customer(memory_house, name="Van Dijk", email="Sanne@vandijk.example")
    customer(memory_house, name="Other", email="other@x.example")
    memory_house.settle()
    team = colleague(memory_house.tenant)
    ours = id_of(team, "van%20d")
    for text in ("sanne@VANDIJK.example", ref, ours):
        assert names(team.get(f"/desk/customers?q={text}")) == ["Van Dijk"], text
    for text in ("sanne@vandijk.exampl", "cus_nobody", "ijk", "zzz", "%F0%9F%98%80"):
        assert names(team.get(f"/desk/customers?q={text}")) == [], text


def late_house(house: House) -> None:
    """Four who owe since other days, one who paid too much back, one who owes nothing."""
    for name, days, cents in (("D", 4, 500), ("C", 3, 900), ("B", 2, 700), ("A", 1, 100)):
        ref = customer(house, name=name, email=f"{name}@x.example")
        open_invoice(house, cents, of=ref, days_until_due=days)
    rich = customer(house, name="E", email="e@x.example")
    house.call("post", f"/v1/customers/{rich}/balance_transactions", amount=-4200, currency="eur")
    customer(house, name="F", email="f@x.example")
    house.settle()


def test_who_is_late_comes_first_who_is_late_for_longest(either: House) -> None:
    late_house(either)
    team = colleague(either.tenant)
    assert walked(team, "/desk/customers?show=overdue&") == []
    assert walked(team, "/desk/customers?show=open&") == ["C", "B", "D", "A"]
    with time_machine.travel(now() + timedelta(days=4, hours=1)):
        team.browser.jar.clear()
        team.sign_in()
        assert walked(team, "/desk/customers?show=overdue&") == ["A", "B", "C"]
        assert walked(team, "/desk/customers?show=overdue&q=b&") == ["B"]
        sums = team.get("/desk/customers/sums").json
    assert sums["is_complete"]
    assert sums["sums"] == [
        {
            "currency": "EUR",
            "open": {"value": "22.00", "currency": "EUR"},
            "overdue": {"value": "17.00", "currency": "EUR"},
            "credit": {"value": "42.00", "currency": "EUR"},
            "late": 3,
            "in_credit": 1,
        }
    ]


def test_who_has_credit_is_listed(memory_house: House) -> None:
    late_house(memory_house)
    team = colleague(memory_house.tenant)
    assert walked(team, "/desk/customers?show=credit&") == ["E"]
    assert walked(team, "/desk/customers?show=credit&q=a&") == []


def test_a_filter_within_a_name_goes_on_until_the_page_is_full(memory_house: House) -> None:
    for number in range(7):
        ref = customer(memory_house, name=f"Same {number}", email=f"s{number}@x.example")
        if number % 2:
            open_invoice(memory_house, 100, of=ref)
    memory_house.settle()
    team = colleague(memory_house.tenant)
    found = walked(team, "/desk/customers?show=open&q=same&")
    assert found == ["Same 1", "Same 3", "Same 5"]


def test_currencies_are_never_added_up(memory_house: House) -> None:
    ref = customer(memory_house)
    open_invoice(memory_house, 100, of=ref)
    dollars = customer(memory_house, name="US", email="us@x.example")
    open_invoice(memory_house, 300, of=dollars, currency="usd")
    memory_house.settle()
    team = colleague(memory_house.tenant)
    sums = team.get("/desk/customers/sums").json["sums"]
    assert [one["open"]["value"] + one["currency"] for one in sums] == ["1.00EUR", "3.00USD"]


def test_a_customers_page_has_its_profile_and_whole_history(either: House) -> None:
    ref = customer(either)
    paid = pay(either, open_invoice(either, 36_300, of=ref))
    refund(either, paid, 300)
    invoice = open_invoice(either, 12_100, of=ref)
    lines = {"type": "invoice_line_item", "quantity": 1}
    line = either.call("get", f"/v1/invoices/{invoice}")["lines"]["data"][0]["id"]
    credit = [{**lines, "invoice_line_item": line}]
    either.call("post", "/v1/credit_notes", invoice=invoice, lines=credit)
    either.settle()
    team = colleague(either.tenant)
    own = f"/desk/customers/{id_of(team, 'van')}"
    profile = team.get(own).json
    assert profile["name"] == "Van Dijk"
    assert [one["email"] for one in profile["contacts"]] == ["sanne@vandijk.example"]
    assert profile["source"]["url"] == f"https://dashboard.stripe.com/test/customers/{ref}"
    invoices = team.get(f"{own}/invoices").json["invoices"]
    assert len(invoices) == 2
    stories = [team.get(f"{own}/invoices/{one['id']}").json for one in invoices]
    happened = {step["what"] for story in stories for step in story["steps"]}
    assert {"credit_note", "paid", "paid_back"} <= happened
    (payment,) = team.get(f"{own}/payments").json["payments"]
    assert payment["amount_refunded"]["value"] == "3.00"
    year = now().year
    statement = team.get(f"{own}/statement?first={year - 1}-01-01&last={year + 1}-12-31").json
    assert {"issued", "captured", "credited"} <= {one["what"] for one in statement["entries"]}
    assert team.get(f"{own}/subscriptions").json["subscriptions"] == []
    assert team.get(f"{own}/payment-methods").status == 200


def test_a_customers_activity_is_all_that_is_its_own_the_newest_first(either: House) -> None:
    ref = customer(either)
    customer(either, name="Other", email="other@x.example")
    pay(either, open_invoice(either, 100, of=ref))
    either.settle()
    team = colleague(either.tenant)
    own = f"/desk/customers/{id_of(team, 'van')}/activity"
    seen, cursor, moments = [], "", []
    while cursor is not None:
        page = team.get(f"{own}?limit=2&cursor={cursor.replace('#', '%23')}").json
        seen += [event["name"] for event in page["events"]]
        moments += [event["recorded_at"] for event in page["events"]]
        cursor = page["next_cursor"]
    assert moments == sorted(moments, reverse=True)
    assert sorted(seen) == sorted(
        ["customer.created", "contact.created", "invoice.issued", "invoice.paid"]
        + ["payment.succeeded"]
        + [name for name in seen if name in ("invoice.updated", "payment_method.attached")]
    )
    assert seen[-1] in ("customer.created", "contact.created")


def test_whatever_a_customer_is_called_is_said_as_it_is(memory_house: House) -> None:
    name = '<img src=x onerror="alert(1)">'
    customer(memory_house, name=name, email="x@x.example")
    memory_house.settle()
    team = colleague(memory_house.tenant)
    answer = team.get("/desk/customers")
    assert names(answer) == [name]
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "show=rich", "cursor=%00", "cursor=../x", f"q={'a' * 255}"],
)
def test_a_list_that_makes_no_sense_is_refused_by_name(memory_house: House, query: str) -> None:
    answer = colleague(memory_house.tenant).get(f"/desk/customers?{query}")
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]


def test_the_list_reads_no_more_than_its_page(memory_house: House) -> None:
    for number in range(12):
        customer(memory_house, name=f"C{number:02d}", email=f"c{number}@x.example")
    memory_house.settle()
    team = colleague(memory_house.tenant)
    counted: dict[int, int] = {}
    table = _table(memory_house)
    for limit in (1, 5, 10):
        asked: list[str] = []
        table.interfere = lambda name, moment, asked=asked: asked.append(name + moment)
        assert len(team.get(f"/desk/customers?limit={limit}").json["customers"]) == limit
        counted[limit] = sum(one == "dynamodb.Querybefore" for one in asked)
    assert (counted[5] - counted[1], counted[10] - counted[5]) == (4, 5)


def _table(house: House) -> Any:
    from balie.ground.aws import clients

    return clients.clients_for(house.tenant).dynamodb
