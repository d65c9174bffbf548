"""What an invoice's own page is told: its lines, what was paid how and when, and nobody else's."""

from decimal import Decimal
from typing import Any

import pytest

from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, pay_part, refund
from tests.house.signing_in import host, signed_in
from tests.house.visitor import Visitor

PAYLOAD = "<img src=x onerror=alert(1)>${7*7}"


def the_invoice(visitor: Visitor) -> str:
    (shown,) = visitor.get("/api/invoices").json["invoices"]
    return str(shown["id"])


def story_of(visitor: Visitor, invoice_id: str) -> Any:
    answer = visitor.get(f"/api/invoices/{invoice_id}")
    assert answer.status == 200, answer.text
    return answer.json


def amount(wire: Any) -> Decimal:
    return Decimal(wire["value"])


def told(story: Any) -> list[tuple[str, str]]:
    """What happened; from the total to what remains, its effects must lead."""
    total, left = (
        Decimal(story["invoice"][name]["value"]) for name in ("total", "amount_remaining")
    )
    assert total + sum(amount(step["effect"]) for step in story["steps"]) == left
    return [(step["what"], step["amount"]["value"]) for step in story["steps"]]


def test_an_invoice_is_shown_with_its_lines_and_who_paid_it(either: House) -> None:
    ref = customer(either)
    pay(either, open_invoice(either, 12_100, of=ref))
    either.settle()
    visitor = signed_in(either, ref)
    story = story_of(visitor, the_invoice(visitor))
    (line,) = story["lines"]
    assert (line["description"], line["amount"]["value"]) == ("Website, part 2", "121.00")
    assert story["sums"]["subtotal"]["value"] == "121.00"
    (step,) = story["steps"]
    assert (step["what"], step["effect"]["value"]) == ("paid", "-121.00")
    assert step["payment"]["method"] == {"type": "card", "label": "Visa •••• 4242"}
    assert story["is_complete"]
    assert story["invoice"]["status"] == "paid"


def test_parts_a_refund_and_a_credit_note_are_told_one_by_one(memory_house: House) -> None:
    ref = customer(memory_house)
    invoice = open_invoice(memory_house, 10_000, of=ref)
    pay_part(memory_house, invoice, 4_000)
    memory_house.settle()
    memory_house.simulator.advance(seconds=60)
    memory_house.call("post", "/v1/credit_notes", invoice=invoice, amount=1_000)
    memory_house.settle()
    memory_house.simulator.advance(seconds=60)
    pay_part(memory_house, invoice, 5_000)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    story = story_of(visitor, the_invoice(visitor))
    assert told(story) == [("paid", "40.00"), ("credit_note", "10.00"), ("paid", "50.00")]
    assert story["is_complete"]


def test_a_refund_is_paid_back_and_not_asked_for_again(memory_house: House) -> None:
    ref = customer(memory_house)
    invoice = pay(memory_house, open_invoice(memory_house, 10_000, of=ref))
    memory_house.settle()
    memory_house.simulator.advance(seconds=60)
    refund(memory_house, invoice, 2_500)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    story = story_of(visitor, the_invoice(visitor))
    assert told(story) == [("paid", "100.00"), ("paid_back", "25.00")]
    assert story["invoice"]["amount_remaining"]["value"] == "0.00"


def test_a_dispute_takes_back_and_says_that_the_bank_decides(memory_house: House) -> None:
    ref = customer(memory_house)
    pay(memory_house, open_invoice(memory_house, 10_000, of=ref))
    memory_house.settle()
    memory_house.simulator.advance(seconds=60)
    charge = memory_house.call("get", "/v1/charges", customer=ref)["data"][0]["id"]
    memory_house.simulator.people.dispute(charge)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    story = story_of(visitor, the_invoice(visitor))
    assert told(story) == [("paid", "100.00"), ("taken_back", "100.00")]
    assert story["invoice"]["disputed"]
    assert story["invoice"]["pay_url"] is None


def test_a_payment_that_failed_is_told_and_moves_nothing(memory_house: House) -> None:
    ref = customer(memory_house)
    invoice = open_invoice(memory_house, 10_000, of=ref)
    with pytest.raises(Exception, match="declined"):
        memory_house.call(
            "post", f"/v1/invoices/{invoice}/pay", payment_method="pm_card_chargeDeclined"
        )
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    story = story_of(visitor, the_invoice(visitor))
    (step,) = story["steps"]
    assert (step["what"], step["payment"]["status"]) == ("tried", "failed")
    assert story["invoice"]["amount_remaining"]["value"] == "100.00"


def test_anothers_invoice_looks_like_a_missing_one(memory_house: House) -> None:
    ours = customer(memory_house)
    theirs = customer(memory_house, name="CANARY", email="canary@canary.example")
    open_invoice(memory_house, 100, of=ours)
    open_invoice(memory_house, 987_654, of=theirs)
    memory_house.settle()
    other_firm = open_house(memory_house.simulator)
    foreign = the_invoice(signed_in(memory_house, theirs))
    visitor = signed_in(memory_house, ours)
    missing = visitor.get(f"/api/invoices/inv_{'0' * 26}")
    answers = [visitor.get(f"/api/invoices/{foreign}"), missing]
    assert {(answer.status, answer.json["code"]) for answer in answers} == {
        (404, "invoice_missing")
    }
    assert answers[0].text == answers[1].text
    visitor.host = host(other_firm)
    assert visitor.get(f"/api/invoices/{foreign}").status == 401
    assert Visitor(host(memory_house)).get(f"/api/invoices/{foreign}").status == 401


def test_what_is_no_id_is_refused_by_name(memory_house: House) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    for written in ("x", "inv_" + "I" * 26, "inv_%00", "cus_" + "0" * 26):
        answer = visitor.get(f"/api/invoices/{written}")
        assert (answer.status, answer.json["code"]) == (422, "invalid")


def test_hostile_text_comes_through_as_the_text_that_it_is(memory_house: House) -> None:
    ref = customer(memory_house)
    made = memory_house.call(
        "post",
        "/v1/invoices",
        customer=ref,
        collection_method="send_invoice",
        days_until_due=14,
        description=PAYLOAD,
    )
    memory_house.call(
        "post",
        "/v1/invoiceitems",
        customer=ref,
        invoice=made["id"],
        amount=100,
        currency="eur",
        description=PAYLOAD,
    )
    memory_house.call("post", f"/v1/invoices/{made['id']}/finalize")
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    answer = visitor.get(f"/api/invoices/{the_invoice(visitor)}")
    assert answer.json["lines"][0]["description"] == PAYLOAD
    assert answer.headers["content-type"] == "application/json"
