"""The watch over every flow of this folder sees what is not told, and who and why of what is."""

import json
from typing import Any

import pytest

from balie.ground.aws import keys
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import connecting
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from tests.house import catching_up, oracle, signing_in, told
from tests.house.histories.arriving import WAYS
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay
from tests.house.memory_aws import MemoryAws

SECRETS = ("sk_", "rk_", "whsec_", STUDIO_RESTRICTED)
IBAN = "NL91ABNA0417164300"
EMAIL = "canary@van-dijk.example"
NAME = "Canary van Dijk"
NOTE = "canary note, with a card 4242424242424242"
ACTORS = {"operator:test", "provider:stripe", "system"}


def events_of(house: House) -> list[dict[str, Any]]:
    found = oracle.every_row(house.tenant)
    return [json.loads(str(row["data"])) for row in found if str(row["sk"]).startswith("EVENT#")]


@pytest.fixture
def untold(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    return told.watch(monkeypatch)


@pytest.fixture
def every_change_is_told() -> None:
    """These flows change things in silence on purpose."""


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (keys.tenant(), "TENANT TENANT"),
        (keys.connection("con_1"), "TENANT CONNECTION"),
        (keys.customer("cus_1"), "CUSTOMER CUSTOMER"),
        (keys.session("a1"), "SESSION SESSION"),
        (keys.Key("SOMETHING#new", "ROW#1"), "SOMETHING"),
    ],
)
def test_a_row_that_changes_in_silence_is_seen(
    memory_house: House, untold: list[tuple[str, ...]], key: keys.Key, kind: str
) -> None:
    with open_work(memory_house.tenant, "system", Cause.TIMER, clock.now()) as work:
        version = int((work.get(key) or {}).get("version", 0))
        work.put(key, {"data": '{"name": "another"}'}, version=version)
    assert [one[0].split(" ROW")[0] for one in untold] == [kind]


def test_an_amount_that_is_posted_in_silence_is_seen(
    memory_house: House, untold: list[tuple[str, ...]]
) -> None:
    with open_work(memory_house.tenant, "system", Cause.TIMER, clock.now()) as work:
        work.add(keys.balance("cus_1", "EUR"), {"receivable": 100})
    assert untold == [("CUSTOMER BALANCE",)]


def test_a_row_that_goes_in_silence_is_seen(
    memory_house: House, untold: list[tuple[str, ...]]
) -> None:
    with open_work(memory_house.tenant, "system", Cause.TIMER, clock.now()) as work:
        held = work.get(keys.tenant())
        assert held
        work.delete(keys.tenant(), version=int(str(held["version"])))
    assert untold == [("TENANT TENANT",)]


def test_what_is_told_and_what_stays_as_it_was_is_not(
    memory_house: House, untold: list[tuple[str, ...]]
) -> None:
    with open_work(memory_house.tenant, "system", Cause.TIMER, clock.now()) as work:
        held = work.get(keys.tenant())
        assert held
        work.put(keys.tenant(), held, version=int(str(held["version"])))
    with open_work(memory_house.tenant, "system", Cause.TIMER, clock.now()) as work:
        work.put(keys.customer("cus_1"), {"data": "{}"}, version=0)
        work.record("customer.created", "cus_1")
    assert untold == []


@pytest.mark.parametrize("way", WAYS)
def test_each_event_says_who_did_it_and_why(
    memory_house: House, untold: list[tuple[str, ...]], way: str
) -> None:
    """Of random histories, by each way in which a provider's news can come."""
    for seed in range(3):
        WAYS[way](memory_house, seed, 15)
    found = events_of(memory_house)
    assert len(found) > 30
    assert {one["actor"] for one in found} <= ACTORS
    for one in found:
        refs = {"webhook": "evt_", "import": "cup_", "sync": "cup_"}
        expected = refs.get(one["cause"])
        assert one["tenant"] == memory_house.tenant
        assert one["object_id"], one
        assert expected is None or (one["cause_ref"] or "").startswith(expected), one
        assert expected or one["cause"] in ("operator", "person", "timer"), one
    assert untold == []


def test_what_a_person_does_names_the_person_and_the_request(
    firm: House, memory: MemoryAws
) -> None:
    signing_in.let_in(firm, memory)
    (event,) = [one for one in events_of(firm) if one["name"] == "contact.signed_in"]
    assert event["actor"] == f"contact:{event['object_id']}"
    assert (event["cause"], event["cause_ref"]) == ("person", "r")


def test_events_hold_ids_amounts_and_words_and_nothing_personal(
    memory: MemoryAws, simulator: Simulator
) -> None:
    """A customer whose every field is a canary, at a firm that comes, changes its key and goes."""
    house = open_house(simulator)
    customer = house.call(
        "post", "/v1/customers", name=NAME, email=EMAIL, description=NOTE, phone=IBAN
    )["id"]
    pay(house, open_invoice(house, of=customer, description=NOTE, footer=IBAN))
    house.settle()
    house.call("post", f"/v1/customers/{customer}", name=f"{NAME} BV", email=f"2{EMAIL}")
    house.settle()
    catching_up.run(house, Cause.IMPORT)
    connecting.connect_stripe(
        house.tenant, api_key=STUDIO_RESTRICTED, live=False, actor="operator:test", now=clock.now()
    )
    connecting.disconnect(house.tenant, house.connection, actor="operator:test", now=clock.now())
    found = events_of(house)
    names = {one["name"] for one in found}
    assert {"customer.updated", "invoice.paid", "import.listed", "connection.disconnected"} <= names
    text = json.dumps(found, ensure_ascii=False)
    for canary in (IBAN, "canary", "Canary", "@", "4242", *SECRETS):
        assert canary not in text, canary
