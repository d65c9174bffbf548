"""A client that stands twice is merged: everybody of it sees all of it, and splitting undoes it."""

from typing import Any

import pytest

from balie.firm.users.roles import Role as StaffRole
from balie.ground.aws import clients
from tests.house import damage, oracle
from tests.house.house import House
from tests.house.invoices import adjust, open_invoice, pay
from tests.house.standing_twice import PERIOD, browser, kept, listed, merge, our_id, split, two
from tests.house.team import Colleague
from tests.house.team import colleague as staff


def numbers(answers: list[Any]) -> list[str]:
    return [one["number"] for one in answers]


@pytest.fixture
def team(memory_house: House) -> Colleague:
    return staff(memory_house.tenant)


@pytest.fixture
def refs(memory_house: House) -> tuple[str, str]:
    """Each with an open invoice and a paid one, and credit for one of them."""
    first, second = two(memory_house)
    for cents, ref in ((10_000, first), (500, second)):
        open_invoice(memory_house, cents, of=ref)
        pay(memory_house, open_invoice(memory_house, cents + 1, of=ref))
    adjust(memory_house, second, -300)
    memory_house.settle()
    return first, second


@pytest.fixture
def ids(memory_house: House, refs: tuple[str, str]) -> tuple[str, str]:
    return our_id(memory_house, refs[0]), our_id(memory_house, refs[1])


