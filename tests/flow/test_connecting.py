"""An account is connected once; connecting it again replaces the key and the endpoint."""

import pytest

from balie.ground.core import clock
from balie.outside.providers import connecting
from balie.outside.providers.connecting import KeyUnusable, WrongMode
from balie.outside.providers.connections import Connection
from balie.outside.providers.refusals import ProviderUnavailable
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay, refund

SECOND_KEY = "_".join(("rk_test", "studio_noord_second"))


def connect(house: House, key: str = STUDIO_RESTRICTED, *, live: bool = False) -> Connection:
    return connecting.connect_stripe(
        house.tenant, api_key=key, live=live, actor="operator:test", now=clock.now()
    )


def endpoints(house: House) -> list[str]:
    return [raw["id"] for raw in house.call("get", "/v1/webhook_endpoints")["data"]]


def connections_of(house: House) -> list[str]:
    rows = oracle.every_row(house.tenant)
    return [str(row["sk"]) for row in rows if str(row["sk"]).startswith("CONNECTION#")]


def test_an_account_that_is_connected_again_books_nothing_twice(either: House) -> None:
    paid = pay(either, open_invoice(either))
    either.settle()
    assert connect(either).id == either.connection
    refund(either, paid, 100)
    pay(either, open_invoice(either))
    either.settle()
    assert len(connections_of(either)) == 1
    assert len(oracle.invoices_in(oracle.every_row(either.tenant))) == 2
    oracle.check(either)


def test_connecting_again_replaces_the_endpoint_at_the_provider(memory_house: House) -> None:
    seen = set(endpoints(memory_house))
    for _ in range(3):
        connect(memory_house)
        (now,) = endpoints(memory_house)
        assert now not in seen
        seen.add(now)
    open_invoice(memory_house)
    memory_house.settle()
    oracle.check(memory_house)


def test_connecting_again_replaces_the_key(memory_house: House, simulator: Simulator) -> None:
    simulator.keys.add(SECOND_KEY, simulator.keys.permissions[STUDIO_RESTRICTED])
    connect(memory_house, SECOND_KEY)
    simulator.keys.remove(STUDIO_RESTRICTED)
    pay(memory_house, open_invoice(memory_house))
    memory_house.settle()
    oracle.check(memory_house)
    rows = oracle.every_row(memory_house.tenant)
    assert len(oracle.events_in(rows, "connection.created")) == 1
    assert len(oracle.events_in(rows, "connection.key_replaced")) == 1


def test_what_a_failure_left_without_an_endpoint_is_mended_by_connecting_again(
    memory_house: House, simulator: Simulator
) -> None:
    memory_house.call("delete", f"/v1/webhook_endpoints/{endpoints(memory_house)[0]}")
    simulator.faults.add("error", path="/v1/webhook_endpoints", method="POST")
    with pytest.raises(ProviderUnavailable):
        connect(memory_house)
    assert endpoints(memory_house) == []
    simulator.faults.clear()
    assert connect(memory_house).id == memory_house.connection
    assert len(endpoints(memory_house)) == 1
    open_invoice(memory_house)
    memory_house.settle()
    oracle.check(memory_house)


def test_another_firm_with_the_same_account_keeps_its_own_connection(
    memory_house: House, simulator: Simulator
) -> None:
    other = open_house(simulator)
    connect(memory_house)
    assert other.connection != memory_house.connection
    assert len(endpoints(memory_house)) == 2
    open_invoice(memory_house)
    memory_house.hear()
    assert not memory_house.work_off()
    oracle.check(memory_house)
    oracle.check(other)


@pytest.mark.parametrize("key", ["", "pk_test_publishable", "_".join(("rk_test", "revoked"))])
def test_a_key_that_cannot_be_used_leaves_the_connection_as_it_was(
    memory_house: House, key: str
) -> None:
    before, there = oracle.every_row(memory_house.tenant), endpoints(memory_house)
    with pytest.raises(KeyUnusable):
        connect(memory_house, key)
    assert (oracle.every_row(memory_house.tenant), endpoints(memory_house)) == (before, there)


def test_a_test_key_is_refused_where_money_is_real(memory_house: House) -> None:
    with pytest.raises(WrongMode):
        connect(memory_house, live=True)
