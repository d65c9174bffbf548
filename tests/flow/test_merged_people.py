"""People of merged customers act for both, each of them once, and after a split as before."""

from balie.relation.customers.roles import Role
from dev.stripe.simulator import Simulator
from tests.flow.test_merging import ids, refs, team
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay
from tests.house.memory_aws import MemoryAws
from tests.house.people import browser_of, colleague, contact_of
from tests.house.signing_in import recipients
from tests.house.standing_twice import browser, merge, our_id, split, two
from tests.house.stream import follow
from tests.house.team import Colleague
from tests.house.team import colleague as staff
from tests.house.visitor import Answer

__all__ = ["ids", "refs", "team"]


def code_of(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def test_contacts_act_for_both_and_a_person_counts_once(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    colleague(memory_house, refs[0], Role.VIEWER, "both@x.example")
    twice = colleague(memory_house, refs[1], Role.OWNER, "BOTH@x.example")
    session = browser_of(memory_house, twice)
    assert "manage_contacts" in session.get("/api/session").json["may"]
    merge(team, *ids)
    shown = browser(memory_house, refs[1]).get("/api/profile").json["contacts"]
    assert sorted((one["email"], one["role"]) for one in shown) == [
        ("both@x.example", "viewer"),
        ("piet@dedijk.example", "owner"),
        ("sanne@vandijk.example", "owner"),
    ]
    now = session.get("/api/session").json
    assert (now["contact"]["role"], now["customer"]["id"]) == ("viewer", ids[0])
    assert now["others"] == []
    split(team, *ids)
    again = session.get("/api/session").json
    assert (again["contact"]["role"], again["customer"]["id"]) == ("owner", ids[1])
    assert [one["id"] for one in again["others"]] == [ids[0]]


def test_who_is_removed_is_removed_of_both(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    first = colleague(memory_house, refs[0], Role.BILLING, "both@x.example")
    second = colleague(memory_house, refs[1], Role.OWNER, "both@x.example")
    sessions = [browser_of(memory_house, one) for one in (first, second)]
    merge(team, *ids)
    piet = browser(memory_house, refs[1])
    assert piet.send_json("DELETE", f"/api/contacts/{first.id}", {}).status == 204
    assert [one.get("/api/overview").status for one in sessions] == [401, 401]
    split(team, *ids)
    assert [one.get("/api/overview").status for one in sessions] == [401, 401]


def test_one_owner_is_left_of_all(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    merge(team, *ids)
    sanne, piet = (contact_of(memory_house, ref) for ref in refs)
    hers = browser_of(memory_house, sanne)
    assert hers.send_json("DELETE", f"/api/contacts/{piet.id}", {}).status == 204
    last = hers.send_json("DELETE", f"/api/contacts/{sanne.id}", {})
    assert code_of(last) == (409, "last_owner_of_customer")


def test_somebody_invited_stays_with_who_invited_them(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    merge(team, *ids)
    piet = browser(memory_house, refs[1])
    body = {"name": "Ann", "email": "ann@dedijk.example", "role": "viewer"}
    assert piet.post("/api/contacts", body).status == 201
    again = browser(memory_house, refs[0]).post("/api/contacts", body)
    assert code_of(again) == (409, "contact_exists")
    split(team, *ids)
    ann = browser_of(memory_house, contact_of(memory_house, refs[1], "ann@dedijk.example"))
    assert ann.get("/api/session").json["customer"]["id"] == ids[1]


def test_a_merged_customer_is_not_offered_apart(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    third = customer(memory_house, name="Third", email="sanne@vandijk.example")
    memory_house.settle()
    colleague(memory_house, refs[1], Role.VIEWER, "sanne@vandijk.example")
    merge(team, *ids)
    sanne = browser(memory_house, third)
    offered = [one["id"] for one in sanne.get("/api/session").json["others"]]
    assert offered == [ids[0]]
    refused = sanne.post("/api/session/customer", {"customer_id": ids[1]})
    assert code_of(refused) == (404, "other_customer_missing")
    assert sanne.post("/api/session/customer", {"customer_id": ids[0]}).status == 204
    assert sanne.get("/api/session").json["contact"]["role"] == "owner"


def test_a_payment_is_confirmed_to_who_looks_after_the_bills_of_both(
    memory: MemoryAws, simulator: Simulator
) -> None:
    firm = open_house(simulator, confirms_payments=True)
    refs = two(firm)
    colleague(firm, refs[0], Role.BILLING, "piet@dedijk.example")
    merge(staff(firm.tenant), *(our_id(firm, ref) for ref in refs))
    pay(firm, open_invoice(firm, 3_000, of=refs[1]))
    firm.settle()
    follow(firm)
    told = [one for one in recipients(memory) if one.endswith(("vandijk.example", "dijk.example"))]
    assert sorted(told) == ["piet@dedijk.example", "sanne@vandijk.example"]


def test_one_whose_contacts_were_all_removed_meanwhile_gets_its_first_one_back(
    memory_house: House, team: Colleague, refs: tuple[str, str], ids: tuple[str, str]
) -> None:
    merge(team, *ids)
    sanne = browser(memory_house, refs[0])
    gone = contact_of(memory_house, refs[1])
    assert sanne.send_json("DELETE", f"/api/contacts/{gone.id}", {}).status == 204
    split(team, *ids)
    back = contact_of(memory_house, refs[1])
    assert (back.id, back.email, back.role) == (gone.id, "piet@dedijk.example", "owner")
    assert browser(memory_house, refs[1]).get("/api/overview").status == 200
