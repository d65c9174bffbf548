"""A payment that the firm gives to another customer is that one's, and no more the first one's."""

import pytest
from stripe import CardError

from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer
from tests.house.signing_in import signed_in


def amounts(house: House, ref: str) -> list[str]:
    listed = signed_in(house, ref).get("/api/payments").json["payments"]
    return [one["amount"]["value"] for one in listed]


def test_a_payment_goes_with_the_customer_that_it_is_given_to(either: House) -> None:
    first = customer(either)
    second = customer(either, name="Holding", email="noor@holding.example")
    intent = either.call(
        "post",
        "/v1/payment_intents",
        amount=2_500,
        currency="eur",
        customer=first,
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
    )["id"]
    path = f"/v1/payment_intents/{intent}"
    with pytest.raises(CardError):
        either.call("post", f"{path}/confirm", payment_method="pm_card_chargeDeclined")
    either.settle()
    assert (amounts(either, first), amounts(either, second)) == (["25.00"], [])
    either.call("post", path, customer=second)
    either.call("post", f"{path}/confirm", payment_method="pm_card_visa")
    either.settle()
    assert (amounts(either, first), amounts(either, second)) == ([], ["25.00"])
    oracle.check(either)
