"""Where a person is signed in: the list of devices, signing out of one and everywhere, and acting
for another customer."""

from datetime import timedelta

import time_machine

from balie.ground.core import clock
from tests.house.house import House
from tests.house.invoices import customer, open_invoice
from tests.house.people import browser_of, contact_of
from tests.house.visitor import Visitor

A_BIT = timedelta(minutes=1)


def devices(visitor: Visitor) -> list[tuple[str, bool]]:
    listed = visitor.get("/api/sessions").json["devices"]
    return [(one["device"], one["is_this"]) for one in listed]


def test_each_device_is_listed_and_can_be_signed_out(either: House) -> None:
    ref = customer(either)
    either.settle()
    sanne = contact_of(either, ref)
    phone = browser_of(either, sanne, ago=A_BIT, device="Safari")
    laptop = browser_of(either, sanne, device="Firefox")
    assert devices(laptop) == [("Firefox", True), ("Safari", False)]
    other = laptop.get("/api/sessions").json["devices"][1]["id"]
    assert laptop.send_json("DELETE", f"/api/sessions/{other}", {}).status == 204
    assert phone.get("/api/overview").status == 401
    assert laptop.get("/api/overview").status == 200
    again = laptop.send_json("DELETE", f"/api/sessions/{other}", {})
    assert (again.status, again.json["code"]) == (404, "device_missing")


def test_signing_out_everywhere_ends_all_sessions_and_none_that_come_after(either: House) -> None:
    ref = customer(either)
    either.settle()
    sanne = contact_of(either, ref)
    phone, laptop = browser_of(either, sanne), browser_of(either, sanne)
    assert laptop.post("/api/sign-out-everywhere", {}).status == 204
    assert "__Host-balie_session" not in laptop.jar
    assert phone.get("/api/overview").status == 401
    with time_machine.travel(clock.now() + A_BIT):
        back = browser_of(either, contact_of(either, ref))
        assert back.get("/api/overview").status == 200
        assert len(devices(back)) == 1


def test_a_device_of_somebody_else_looks_like_a_missing_one(memory_house: House) -> None:
    ours = customer(memory_house)
    theirs = customer(memory_house, name="Theirs", email="them@elsewhere.example")
    memory_house.settle()
    us = browser_of(memory_house, contact_of(memory_house, ours))
    them = browser_of(memory_house, contact_of(memory_house, theirs))
    (foreign,) = them.get("/api/sessions").json["devices"]
    for id in (foreign["id"], "ses_" + "0" * 26):
        answer = us.send_json("DELETE", f"/api/sessions/{id}", {})
        assert (answer.status, answer.json["code"]) == (404, "device_missing")
    assert them.get("/api/overview").status == 200
    assert len(devices(us)) == 1


def test_a_person_of_two_customers_goes_from_one_to_the_other(either: House) -> None:
    first = customer(either, name="Van Dijk")
    second = customer(either, name="Holding")
    open_invoice(either, 12_345, of=second)
    either.settle()
    visitor = browser_of(either, contact_of(either, first))
    session = visitor.get("/api/session").json
    (other,) = session["others"]
    assert (session["customer"]["name"], other["name"]) == ("Van Dijk", "Holding")
    before = dict(visitor.jar)
    chosen = visitor.post("/api/session/customer", {"customer_id": other["id"]})
    assert chosen.status == 204
    assert visitor.get("/api/overview").json["customer"]["name"] == "Holding"
    assert len(visitor.get("/api/invoices").json["invoices"]) == 1
    assert [one["name"] for one in visitor.get("/api/session").json["others"]] == ["Van Dijk"]
    visitor.jar = before
    assert visitor.get("/api/session").status == 401  # its token was for the other customer


def test_nobody_goes_to_a_customer_of_others(memory_house: House) -> None:
    ours = customer(memory_house)
    theirs = customer(memory_house, name="CANARY", email="canary@canary.example")
    memory_house.settle()
    foreign = contact_of(memory_house, theirs).customer_id
    visitor = browser_of(memory_house, contact_of(memory_house, ours))
    for id in (foreign, "cus_" + "0" * 26):
        answer = visitor.post("/api/session/customer", {"customer_id": id})
        assert (answer.status, answer.json["code"]) == (404, "other_customer_missing")
    assert visitor.get("/api/session").json["customer"]["name"] == "Van Dijk"


def test_a_session_ends_after_ninety_days_however_often_customers_are_changed(
    memory_house: House,
) -> None:
    first, second = customer(memory_house), customer(memory_house, name="Holding")
    memory_house.settle()
    start = clock.now()
    visitor = browser_of(memory_house, contact_of(memory_house, first))
    for day in range(20, 100, 20):
        with time_machine.travel(start + timedelta(days=day)):
            others = visitor.get("/api/session").json.get("others")
            if others:
                visitor.post("/api/session/customer", {"customer_id": others[0]["id"]})
    assert second
    with time_machine.travel(start + timedelta(days=91)):
        assert visitor.get("/api/session").status == 401


def test_a_contact_that_signed_out_while_another_customer_was_open_is_out_there_too(
    memory_house: House,
) -> None:
    first, second = customer(memory_house), customer(memory_house, name="Holding")
    memory_house.settle()
    here = browser_of(memory_house, contact_of(memory_house, first))
    there = browser_of(memory_house, contact_of(memory_house, second))
    assert here.post("/api/sign-out-everywhere", {}).status == 204
    assert there.get("/api/session").status == 401
