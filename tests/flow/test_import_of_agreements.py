"""What a customer has agreed to before we came: subscriptions, ways to pay, mandates, tax ids."""

from typing import Any

import pytest

from balie.ground.aws import settings
from balie.ground.aws.rows import Row
from balie.ground.core.events import Cause
from dev.stripe import firm
from dev.stripe.simulator import Simulator
from tests.flow.test_payment_methods import of as methods_of
from tests.flow.test_payment_methods import told
from tests.flow.test_subscriptions import of as subscriptions_of
from tests.house import oracle
from tests.house.catching_up import run
from tests.house.house import House, open_house
from tests.house.invoices import customer
from tests.house.memory_aws import MemoryAws
from tests.house.payment_methods import detach, make_default, save_account, save_card, set_up
from tests.house.stream import follow
from tests.house.subscriptions import price, subscribe


def events(house: House) -> list[str]:
    """Names of all that was recorded, but for the imports themselves."""
    names = [str(row.get("name", "")) for row in of_kind(house, "EVENT#")]
    return sorted(name for name in names if not name.startswith("import."))


def of_kind(house: House, kind: str) -> list[Row]:
    return [row for row in oracle.every_row(house.tenant) if str(row["sk"]).startswith(kind)]


def past(house: House) -> dict[str, Any]:
    """A customer with an ended and a running subscription, a card, and an account to debit."""
    owner = customer(house)
    house.call("post", f"/v1/customers/{owner}/tax_ids", type="eu_vat", value="NL123456789B01")
    monthly = price(house)
    ended = subscribe(house, owner, monthly)
    house.call("delete", f"/v1/subscriptions/{ended}")
    house.simulator.advance(seconds=60)
    running = subscribe(house, owner, monthly)
    card = save_card(house, owner)
    house.simulator.advance(seconds=60)
    account = save_account(house, owner)
    set_up(house, owner, account)
    make_default(house, owner, card)
    house.simulator.take()  # all this is long past, and nobody hears of it
    return {"customer": owner, "subscriptions": [running, ended], "methods": [card, account]}


def test_what_was_agreed_before_stands_here(memory_house: House) -> None:
    had = past(memory_house)
    assert run(memory_house, Cause.IMPORT).is_complete
    found = subscriptions_of(memory_house, had["customer"])
    assert [one.ref for one in found] == had["subscriptions"]
    methods = methods_of(memory_house, had["customer"])
    assert [one.ref for one in methods] == had["methods"]
    assert [bool(one.mandate) for one in methods] == [False, True]
    oracle.check(memory_house)


def test_importing_again_records_nothing(memory: MemoryAws, simulator: Simulator) -> None:
    firm.seed(simulator)
    house = open_house(simulator, confirms_payments=True)
    past(house)
    run(house, Cause.IMPORT)
    before = events(house)
    assert {"subscription.started", "payment_method.attached"} <= set(before)
    assert run(house, Cause.IMPORT).is_complete
    assert events(house) == before
    follow(house)
    assert memory.sqs.take(settings.mail_queue()) == [], "an import writes to nobody"


def test_every_subscription_and_method_of_a_firm_is_there(
    memory: MemoryAws, simulator: Simulator
) -> None:
    firm.seed(simulator)
    house = open_house(simulator)
    run(house, Cause.IMPORT)
    listed = house.call("get", "/v1/subscriptions", status="all", limit=100)["data"]
    assert len(of_kind(house, "SUBSCRIPTION#")) == len(listed) > 0
    owners = [raw["id"] for raw in house.call("get", "/v1/customers", limit=100)["data"]]
    path = "/v1/customers/{}/payment_methods"
    listed = [one for ref in owners for one in house.call("get", path.format(ref))["data"]]
    assert len(of_kind(house, "PAYMENT_METHOD#")) == len(listed) > 0


@pytest.mark.parametrize("taken", [1, 60])
def test_a_method_that_was_taken_away_unheard_is_found_missing(
    memory_house: House, taken: int
) -> None:
    """However many they are: a transaction takes a hundred writes."""
    owner = customer(memory_house)
    gone = [save_card(memory_house, owner) for _ in range(taken)]
    kept = save_card(memory_house, owner, "pm_card_mastercard")
    memory_house.settle()
    for card in gone:
        detach(memory_house, card)
    memory_house.simulator.take()
    run(memory_house, Cause.IMPORT)
    assert [one.ref for one in methods_of(memory_house, owner)] == [kept]
    assert told(memory_house).count("payment_method.detached") == taken


def test_a_sync_hears_what_webhooks_lost(memory_house: House) -> None:
    had = past(memory_house)
    assert run(memory_house, Cause.SYNC).is_complete
    assert len(subscriptions_of(memory_house, had["customer"])) == 2
    assert [bool(one.mandate) for one in methods_of(memory_house, had["customer"])] == [False, True]


def test_a_deleted_customer_has_no_methods_to_list(memory_house: House) -> None:
    owner = customer(memory_house)
    save_card(memory_house, owner)
    memory_house.settle()
    memory_house.call("delete", f"/v1/customers/{owner}")
    assert run(memory_house, Cause.IMPORT).is_complete
