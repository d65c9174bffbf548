"""One Stripe payment, from the webhook to the ledger."""

import pytest

from tests.house import oracle
from tests.house.house import House


@pytest.fixture(params=["house", "memory_house"])
def either(request: pytest.FixtureRequest) -> House:
    """The embedded AWS and the one in memory must end alike."""
    found: House = request.getfixturevalue(request.param)
    return found


def open_invoice(house: House, cents: int = 12100) -> str:
    customer = house.call("post", "/v1/customers", name="Van Dijk", email="sanne@vandijk.example")[
        "id"
    ]
    invoice = house.call(
        "post",
        "/v1/invoices",
        customer=customer,
        collection_method="send_invoice",
        days_until_due=14,
    )["id"]
    house.call(
        "post",
        "/v1/invoiceitems",
        customer=customer,
        invoice=invoice,
        amount=cents,
        currency="eur",
        description="Website, part 2",
    )
    house.call("post", f"/v1/invoices/{invoice}/finalize")
    return str(invoice)


def test_an_open_invoice_is_owed(either: House) -> None:
    open_invoice(either)
    either.settle()
    oracle.check(either)
    found = oracle.every_row(either.tenant)
    assert [i["posted"]["issued"] for i in oracle.invoices_in(found)] == [12100]
    assert len(oracle.events_in(found, "invoice.issued")) == 1
