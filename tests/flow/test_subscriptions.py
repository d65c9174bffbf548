"""A subscription from the webhook to its row: begun, changed, paused, ended; each told once."""

from decimal import Decimal
from typing import Any

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.money.subscriptions import service as subscriptions
from balie.money.subscriptions.model import Subscription
from balie.outside.providers.snapshots import SubscriptionStatus
from balie.relation.customers import service as customers
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer
from tests.house.subscriptions import price, subscribe


def of(house: House, customer_ref: str) -> list[Subscription]:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        found = customers.id_of_ref(work, house.connection, customer_ref)
        return subscriptions.of_group(work, (found,)) if found else []


def told(house: House) -> list[str]:
    """Names of what was recorded of subscriptions, in order."""
    rows = oracle.every_row(house.tenant)
    events = sorted(str(row["sk"]) for row in rows if str(row["sk"]).startswith("EVENT#"))
    by_key = {str(row["sk"]): str(row["name"]) for row in rows if "name" in row}
    return [by_key[key] for key in events if by_key[key].startswith("subscription.")]


def change(house: House, ref: str, **fields: Any) -> None:
    house.call("post", f"/v1/subscriptions/{ref}", **fields)
    house.settle()


def test_a_subscription_lives_and_ends(either: House) -> None:
    ref = subscribe(either, owner := customer(either))
    either.settle()
    (found,) = of(either, owner)
    assert (found.ref, found.status) == (ref, SubscriptionStatus.ACTIVE)
    assert [(item.product, item.unit_amount) for item in found.items] == [
        ("Hosting", Decimal(5_000))
    ]
    change(either, ref, pause_collection={"behavior": "keep_as_draft"})
    change(either, ref, pause_collection="")
    change(either, ref, cancel_at_period_end=True)
    assert of(either, owner)[0].ends_at == found.items[0].period_end
    either.call("delete", f"/v1/subscriptions/{ref}")
    either.settle()
    (found,) = of(either, owner)
    assert (found.status, found.ends_at) == (SubscriptionStatus.CANCELED, None)
    assert found.ended_at is not None
    assert told(either) == [
        "subscription.started",
        "subscription.paused",
        "subscription.resumed",
        "subscription.updated",
        "subscription.ended",
    ]


def test_what_is_told_twice_is_recorded_once(memory_house: House) -> None:
    subscribe(memory_house, customer(memory_house))
    news = memory_house.simulator.take()
    for _ in range(2):
        memory_house.hear(news)
        hints = memory_house.hints()
        assert not memory_house.work_off(hints)
        assert not memory_house.work_off(hints)
    assert told(memory_house) == ["subscription.started"]


def test_a_change_that_nobody_sees_is_no_event(memory_house: House) -> None:
    ref = subscribe(memory_house, owner := customer(memory_house))
    memory_house.settle()
    before = of(memory_house, owner)[0]
    change(memory_house, ref, metadata={"colour": "red"})
    after = of(memory_house, owner)[0]
    assert after.as_of > before.as_of
    assert told(memory_house) == ["subscription.started"]


def test_the_customer_is_there_first_though_its_own_news_is_lost(memory_house: House) -> None:
    owner = customer(memory_house)
    memory_house.simulator.take()
    ref = subscribe(memory_house, owner)
    news = memory_house.simulator.take()
    memory_house.hear(one for one in news if b"customer.subscription.created" in one.body)
    assert not memory_house.work_off()
    assert [found.ref for found in of(memory_house, owner)] == [ref]


def test_more_items_than_the_provider_shows_at_once(memory_house: House) -> None:
    prices = [price(memory_house, name=f"Site {number}") for number in range(23)]
    subscribe(memory_house, owner := customer(memory_house), *prices)
    memory_house.settle()
    (found,) = of(memory_house, owner)
    assert {item.product for item in found.items} == {f"Site {number}" for number in range(23)}


def test_the_newest_comes_first_and_none_is_left_out(memory_house: House) -> None:
    owner, monthly = customer(memory_house), price(memory_house)
    made = []
    for _ in range(3):
        made.append(subscribe(memory_house, owner, monthly))
        memory_house.simulator.advance(seconds=60)
    memory_house.settle()
    assert [found.ref for found in of(memory_house, owner)] == made[::-1]


def test_the_subscriptions_of_others_are_not_seen(memory_house: House) -> None:
    subscribe(memory_house, owner := customer(memory_house))
    other = customer(memory_house, email="ander@ander.example")
    memory_house.settle()
    assert of(memory_house, other) == []
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        found = customers.id_of_ref(work, memory_house.connection, owner)
    assert found is not None
    with open_work(new_id("ten"), "test", Cause.PERSON, clock.now()) as work:
        assert subscriptions.of_group(work, (found,)) == []


def test_those_of_a_customer_deleted_before_we_heard_of_it_are_not_kept(
    memory_house: House,
) -> None:
    owner = customer(memory_house)
    subscribe(memory_house, owner)
    memory_house.call("delete", f"/v1/customers/{owner}")
    news = memory_house.simulator.take()
    memory_house.hear(one for one in news if b'"customer.subscription.' in one.body)
    assert not memory_house.work_off()
    assert of(memory_house, owner) == []
