"""Another firm's ids where a route takes more than the address: searches, cursors, bodies.

What addresses alone can name is asked in `test_desk_hostile`.
"""

from typing import Any

import pytest

from dev.stripe.simulator import Simulator
from tests.house import catching_up
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay
from tests.house.team import Colleague, colleague, put

NOBODY = "cus_" + "0" * 26
PERIOD = "first=2020-01-01&last=2030-01-01"


@pytest.fixture
def team(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


def canary_of(house: House) -> dict[str, str]:
    """A customer of the house with all that it has, by what names it."""
    ref = customer(house, name="CANARY", email="canary@canary.example")
    invoice = pay(house, open_invoice(house, 987_654, of=ref))
    paid = house.call("get", "/v1/invoice_payments", invoice=invoice)["data"][0]
    told = house.simulator.take()  # all houses of the simulator have one account
    house.hear(delivery for delivery in told if house.tenant in delivery.url)
    assert not house.work_off()
    owner = colleague(house.tenant, email="canary-owner@x.example")
    (found,) = owner.get("/desk/customers?q=canary").json["customers"]
    own = f"/desk/customers/{found['id']}"
    shown = owner.get(f"{own}/invoices").json["invoices"][0]
    payment = owner.get(f"{own}/payments").json["payments"][0]
    owner.post(f"/desk/connections/{house.connection}/catch-ups", {"cause": "import"})
    catching_up.finish(house)
    return {
        "customer": found["id"],
        "invoice": shown["id"],
        "payment": payment["id"],
        "number": shown["number"],
        "refs": ref,
        "invoice_ref": invoice,
        "payment_ref": paid["payment"]["payment_intent"],
        "email": "canary@canary.example",
        "name": "CANARY",
        "connection": house.connection,
    }


def code(answer: Any) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def test_nothing_of_another_firm_is_found_by_anything(
    team: Colleague, simulator: Simulator
) -> None:
    theirs = canary_of(open_house(simulator))
    for text in theirs.values():
        found = team.get(f"/desk/find?q={text}").json
        assert (found["customers"], found["invoices"], found["payments"]) == ([], [], [])
        for show in ("", "&show=open", "&show=overdue", "&show=credit"):
            assert team.get(f"/desk/customers?q={text}{show}").json["customers"] == []
        if text.isascii() and text.isidentifier():
            assert team.get(f"/desk/activity?object_id={text}").json["events"] == []
    assert team.get("/desk/customers/sums").json["sums"] == []
    assert team.get("/desk/first-run/invitees").json["invitees"] == []


def test_another_firms_places_lead_nowhere(team: Colleague, simulator: Simulator) -> None:
    theirs = canary_of(open_house(simulator))
    cursor = theirs["customer"]
    for path in (
        f"/desk/customers?cursor={cursor}",
        f"/desk/first-run/invitees?cursor={cursor}",
        f"/desk/customers/{cursor}/statement?{PERIOD}",
        f"/desk/customers/{NOBODY}/statement?{PERIOD}",
    ):
        assert code(team.get(path)) == (404, "customer_missing")


def test_another_firms_connection_takes_no_key(
    team: Colleague, memory_house: House, simulator: Simulator
) -> None:
    other = open_house(simulator)
    body = {"key": "rk_test_studio_noord"}
    answers = [
        put(team.browser, f"/desk/connections/{connection}/key", body)
        for connection in (other.connection, "con_" + "0" * 26)
    ]
    assert [code(one) for one in answers] == [(404, "connection_missing")] * 2
    assert answers[0].text == answers[1].text


def test_what_is_another_customers_is_missing_at_this_one(
    team: Colleague, memory_house: House
) -> None:
    theirs = canary_of(memory_house)
    customer(memory_house, name="Ours", email="ours@x.example")
    memory_house.settle()
    (ours,) = team.get("/desk/customers?q=ours").json["customers"]
    own = f"/desk/customers/{ours['id']}"
    assert code(team.get(f"{own}/invoices/{theirs['invoice']}")) == (404, "invoice_missing")
    assert code(team.get(f"{own}/invoices?cursor={theirs['invoice']}")) == (404, "invoice_missing")
    texts = [team.get(f"{own}/{part}").text for part in ("invoices", "payments", "activity")]
    texts.append(team.get(f"{own}/statement?{PERIOD}").text)
    for text in texts:
        for canary in ("CANARY", "9876.54", theirs["customer"], theirs["number"]):
            assert canary not in text
