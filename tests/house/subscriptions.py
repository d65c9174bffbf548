"""Small stories of subscriptions at the provider."""

from typing import Any

from tests.house.house import House
from tests.house.invoices import customer as new_customer


def price(house: House, cents: int = 5_000, *, name: str = "Hosting") -> str:
    """By the month."""
    made = house.call(
        "post",
        "/v1/prices",
        currency="eur",
        unit_amount=cents,
        recurring={"interval": "month"},
        product_data={"name": name},
    )
    return str(made["id"])


def subscribe(house: House, customer: str, *prices: str, **fields: Any) -> str:
    """To hosting unless prices are given; billed by mail unless said otherwise."""
    asked = {"collection_method": "send_invoice", "days_until_due": 14, **fields}
    items = [{"price": ref} for ref in prices or (price(house),)]
    made = house.call("post", "/v1/subscriptions", customer=customer, items=items, **asked)
    return str(made["id"])


def subscribe_and_pause(house: House) -> None:
    ref = subscribe(house, new_customer(house))
    pause = {"behavior": "keep_as_draft"}
    house.call("post", f"/v1/subscriptions/{ref}", pause_collection=pause)
