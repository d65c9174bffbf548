"""What customers agree to, change and take back at random; and whether it stands here as there."""

import random
from collections.abc import Callable
from typing import Any

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.money.payment_methods import service as payment_methods
from balie.money.payment_methods.model import PaymentMethod
from balie.money.subscriptions import service as subscriptions
from balie.relation.customers import service as customers
from tests.house.house import House
from tests.house.invoices import customer
from tests.house.payment_methods import detach, make_default, save_account, save_card, set_up
from tests.house.subscriptions import price, subscribe

PAUSE = {"behavior": "keep_as_draft"}


class Agreements:
    """A firm whose customers agree to things, the same for the same seed."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.chance = random.Random(seed)
        self.customers = [customer(house) for _ in range(2)]
        self.monthly = price(house)
        self.running: list[str] = []
        self.methods: dict[str, str] = {}
        self.accounts: dict[str, str] = {}
        self.mandates: list[str] = []

    def live(self, steps: int) -> None:
        acts: list[Callable[[], None]] = [
            self._subscribe,
            self._change,
            self._end,
            self._save,
            self._allow,
            self._revoke,
            self._choose,
            self._take_away,
            self._renew,
            self._move,
        ]
        for _ in range(steps):
            self.house.simulator.advance(seconds=1)
            self.chance.choice(acts)()

    def _subscribe(self) -> None:
        owner = self.chance.choice(self.customers)
        self.running.append(subscribe(self.house, owner, self.monthly))

    def _change(self) -> None:
        change: dict[str, Any] = self.chance.choice(
            [
                {"pause_collection": PAUSE},
                {"pause_collection": ""},
                {"cancel_at_period_end": True},
                {"cancel_at_period_end": False},
                {"description": "Site and mail"},
            ]
        )
        for ref in self._one(self.running):
            self.house.call("post", f"/v1/subscriptions/{ref}", **change)

    def _end(self) -> None:
        for ref in self._one(self.running):
            self.running.remove(ref)
            self.house.call("delete", f"/v1/subscriptions/{ref}")

    def _save(self) -> None:
        owner = self.chance.choice(self.customers)
        if self.chance.random() < 0.5:
            self.methods[save_card(self.house, owner)] = owner
            return
        ref = save_account(self.house, owner)
        self.methods[ref] = self.accounts[ref] = owner

    def _allow(self) -> None:
        for ref in self._one(self.accounts):
            self.mandates.append(set_up(self.house, self.accounts[ref], ref))

    def _revoke(self) -> None:
        for ref in self._one(self.mandates):
            self.mandates.remove(ref)
            self.house.simulator.people.revoke_mandate(ref)

    def _choose(self) -> None:
        for ref in self._one(self.methods):
            make_default(self.house, self.methods[ref], ref)

    def _take_away(self) -> None:
        for ref in self._one(self.methods):
            del self.methods[ref]
            self.accounts.pop(ref, None)
            detach(self.house, ref)

    def _renew(self) -> None:
        for ref in self._one(self.methods.keys() - self.accounts.keys()):
            year = self.chance.randint(2031, 2039)
            self.house.call("post", f"/v1/payment_methods/{ref}", card={"exp_year": year})

    def _move(self) -> None:
        owner = self.chance.choice(self.customers)
        given = {"type": "eu_vat", "value": f"NL{self.chance.randint(10**8, 10**9 - 1)}B01"}
        self.house.call("post", f"/v1/customers/{owner}/tax_ids", **given)
        street = {"line1": f"Herengracht {self.chance.randint(1, 600)}", "country": "NL"}
        self.house.call("post", f"/v1/customers/{owner}", address=street)

    def _one(self, of: Any) -> list[str]:
        """One of them, or none when there are none."""
        found = sorted(of)
        return [self.chance.choice(found)] if found else []


def check(house: House) -> None:
    """Everything that the customers have agreed to stands here as the provider has it."""
    for theirs in house.call("get", "/v1/customers", limit=100, expand=["data.tax_ids"])["data"]:
        with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
            found = customers.id_of_ref(work, house.connection, theirs["id"])
            assert found is not None, theirs["id"]
            ours = customers.get(work, found)
            kept = subscriptions.of_group(work, (found,))
            methods = [method for method, _ in payment_methods.of_group(work, ours)]
        street = ours.address.line1 if ours.address else None
        assert street == (theirs["address"] or {}).get("line1")
        assert ours.default_method_ref == theirs["invoice_settings"]["default_payment_method"]
        said = {one["value"] for one in theirs["tax_ids"]["data"]}
        assert said <= {one.value for one in ours.tax_ids}
        _check_subscriptions(house, theirs["id"], {one.ref: one for one in kept})
        _check_methods(house, theirs["id"], {one.ref: one for one in methods})


def _check_subscriptions(house: House, owner: str, ours: dict[str, Any]) -> None:
    listed = house.call("get", "/v1/subscriptions", customer=owner, status="all", limit=100)
    assert ours.keys() == {raw["id"] for raw in listed["data"]}
    for raw in listed["data"]:
        one = ours[raw["id"]]
        assert (one.status, one.description) == (raw["status"], raw["description"] or "")
        assert one.is_paused == bool(raw["pause_collection"])
        assert bool(one.ends_at) == (raw["cancel_at_period_end"] and not raw["ended_at"])
        assert [item.ref for item in one.items] == [item["id"] for item in raw["items"]["data"]]


def _check_methods(house: House, owner: str, ours: dict[str, PaymentMethod]) -> None:
    listed = house.call("get", f"/v1/customers/{owner}/payment_methods", limit=100)["data"]
    assert ours.keys() == {raw["id"] for raw in listed}
    store = house.simulator.world.store.by_id
    for raw in listed:
        one = ours[raw["id"]]
        assert one.expires_year == raw.get("card", {}).get("exp_year")
        given = store.get(store[raw["id"]].get("_mandate") or "")
        said = one.mandate and (one.mandate.ref, one.mandate.status)
        assert said == (given and (given["id"], given["status"])), raw["id"]
