"""The webhook endpoint at the provider tells of all that is kept, is the only one, and stays."""

from typing import Any

import pytest

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import connecting, connections
from balie.outside.providers.connections import Connection
from balie.outside.providers.refusals import ProviderUnavailable
from balie.outside.providers.stripe.client import API_VERSION
from balie.outside.providers.stripe.webhook_events import POINTS_AT
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.catching_up import begin, read_pages, waiting_pages
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay
from tests.house.memory_aws import MemoryAws

ENDPOINTS = "/v1/webhook_endpoints"
Made = dict[str, Any]


def connect(house: House) -> Connection:
    return connecting.connect_stripe(
        house.tenant,
        api_key=STUDIO_RESTRICTED,
        live=False,
        actor="operator:test",
        now=clock.now(),
    )


def stands(house: House) -> Connection:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        return connections.get(work, house.connection)


def there(house: House) -> list[Made]:
    return list(house.call("get", ENDPOINTS)["data"])


def ours(house: House) -> Made:
    (found,) = (raw for raw in there(house) if house.tenant in raw["url"])
    return found


def sync(house: House) -> None:
    """The first page of a sync, as the timer asks for it every night; its news is left to wait."""
    begin(house, Cause.SYNC)
    read_pages(waiting_pages(house))
    assert waiting_pages(house), "the next page is not asked for"
    house.hints()


def hears(house: House) -> None:
    """News comes in again, by webhook."""
    house.simulator.take()
    pay(house, open_invoice(house))
    house.settle()
    oracle.check(house)


def test_a_sync_leaves_an_endpoint_alone_that_is_as_it_should_be(
    memory_house: House, simulator: Simulator
) -> None:
    before, rows = there(memory_house), stands(memory_house)
    changes = simulator.changes
    sync(memory_house)
    assert there(memory_house) == before
    assert simulator.changes == changes
    assert stands(memory_house).endpoint_digests == rows.endpoint_digests


def test_a_sync_has_an_endpoint_of_an_older_release_tell_of_all_that_is_kept(
    memory_house: House,
) -> None:
    made = ours(memory_house)
    fewer = ["invoice.paid", "customer.created"]
    memory_house.call("post", f"{ENDPOINTS}/{made['id']}", enabled_events=fewer)
    sync(memory_house)
    now = ours(memory_house)
    assert now["id"] == made["id"]
    assert set(now["enabled_events"]) == set(POINTS_AT)
    hears(memory_house)


def test_a_sync_switches_on_what_the_provider_had_switched_off(memory_house: House) -> None:
    made = ours(memory_house)
    memory_house.call("post", f"{ENDPOINTS}/{made['id']}", disabled=True)
    sync(memory_house)
    assert ours(memory_house)["status"] == "enabled"
    hears(memory_house)


def test_a_sync_makes_another_endpoint_when_somebody_deleted_it(memory_house: House) -> None:
    made = ours(memory_house)
    memory_house.call("delete", f"{ENDPOINTS}/{made['id']}")
    sync(memory_house)
    assert ours(memory_house)["id"] == stands(memory_house).endpoint_ref != made["id"]
    hears(memory_house)


def test_an_endpoint_of_another_api_version_is_replaced(memory_house: House) -> None:
    made = ours(memory_house)
    memory_house.simulator.world.store.get("webhook_endpoint", made["id"])["api_version"] = (
        "2025-03-31.basil"
    )
    sync(memory_house)
    now = ours(memory_house)
    assert now["id"] != made["id"]
    assert now["api_version"] == API_VERSION
    hears(memory_house)


def test_an_endpoint_at_an_address_that_the_deployment_left_is_replaced(
    memory_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALIE_PUBLIC_URL", "https://moved.example")
    sync(memory_house)
    assert ours(memory_house)["url"].startswith("https://moved.example/webhooks/stripe/")
    hears(memory_house)


def test_a_key_that_may_not_write_endpoints_any_more_does_not_stop_the_sync(
    memory_house: House, simulator: Simulator
) -> None:
    memory_house.call("delete", f"{ENDPOINTS}/{ours(memory_house)['id']}")
    simulator.keys.add(STUDIO_RESTRICTED, {"*_read"})
    sync(memory_house)
    noted = stands(memory_house)
    assert noted.missing_permissions == ("webhook_write",)
    assert noted.is_open


def test_only_what_is_this_firms_is_removed(memory: MemoryAws, simulator: Simulator) -> None:
    house, other = open_house(simulator), open_house(simulator)
    foreign = house.call(
        "post", ENDPOINTS, url="https://shop.example/hooks", enabled_events=["charge.refunded"]
    )
    before = {foreign["id"], ours(other)["id"]}
    connect(house)
    sync(house)
    assert {raw["id"] for raw in there(house)} == before | {ours(house)["id"]}


@pytest.mark.parametrize("fault", ["timeout_after", "error_after"])
def test_an_endpoint_whose_answer_was_lost_for_good_is_removed_the_next_time(
    memory_house: House, simulator: Simulator, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balie.outside.providers.stripe.client.MOST_TRIES", 1)
    simulator.faults.add(fault, path=f"{ENDPOINTS}", method="POST")
    simulator.faults.active[-1].path = ENDPOINTS
    before = ours(memory_house)["id"]
    with pytest.raises(ProviderUnavailable):
        connect(memory_house)
    simulator.faults.clear()
    assert stands(memory_house).endpoint_ref == before
    connect(memory_house)
    (left,) = there(memory_house)
    assert left["id"] == stands(memory_house).endpoint_ref != before
    hears(memory_house)


def test_an_orphan_is_removed_by_the_next_sync_as_well(memory_house: House) -> None:
    made = ours(memory_house)
    orphan = memory_house.call(
        "post",
        ENDPOINTS,
        url=made["url"].rpartition("/")[0] + "/lost",
        enabled_events=["invoice.paid"],
    )
    sync(memory_house)
    assert [raw["id"] for raw in there(memory_house)] == [made["id"]]
    assert orphan["id"] != made["id"]


def test_what_was_under_way_to_the_endpoint_before_still_arrives(memory_house: House) -> None:
    pay(memory_house, open_invoice(memory_house))
    under_way = memory_house.simulator.take()
    connect(memory_house)
    memory_house.hear(under_way)
    assert not memory_house.work_off()
    oracle.check(memory_house)
    connect(memory_house)
    rows = oracle.every_row(memory_house.tenant)
    assert len([row for row in rows if row["sk"] == "ENDPOINT"]) == connections.ENDPOINTS_KEPT
