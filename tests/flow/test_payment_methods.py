"""A way to pay from the webhook to its row: saved, renewed, taken away; and its mandate."""

from typing import Any

import pytest

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.money.payment_methods import service as payment_methods
from balie.money.payment_methods.model import PaymentMethod
from balie.outside.providers.snapshots import MandateStatus
from balie.relation.customers import service as customers
from dev.stripe.outbox import Delivery
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer, open_invoice
from tests.house.payment_methods import detach, make_default, save_account, save_card, set_up


def of(house: House, customer_ref: str) -> list[PaymentMethod]:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        found = customers.id_of_ref(work, house.connection, customer_ref)
        assert found is not None
        whole = customers.get(work, found)
        return [method for method, _ in payment_methods.of_group(work, whole)]


def told(house: House) -> list[str]:
    """Names of what was recorded of methods and mandates, in order."""
    rows = oracle.every_row(house.tenant)
    events = {str(row["sk"]): str(row["name"]) for row in rows if "name" in row}
    return [
        events[key]
        for key in sorted(events)
        if events[key].startswith(("payment_method.", "mandate."))
    ]


def only(news: list[Delivery], *names: str) -> list[Delivery]:
    wanted = [f'"type":"{name}"'.encode() for name in names]
    kept = [one for one in news if any(name in one.body.replace(b" ", b"") for name in wanted)]
    assert kept, "no such news"
    return kept


def test_a_card_is_saved_renewed_and_taken_away(either: House) -> None:
    owner = customer(either)
    card = save_card(either, owner)
    either.settle()
    (found,) = of(either, owner)
    assert (found.ref, found.label) == (card, "Visa •••• 4242")
    assert (found.expires_year, found.expires_month) == (2030, 8)
    either.call("post", f"/v1/payment_methods/{card}", card={"exp_month": 9, "exp_year": 2033})
    either.settle()
    (found,) = of(either, owner)
    assert (found.expires_year, found.expires_month) == (2033, 9)
    detach(either, card)
    either.settle()
    assert of(either, owner) == []
    assert told(either) == [
        "payment_method.attached",
        "payment_method.updated",
        "payment_method.detached",
    ]


def test_what_is_told_twice_is_recorded_once(memory_house: House) -> None:
    card = save_card(memory_house, customer(memory_house))
    detach(memory_house, card)
    news = memory_house.simulator.take()
    for _ in range(2):
        memory_house.hear(news)
        hints = memory_house.hints()
        assert not memory_house.work_off(hints)
        assert not memory_house.work_off(hints)
    assert told(memory_house) == [], "when it was looked at, it was nobody's already"


def test_the_owner_of_a_detached_method_is_known_from_our_own_row(memory_house: House) -> None:
    owner = customer(memory_house)
    card = save_card(memory_house, owner)
    memory_house.settle()
    detach(memory_house, card)
    news = memory_house.simulator.take()
    memory_house.hear(only(news, "payment_method.detached"))
    assert not memory_house.work_off()
    assert of(memory_house, owner) == []
    assert told(memory_house)[-1] == "payment_method.detached"


def test_a_method_that_the_provider_knows_no_more_is_detached_not_deleted(
    memory_house: House,
) -> None:
    owner = customer(memory_house)
    card = save_card(memory_house, owner)
    memory_house.settle()
    memory_house.call("post", f"/v1/payment_methods/{card}", allow_redisplay="always")
    store = memory_house.simulator.world.store
    store.delete(store.by_id[card])
    memory_house.settle()
    assert of(memory_house, owner) == []
    rows = oracle.every_row(memory_house.tenant)
    assert any("PAYMENT_METHOD#" in str(row["sk"]) for row in rows)
    assert told(memory_house)[-1] == "payment_method.detached"


def test_the_default_one_comes_first(memory_house: House) -> None:
    owner = customer(memory_house)
    old = save_card(memory_house, owner)
    memory_house.simulator.advance(seconds=60)
    new = save_card(memory_house, owner, "pm_card_mastercard")
    memory_house.settle()
    assert [found.ref for found in of(memory_house, owner)] == [new, old]
    make_default(memory_house, owner, old)
    memory_house.settle()
    assert [found.ref for found in of(memory_house, owner)] == [old, new]


@pytest.mark.parametrize("how", ["set up", "paid"])
def test_an_account_has_its_mandate_however_that_was_given(memory_house: House, how: str) -> None:
    owner = customer(memory_house)
    account = save_account(memory_house, owner)
    if how == "set up":
        set_up(memory_house, owner, account)
    else:
        invoice = open_invoice(memory_house, of=owner)
        memory_house.call("post", f"/v1/invoices/{invoice}/pay", payment_method=account)
    news = memory_house.simulator.take()
    memory_house.hear(only(news, "payment_method.attached"))
    assert not memory_house.work_off()
    (found,) = of(memory_house, owner)
    assert found.mandate is not None
    assert (found.mandate.status, found.last4) == (MandateStatus.ACTIVE, "5264")
    assert found.mandate.reference


def test_a_mandate_given_later_is_heard_of(memory_house: House) -> None:
    owner = customer(memory_house)
    account = save_account(memory_house, owner)
    memory_house.settle()
    assert of(memory_house, owner)[0].mandate is None
    set_up(memory_house, owner, account)
    memory_house.settle()
    assert of(memory_house, owner)[0].mandate is not None
    assert told(memory_house) == ["payment_method.attached", "mandate.updated"]


def test_a_mandate_that_is_revoked_debits_no_more(either: House) -> None:
    owner = customer(either)
    mandate = set_up(either, owner, save_account(either, owner))
    either.settle()
    either.simulator.people.revoke_mandate(mandate)
    either.settle()
    (found,) = of(either, owner)
    assert found.mandate is not None
    assert found.mandate.status is MandateStatus.INACTIVE
    assert told(either)[-1] == "mandate.updated"


def test_a_mandate_heard_of_first_brings_its_method_and_customer(memory_house: House) -> None:
    owner = customer(memory_house)
    account = save_account(memory_house, owner)
    memory_house.simulator.take()
    set_up(memory_house, owner, account)
    memory_house.hear(only(memory_house.simulator.take(), "setup_intent.succeeded"))
    assert not memory_house.work_off()
    assert [found.ref for found in of(memory_house, owner)] == [account]


def test_the_methods_of_others_are_not_seen(memory_house: House) -> None:
    owner = customer(memory_house)
    save_card(memory_house, owner)
    other = customer(memory_house, email="ander@ander.example")
    memory_house.settle()
    assert of(memory_house, other) == []
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        found: Any = customers.id_of_ref(work, memory_house.connection, owner)
        whole = customers.get(work, found)
    with open_work(new_id("ten"), "test", Cause.PERSON, clock.now()) as work:
        assert payment_methods.of_group(work, whole) == []


def test_a_method_that_was_nobodys_is_not_kept(memory_house: House) -> None:
    made = memory_house.call("post", "/v1/payment_methods", type="card", card={"token": "tok_visa"})
    memory_house.call("post", f"/v1/payment_methods/{made['id']}", allow_redisplay="always")
    memory_house.settle()
    rows = oracle.every_row(memory_house.tenant)
    assert not any("PAYMENT_METHOD#" in str(row["sk"]) for row in rows)