def test_both_see_all_bills_of_both(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    sanne, piet = (browser(memory_house, ref) for ref in refs)
    alone = {
        path: listed(sanne, f"/api/{path}", path) + listed(piet, f"/api/{path}", path)
        for path in ("invoices", "payments")
    }
    assert merge(team, *ids).status == 200
    for visitor in (sanne, piet):
        for path, apart in alone.items():
            together = listed(visitor, f"/api/{path}", path)
            assert sorted(map(str, together)) == sorted(map(str, apart)), path
        overview = visitor.get("/api/overview").json
        (euro,) = overview["balances"]
        assert (euro["open"]["value"], euro["credit"]["value"]) == ("105.00", "3.00")
        assert overview["customer"]["name"] == "Van Dijk"
        assert len(overview["open_invoices"]) == 2
        for invoice in alone["invoices"]:
            story = visitor.get(f"/api/invoices/{invoice['id']}")
            assert story.json["invoice"]["number"] == invoice["number"]
            assert story.json["is_complete"]
            assert numbers(listed(visitor, f"/api/invoices?number={invoice['number']}", "invoices"))
    oracle.check(memory_house)


def test_invoices_of_both_come_in_one_order(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    for days in (1, 5, 3):
        for ref in refs:
            open_invoice(memory_house, 1000 * days, of=ref, days_until_due=days)
    memory_house.settle()
    merge(team, *ids)
    sanne = browser(memory_house, refs[0])
    for limit in (1, 2, 3, 100):
        newest = [one["id"] for one in listed(sanne, "/api/invoices", "invoices", limit)]
        assert newest == sorted(newest, reverse=True)
        assert len(newest) == len(set(newest)) == 10
        due = [one["due_date"] for one in listed(sanne, "/api/invoices?status=open", "invoices")]
        assert due == sorted(due)
        assert len(due) == 8


def test_the_statement_is_of_both(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    sanne, piet = (browser(memory_house, ref) for ref in refs)
    path = f"/api/statement?{PERIOD}"
    apart = [visitor.get(path).json for visitor in (sanne, piet)]
    merge(team, *ids)
    found = sanne.get(path).json
    assert found["closing"]["value"] == "102.00"
    assert len(found["entries"]) == sum(len(one["entries"]) for one in apart)
    assert found["entries"][-1]["balance"] == found["closing"]
    entries = listed(piet, path, "entries", 3)
    assert [one["balance"] for one in entries] == [one["balance"] for one in found["entries"]]
    csv = piet.get(f"/api/statement.csv?{PERIOD}&currency=EUR").text
    assert all(one["invoice_number"] in csv for one in entries if one["invoice_number"])


def test_subscriptions_and_ways_to_pay_are_of_both(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    for ref in refs:
        method = memory_house.call("post", "/v1/payment_methods/pm_card_visa/attach", customer=ref)[
            "id"
        ]
        settings = {"default_payment_method": method}
        memory_house.call("post", f"/v1/customers/{ref}", invoice_settings=settings)
    memory_house.settle()
    merge(team, *ids)
    found = browser(memory_house, refs[1]).get("/api/payment-methods").json["payment_methods"]
    assert [one["is_default"] for one in found].count(True) == 2
    assert browser(memory_house, refs[1]).get("/api/subscriptions").json["subscriptions"] == []


def test_what_comes_in_afterwards_is_seen_by_both_and_stays_with_its_own(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    merge(team, *ids)
    pay(memory_house, open_invoice(memory_house, 777, of=refs[1]))
    memory_house.call("post", f"/v1/customers/{refs[1]}", name="De Dijk B.V.")
    memory_house.settle()
    sanne, piet = (browser(memory_house, ref) for ref in refs)
    assert len(listed(sanne, "/api/invoices", "invoices")) == 5
    assert split(team, *ids).status == 200
    assert len(listed(sanne, "/api/invoices", "invoices")) == 2
    assert len(listed(piet, "/api/invoices", "invoices")) == 3
    oracle.check(memory_house)


def test_splitting_leaves_every_row_as_it_was(
    memory_house: House, team: Colleague, ids: tuple[str, str]
) -> None:
    before = kept(memory_house)
    merge(team, *ids)
    assert kept(memory_house) != before
    split(team, *ids)
    assert kept(memory_house) == before


def test_each_is_told_of_in_the_activity_of_both(team: Colleague, ids: tuple[str, str]) -> None:
    merge(team, *ids)
    seen = listed(team, f"/desk/customers/{ids[0]}/activity", "events", 10)
    moments = [one["recorded_at"] for one in seen]
    assert moments == sorted(moments, reverse=True)
    assert {one["customer_id"] for one in seen} == {*ids}
    assert seen == listed(team, f"/desk/customers/{ids[1]}/activity", "events", 3)
    split(team, *ids)
    for own, role in zip(ids, ("member", "head"), strict=True):
        alone = listed(team, f"/desk/customers/{own}/activity", "events", 10)
        assert {one["customer_id"] for one in alone} == {own}
        told = [one for one in alone if one["name"] in ("customer.merged", "customer.split")]
        assert [one["name"] for one in told] == ["customer.split", "customer.merged"]
        assert {one["data"][role] for one in told} == {ids[role == "member"]}
        assert {one["actor"]["name"] for one in told} == {"Noor"}


def test_the_desk_has_them_as_one(
    team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    merge(team, *ids)
    for address in ids:
        page = team.get(f"/desk/customers/{address}").json
        assert (page["id"], page["name"]) == (ids[0], "Van Dijk")
        assert [one["id"] for one in page["members"]] == [ids[1]]
        assert page["members"][0]["source"]["ref"] == refs[1]
        assert page["balances"][0]["open"]["value"] == "105.00"
        assert len(listed(team, f"/desk/customers/{address}/invoices", "invoices")) == 4
    for query in ("", "?show=open", "?show=credit", "?q=dijk", "?q=de%20dijk&show=open"):
        shown = listed(team, f"/desk/customers{query}", "customers", 1)
        assert [one["id"] for one in shown] == [ids[0]], query
        assert shown[0]["balances"][0]["open"]["value"] == "105.00", query
    (euro,) = team.get("/desk/customers/sums").json["sums"]
    assert (euro["open"]["value"], euro["in_credit"]) == ("105.00", 1)
    (invitee,) = team.get("/desk/first-run/invitees").json["invitees"]
    assert invitee["emails"] == ["sanne@vandijk.example", "piet@dedijk.example"]


def test_a_merged_customer_is_found_with_the_one_it_is_shown_within(
    team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    merge(team, *ids)
    for text in ("bouwb", "de%20dijk", "piet@dedijk.example", refs[1], ids[1]):
        (found,) = team.get(f"/desk/find?q={text}").json["customers"]
        assert (found["id"], found["through"]) == (ids[0], "Bouwbedrijf De Dijk"), text
        (row,) = team.get(f"/desk/customers?q={text}").json["customers"]
        assert (row["id"], row["through"]) == (ids[0], "Bouwbedrijf De Dijk"), text
    (found,) = team.get("/desk/find?q=van").json["customers"]
    assert found["through"] is None
    for invoice in listed(team, f"/desk/customers/{ids[0]}/invoices", "invoices"):
        (hit,) = team.get(f"/desk/find?q={invoice['number']}").json["invoices"]
        assert hit["customer"]["id"] == ids[0]


@pytest.mark.parametrize("role", StaffRole)
def test_owners_and_finance_merge(
    memory_house: House, ids: tuple[str, str], role: StaffRole
) -> None:
    someone = staff(memory_house.tenant, role, f"{role}@x.example")
    allowed = role in (StaffRole.OWNER, StaffRole.FINANCE)
    assert merge(someone, *ids).status == (200 if allowed else 403)
    assert split(someone, *ids).status == (200 if allowed else 403)


def test_an_unmerged_customer_costs_what_it_cost(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    sanne = browser(memory_house, refs[0])
    paths = ["overview", "invoices", "payments", "subscriptions", "payment-methods"]
    sanne.get("/api/overview")  # what day it is for the firm is known for a minute
    alone = {path: reads(memory_house, lambda at=path: sanne.get(f"/api/{at}")) for path in paths}
    assert alone == {
        "overview": 6,
        "invoices": 5,
        "payments": 5,
        "subscriptions": 6,
        "payment-methods": 6,
    }
    merge(team, *ids)
    for path in paths:
        more = reads(memory_house, lambda at=path: sanne.get(f"/api/{at}")) - alone[path]
        assert 0 < more <= 2, path


def reads(house: House, act: Any) -> int:
    asked: list[str] = []
    table: Any = clients.clients_for(house.tenant).dynamodb
    table.interfere = lambda name, moment: asked.append(name + moment)
    assert act().status == 200
    table.interfere = lambda _name, _moment: None
    return sum(one in ("dynamodb.Querybefore", "dynamodb.GetItembefore") for one in asked)


def test_a_row_from_before_there_was_merging_is_read(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    for row in oracle.every_row(memory_house.tenant):
        if str(row["sk"]).startswith("NAME_FROM#"):
            damage.remove(memory_house, row)
        if row["sk"] == "A#CUSTOMER":
            damage.rewrite(memory_house, row, as_it_was)
    assert team.get("/desk/customers?q=dijk").json["customers"] == []
    assert len(team.get("/desk/customers?q=van").json["customers"]) == 1
    assert merge(team, *ids).status == 200
    assert [one["id"] for one in team.get("/desk/customers?q=dijk").json["customers"]] == [ids[0]]


def as_it_was(data: dict[str, Any]) -> None:
    for name in ("members", "merged_into", "found_as"):
        del data[name]


def test_so_it_is_on_the_embedded_aws(house: House) -> None:
    refs = two(house)
    for ref in (*refs, refs[1]):
        pay(house, open_invoice(house, 3_000, of=ref))
    open_invoice(house, 700, of=refs[0])
    house.settle()
    first, second = (our_id(house, ref) for ref in refs)
    someone = staff(house.tenant)
    assert merge(someone, first, second).status == 200
    piet = browser(house, refs[1])
    assert len(listed(piet, "/api/invoices", "invoices")) == 4
    assert len(listed(piet, "/api/payments", "payments")) == 3
    assert piet.get(f"/api/statement?{PERIOD}").json["closing"]["value"] == "7.00"
    assert piet.get("/api/overview").json["balances"][0]["open"]["value"] == "7.00"
    (row,) = someone.get("/desk/customers?q=dijk").json["customers"]
    assert row["id"] == first
    own = {"contact.created", "customer.created", "invoice.issued", "payment.succeeded"}
    seen = listed(someone, f"/desk/customers/{second}/activity", "events", 3)
    assert own < {one["name"] for one in seen}
    assert split(someone, first, second).status == 200
    assert len(listed(piet, "/api/invoices", "invoices")) == 2
