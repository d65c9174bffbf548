"""A client that stands twice at the firm's provider, what merges it, and what its portal shows."""

from typing import Any

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.relation.customers import service as customers
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer
from tests.house.people import browser_of, contact_of
from tests.house.team import Colleague
from tests.house.visitor import Answer, Visitor

PERIOD = "first=2020-01-01&last=2030-01-01"
NOT_OF_CUSTOMERS = ("EVENTS#", "AUDIT", "SESSION", "USER", "PASSKEY")


def our_id(house: House, ref: str) -> str:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        found = customers.id_of_ref(work, house.connection, ref)
    assert found
    return found


def two(house: House) -> tuple[str, str]:
    """The refs of the same client as two customers: Sanne's and Piet's."""
    first = customer(house, name="Van Dijk", email="sanne@vandijk.example")
    second = customer(house, name="Bouwbedrijf De Dijk", email="piet@dedijk.example")
    house.settle()
    return first, second


def browser(house: House, ref: str) -> Visitor:
    """Of the customer's first contact."""
    return browser_of(house, contact_of(house, ref))


def merge(team: Colleague, head: str, member: str) -> Answer:
    """Their own ids."""
    return team.post(f"/desk/customers/{head}/members", {"customer_id": member})


def split(team: Colleague, head: str, member: str) -> Answer:
    return team.delete(f"/desk/customers/{head}/members/{member}")


def listed(visitor: Visitor | Colleague, path: str, name: str, limit: int = 2) -> list[Any]:
    """All that a list has, page after page."""
    found: list[Any] = []
    cursor: str | None = ""
    mark = "&" if "?" in path else "?"
    while cursor is not None:
        answer = visitor.get(f"{path}{mark}limit={limit}&cursor={cursor.replace('#', '%23')}")
        assert answer.status == 200, answer.text
        found += answer.json[name]
        cursor = answer.json["next_cursor"]
    return found


def kept(house: House) -> dict[tuple[str, str], dict[str, Any]]:
    """All rows but the log, without their versions."""
    found = {}
    for row in oracle.every_row(house.tenant):
        key = (str(row["pk"]), str(row["sk"]))
        if not any(name in key[0] for name in NOT_OF_CUSTOMERS):
            found[key] = {name: value for name, value in row.items() if name != "version"}
    return found
