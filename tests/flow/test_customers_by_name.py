"""A firm's customers by name: every one, in order, found by how the name begins."""

import pytest

from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import now
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.relation.customers import names as by_name
from balie.relation.customers.model import Customer
from balie.relation.customers.service import CustomerMissing
from dev.stripe.simulator import Simulator
from tests.house import damage
from tests.house.house import House, open_house
from tests.house.invoices import customer

NAMES = [
    "Zwaan",
    "van Dijk & Zonen",
    "Van Dijk",
    "VAN  DIJK",
    "Ångström",
    "angstrom b.v.",
    "Café Noir",
    "😀 Events",
    "\U0010ffff hidden",
    "# 1 Bouw",
    "ﷺ" * 300,
    "é" * 2000,
]
SORTED = ["# 1 Bouw", "Ångström", "angstrom b.v.", "Café Noir"]


def names(house: House, prefix: str = "", *, limit: int = 100) -> list[str]:
    """Page after page, as a walk does."""
    found: list[str] = []
    after, more = "", True
    while more:
        with open_work(house.tenant, "test", Cause.PERSON, now()) as work:
            page, more = _page(work, prefix, limit=limit, after=after)
        found += [one.name for one in page]
        after = page[-1].id if page else ""
    return found


def _page(work: Work, prefix: str, *, limit: int, after: str) -> tuple[list[Customer], bool]:
    if not prefix:
        return by_name.page(work, limit=limit, after=after)
    found, more = by_name.search(work, prefix, limit=limit, after=after)
    return [one.customer for one in found], more


@pytest.mark.parametrize("limit", [1, 5, 100])
def test_every_customer_is_listed_once_whatever_its_name(either: House, limit: int) -> None:
    for name in NAMES:
        customer(either, name=name)
    either.settle()
    found = names(either, limit=limit)
    assert sorted(found) == sorted(NAMES)
    assert [name for name in found if name in SORTED] == SORTED
    assert found.index("Van Dijk") < found.index("van Dijk & Zonen") < found.index("Zwaan")


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("van d", {"Van Dijk", "VAN  DIJK", "van Dijk & Zonen"}),
        ("ANG", {"Ångström", "angstrom b.v."}),
        ("cafe\u0301 n", {"Café Noir"}),
        ("😀", {"😀 Events"}),
        ("dijk", {"Van Dijk", "VAN  DIJK", "van Dijk & Zonen"}),
        ("zonen", {"van Dijk & Zonen"}),
        ("ijk", set()),
        ("é" * 3000, {"é" * 2000}),
    ],
)
def test_customers_are_found_by_how_the_name_begins(
    memory_house: House, prefix: str, expected: set[str]
) -> None:
    for name in NAMES:
        customer(memory_house, name=name)
    memory_house.settle()
    assert set(names(memory_house, prefix)) == expected


def test_a_customer_with_another_name_is_listed_by_that_alone(memory_house: House) -> None:
    ref = customer(memory_house, name="Van Dijk")
    memory_house.settle()
    memory_house.call("post", f"/v1/customers/{ref}", name="Bakker")
    memory_house.settle()
    assert names(memory_house) == ["Bakker"]
    assert names(memory_house, "van") == []


def test_one_saved_before_there_was_a_list_is_listed_when_it_is_saved_again(
    memory_house: House,
) -> None:
    ref = customer(memory_house, name="Van Dijk")
    memory_house.settle()
    damage.put(memory_house, damage.row_of(memory_house, "A#CUSTOMER"), "list_pk", "list_sk")
    assert names(memory_house) == []
    memory_house.call("post", f"/v1/customers/{ref}", phone="+31 20 1234567")
    memory_house.settle()
    assert names(memory_house) == ["Van Dijk"]


def test_another_firm_sees_none_of_them(memory_house: House, simulator: Simulator) -> None:
    customer(memory_house, name="Van Dijk")
    memory_house.settle()
    other = open_house(simulator, tenant=new_id("ten"))
    assert names(other) == []
    with open_work(memory_house.tenant, "test", Cause.PERSON, now()) as work:
        ((theirs,), _) = by_name.page(work)
    with (
        open_work(other.tenant, "test", Cause.PERSON, now()) as work,
        pytest.raises(CustomerMissing),
    ):
        by_name.page(work, after=theirs.id)
