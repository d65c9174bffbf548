"""A key that may do too little is refused before anything is kept, with all that it lacks."""

from urllib.parse import parse_qs, urlsplit

import pytest

from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import connecting
from balie.outside.providers.connecting import KeyUnusable, PermissionMissing
from balie.outside.providers.connections import Connection
from balie.outside.providers.refusals import ProviderUnavailable
from balie.outside.providers.stripe import permissions
from balie.outside.providers.stripe.permissions import READ, WRITE_BACK, Permission
from dev.stripe import firm
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.catching_up import run
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay, refund
from tests.house.memory_aws import MemoryAws

KEY = "_".join(("rk_test", "precise"))
NAMES = [permission.name for permission in READ]


def connect(tenant: str, *, write_back: bool = False) -> Connection:
    return connecting.connect_stripe(
        tenant,
        api_key=KEY,
        live=False,
        actor="operator:test",
        now=clock.now(),
        write_back=write_back,
    )


def hold(simulator: Simulator, *names: str) -> None:
    simulator.keys.add(KEY, names)


def named_by(permission: Permission) -> str:
    """Stripe refuses the account itself in the name of another permission than the documented."""
    return "accounts_kyc_basic_read" if permission.probe == "/v1/account" else permission.name


def test_a_key_with_just_what_is_asked_for_is_enough_for_all_that_comes_in(
    memory: MemoryAws, simulator: Simulator
) -> None:
    firm.seed(simulator)
    hold(simulator, *NAMES)
    house = open_house(simulator, api_key=KEY)
    assert run(house, Cause.IMPORT).is_complete
    simulator.take()
    refund(house, pay(house, open_invoice(house)), 100)
    house.settle()
    assert run(house, Cause.SYNC).is_complete
    oracle.check(house)


@pytest.mark.parametrize("lacking", READ, ids=lambda permission: permission.name)
def test_each_permission_that_is_missing_is_named(
    memory_house: House, simulator: Simulator, lacking: Permission
) -> None:
    hold(simulator, *(name for name in NAMES if name != lacking.name))
    with pytest.raises(PermissionMissing) as refused:
        connect(memory_house.tenant)
    assert refused.value.names == (named_by(lacking),)


def test_all_that_is_missing_is_told_at_once_in_the_words_of_stripes_page(
    memory_house: House, simulator: Simulator
) -> None:
    lacking = {"customer_read", "plan_read", "webhook_write"}
    hold(simulator, *(set(NAMES) - lacking), "webhook_read")
    with pytest.raises(PermissionMissing) as refused:
        connect(memory_house.tenant)
    detail = refused.value.detail
    assert "lacks Customers (Read), Prices (Read), Webhook Endpoints (Write)." in detail
    page = urlsplit(detail.split()[-1])
    assert (page.netloc, page.path) == ("dashboard.stripe.com", "/test/apikeys/create")
    filled_in = [values[0] for name, values in parse_qs(page.query).items() if name != "name"]
    assert filled_in == [f"rak_{name}" for name in NAMES]
    assert KEY not in detail


def test_a_live_firm_is_sent_to_the_page_for_live_keys() -> None:
    page = permissions.page_for_a_key(READ, live=True)
    assert page.startswith("https://dashboard.stripe.com/apikeys/create?")


def test_nothing_is_kept_of_a_key_that_may_do_too_little(
    memory_house: House, simulator: Simulator
) -> None:
    before = oracle.every_row(memory_house.tenant)
    there = memory_house.call("get", "/v1/webhook_endpoints")["data"]
    hold(simulator, "customer_read")
    changes = simulator.changes
    with pytest.raises(PermissionMissing):
        connect(memory_house.tenant)
    assert oracle.every_row(memory_house.tenant) == before
    assert memory_house.call("get", "/v1/webhook_endpoints")["data"] == there
    assert simulator.changes == changes


def test_a_firm_that_was_never_connected_keeps_nothing_either(
    memory_house: House, simulator: Simulator
) -> None:
    tenant = "ten_01K9ZZZZZZZZZZZZZZZZZZZZZZ"
    hold(simulator)
    with pytest.raises(PermissionMissing) as refused:
        connect(tenant)
    assert len(refused.value.names) == len(READ)
    assert oracle.every_row(tenant) == []


def test_writing_is_asked_for_when_it_is_switched_on_only(
    memory_house: House, simulator: Simulator
) -> None:
    hold(simulator, *NAMES)
    assert not connect(memory_house.tenant).write_back
    with pytest.raises(PermissionMissing) as refused:
        connect(memory_house.tenant, write_back=True)
    assert refused.value.names == tuple(permission.name for permission in WRITE_BACK)
    hold(simulator, *NAMES, *refused.value.names)
    changes = set(simulator.world.store.kinds)
    assert connect(memory_house.tenant, write_back=True).write_back
    assert set(simulator.world.store.kinds) == changes, "trying out made something"


def test_a_key_that_is_dead_is_not_told_what_it_lacks(memory_house: House) -> None:
    with pytest.raises(KeyUnusable):
        connect(memory_house.tenant)


def test_an_outage_is_no_missing_permission(memory_house: House, simulator: Simulator) -> None:
    hold(simulator, *NAMES)
    simulator.faults.add("error", path="/v1/mandates")
    with pytest.raises(ProviderUnavailable):
        connect(memory_house.tenant)
