"""Whatever is merged and split in whatever order: a group shows the union, and in the end nothing
is left of it."""

import random
from typing import Any

import pytest

from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.house import House, open_house
from tests.house.invoices import adjust, customer, open_invoice, pay
from tests.house.memory_aws import MemoryAws
from tests.house.standing_twice import PERIOD, browser, kept, listed, merge, our_id, split
from tests.house.team import Colleague
from tests.house.team import colleague as staff

CUSTOMERS = 6
ACTS = 25
AMOUNTS = ("open", "overdue", "collected", "due_later", "credit", "carried")


class Client:
    """What a customer's own portal shows before anything is merged."""

    def __init__(self, house: House, ref: str) -> None:
        self.id = our_id(house, ref)
        self.visitor = browser(house, ref)
        self.shown = shown(self.visitor)


def shown(visitor: Any, limit: int = 3) -> dict[str, Any]:
    """In minor units, and in no order, what can be added up naively."""
    overview = visitor.get("/api/overview").json
    statements = {
        one["currency"]: visitor.get(f"/api/statement?{PERIOD}&currency={one['currency']}").json
        for one in overview["balances"]
    }
    return {
        "balances": {one["currency"]: amounts(one) for one in overview["balances"]},
        "invoices": sorted(map(str, listed(visitor, "/api/invoices", "invoices", limit))),
        "open": sorted(map(str, listed(visitor, "/api/invoices?status=open", "invoices", limit))),
        "payments": sorted(map(str, listed(visitor, "/api/payments", "payments", limit))),
        "closing": {name: minor(one["closing"]) for name, one in statements.items()},
        "entries": sorted(
            str((one["date"], one["what"], one["invoice_number"], one["amount"]))
            for statement in statements.values()
            for one in statement["entries"]
        ),
    }


def amounts(standing: dict[str, Any]) -> dict[str, int]:
    return {name: minor(standing[name]) for name in AMOUNTS}


def minor(amount: dict[str, str]) -> int:
    return round(float(amount["value"]) * 100)


def union(clients: list[Client]) -> dict[str, Any]:
    found: dict[str, Any] = {"balances": {}, "closing": {}}
    for name in ("invoices", "open", "payments", "entries"):
        found[name] = sorted(each for one in clients for each in one.shown[name])
    for one in clients:
        for currency, said in one.shown["balances"].items():
            sums = found["balances"].setdefault(currency, dict.fromkeys(AMOUNTS, 0))
            for name in AMOUNTS:
                sums[name] += said[name]
        for currency, owed in one.shown["closing"].items():
            found["closing"][currency] = found["closing"].get(currency, 0) + owed
    return found


def furnish(house: House, chance: random.Random) -> list[str]:
    refs = []
    for number in range(CUSTOMERS):
        ref = customer(house, name=f"Van Dijk {number} dijk", email=f"c{number}@x.example")
        refs.append(ref)
        currency = chance.choice(["eur", "usd"])  # Stripe bills a customer in one
        if chance.random() < 0.4:
            adjust(house, ref, -chance.randrange(1, 2_000), currency)
        for _ in range(chance.randrange(5)):
            days = chance.randrange(1, 30)
            cents = chance.randrange(2_500, 90_000)
            invoice = open_invoice(house, cents, of=ref, days_until_due=days, currency=currency)
            if chance.random() < 0.5:
                pay(house, invoice)
    house.settle()
    return refs


def act(team: Colleague, groups: dict[str, list[str]], chance: random.Random) -> None:
    """groups: the members of each that is a head or stands alone; kept up to date here."""
    merged = [(head, member) for head, members in groups.items() for member in members]
    if merged and chance.random() < 0.4:
        head, member = chance.choice(merged)
        assert split(team, head, member).status == 200
        groups[head].remove(member)
        groups[member] = []
        return
    if len(groups) < 2:
        return
    head, member = chance.sample(sorted(groups), 2)
    answer = merge(team, head, member)
    if groups[member]:
        assert answer.json["code"] == "customer_has_members"
        return
    assert answer.status == 200, answer.text
    groups[head].append(member)
    del groups[member]


def agree(team: Colleague, clients: dict[str, Client], groups: dict[str, list[str]]) -> None:
    names = listed(team, "/desk/customers", "customers", 2)
    assert sorted(one["id"] for one in names) == sorted(groups)
    found = [one["id"] for one in listed(team, "/desk/customers?q=dijk", "customers", 1)]
    assert sorted(found) == sorted(groups)
    for head, members in groups.items():
        expected = union([clients[one] for one in (head, *members)])
        for own in (head, *members):
            assert shown(clients[own].visitor) == expected
            page = team.get(f"/desk/customers/{own}").json
            assert page["id"] == head
            said = {one["currency"]: amounts(one) for one in page["balances"]}
            assert said == expected["balances"]


@pytest.mark.parametrize("seed", range(3))
def test_a_group_shows_the_union_and_leaves_nothing_behind(
    memory: MemoryAws, simulator: Simulator, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    house = open_house(simulator)
    refs = furnish(house, chance)
    team = staff(house.tenant)
    before = kept(house)
    clients = {one.id: one for one in (Client(house, ref) for ref in refs)}
    groups: dict[str, list[str]] = {one: [] for one in clients}
    for number in range(ACTS):
        act(team, groups, chance)
        if number % 6 == 0:
            agree(team, clients, groups)
    agree(team, clients, groups)
    for head, members in list(groups.items()):
        for member in list(members):
            assert split(team, head, member).status == 200
    assert kept(house) == before
    assert {one.id: shown(one.visitor) for one in clients.values()} == {
        one.id: one.shown for one in clients.values()
    }
    oracle.check(house)
