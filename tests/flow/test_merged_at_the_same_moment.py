"""Merging, splitting and viewing while others are half-way: each sees what was or what is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from balie.firm.users.roles import Role as UserRole
from balie.relation.customers.roles import Role
from tests.flow.test_merging_hostile import ids, refs, team
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import open_invoice
from tests.house.meetings import at_once
from tests.house.memory_aws import MemoryAws
from tests.house.people import browser_of, colleague, contact_of
from tests.house.signing_in import host
from tests.house.standing_twice import browser, merge, split
from tests.house.team import Colleague
from tests.house.team import colleague as staff
from tests.house.viewing import asks_to_view, code_of, takes, viewer
from tests.house.visitor import Visitor

__all__ = ["ids", "refs", "team"]

READING = ("/api/overview", "/api/invoices", "/api/payments", "/api/profile", "/api/session")
Refs = tuple[str, str, str]
ways = pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "", {}),
        ("PUT", "/role", {"role": "billing"}),
        ("PUT", "/role", {"role": "viewer"}),
    ],
    ids=["removed", "billing", "viewer"],
)


class JustBefore:
    """Whatever happens before the request of that number which somebody makes in the block.

    came: whether there were so many.
    """

    def __init__(self, memory: MemoryAws, number: int, happening: Callable[[], Any]) -> None:
        self.came, self._seen = False, 0
        self._memory, self._number, self._happening = memory, number, happening

    def __enter__(self) -> "JustBefore":
        self._memory.interfere_with(self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        self._memory.interfere_with(_undisturbed)

    def _hear(self, _name: str, moment: str) -> None:
        self._seen += moment == "before"
        if self._seen == self._number and not self.came:
            self.came = True
            self._memory.interfere_with(_undisturbed)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(self._happening).result()


def _undisturbed(_name: str, _moment: str) -> None:
    return


def test_who_reads_while_it_is_split_sees_what_was_or_what_is(
    memory_house: House, memory: MemoryAws, team: Colleague, refs: Refs, ids: Refs
) -> None:
    piet, tried = browser(memory_house, refs[1]), 0
    for path in READING:
        alone = piet.get(path).text
        for number in range(1, 40):
            assert merge(team, ids[0], ids[1]).status == 200
            together = piet.get(path).text
            with JustBefore(memory, number, lambda: split(team, ids[0], ids[1])) as meanwhile:
                answer = piet.get(path)
            if not meanwhile.came:
                assert split(team, ids[0], ids[1]).status == 200
                break
            tried += 1
            assert answer.text in (alone, together), (path, number)
            assert piet.get(path).text == alone
    assert tried > 20


def test_an_invoice_that_arrives_meanwhile_is_seen_by_both(
    memory_house: House, memory: MemoryAws, team: Colleague, refs: Refs, ids: Refs
) -> None:
    for number in range(1, 40, 2):
        open_invoice(memory_house, 700 + number, of=refs[1])
        memory_house.hear()
        with JustBefore(memory, number, lambda: merge(team, ids[0], ids[1])) as meanwhile:
            failed = memory_house.work_off()
        assert not memory_house.work_off(failed)
        if not meanwhile.came:
            break
        for ref in refs[:2]:
            told = browser(memory_house, ref).get("/api/invoices?limit=100").text
            assert f'"{7 + number // 100}.{number % 100:02d}"' in told
        assert split(team, ids[0], ids[1]).status == 200
    assert number > 5
    oracle.check(memory_house)


@ways
def test_of_two_owners_of_merged_customers_one_stays(  # noqa: PLR0913, PLR0917
    memory_house: House,
    memory: MemoryAws,
    team: Colleague,
    refs: Refs,
    ids: Refs,
    method: str,
    path: str,
    body: Any,
) -> None:
    assert merge(team, ids[0], ids[1]).status == 200
    people = [contact_of(memory_house, ref) for ref in refs[:2]]
    browsers = [browser_of(memory_house, one) for one in people]
    acts = [
        partial(by.send_json, method, f"/api/contacts/{of.id}{path}", body)
        for by, of in zip(browsers, reversed(people), strict=True)
    ]
    assert sorted(answer.status for answer in at_once(memory, acts))[1] == 409
    sessions = [one.get("/api/session") for one in browsers]
    roles = [one.json["contact"]["role"] for one in sessions if one.status == 200]
    assert roles.count("owner") == 1


@ways
def test_the_last_owner_is_not_taken_away_under_another_of_its_ids(
    memory_house: House, team: Colleague, refs: Refs, ids: Refs, method: str, path: str, body: Any
) -> None:
    """Who owns the first customer and may only look at the second, and then both are one."""
    sanne = contact_of(memory_house, refs[0])
    twice = colleague(memory_house, refs[1], Role.VIEWER, sanne.email)
    piet = browser(memory_house, refs[1])
    merge(team, ids[0], ids[1])
    hers = browser_of(memory_house, sanne)
    removed = contact_of(memory_house, refs[1])
    assert hers.send_json("DELETE", f"/api/contacts/{removed.id}", {}).status == 204
    assert piet.get("/api/session").status == 401
    answer = hers.send_json(method, f"/api/contacts/{twice.id}{path}", body)
    assert (answer.status, answer.json["code"]) == (409, "last_owner_of_customer")
    assert hers.get("/api/session").json["contact"]["role"] == "owner"


def test_a_view_that_begins_while_its_user_is_removed_shows_nothing(
    memory_house: House, memory: MemoryAws, team: Colleague, ids: Refs
) -> None:
    noor = staff(memory_house.tenant, UserRole.SUPPORT)
    looking = Visitor(host(memory_house))
    code = code_of(asks_to_view(noor, ids[0]))
    acts = [
        lambda: takes(looking, code).status,
        lambda: team.delete(f"/desk/users/{noor.id}").status,
    ]
    assert at_once(memory, acts)[1] == 204
    assert looking.get("/api/overview").status == 401


def test_a_view_ends_in_the_middle_of_a_request_with_its_user(
    memory_house: House, memory: MemoryAws, team: Colleague, ids: Refs
) -> None:
    for number in range(1, 12):
        noor = staff(memory_house.tenant, UserRole.SUPPORT, f"noor{number}@studionoord.example")
        looking = viewer(memory_house, noor, ids[0])
        remove = partial(team.delete, f"/desk/users/{noor.id}")
        with JustBefore(memory, number, remove) as meanwhile:
            assert looking.get("/api/invoices").status in (200, 401)
        assert looking.get("/api/invoices").status == (401 if meanwhile.came else 200)


@pytest.mark.usefixtures("documents")
def test_a_document_that_is_fetched_while_customers_are_split_is_its_owners(
    memory_house: House, memory: MemoryAws, team: Colleague, refs: Refs, ids: Refs
) -> None:
    piet, sanne = browser(memory_house, refs[1]), browser(memory_house, refs[0])
    (hers,) = [one["id"] for one in sanne.get("/api/invoices").json["invoices"]]
    for number in range(1, 40):
        assert merge(team, ids[0], ids[1]).status == 200
        with JustBefore(memory, number, lambda: split(team, ids[0], ids[1])) as meanwhile:
            assert piet.get(f"/api/invoices/{hers}/pdf").status in (200, 404)
        if not meanwhile.came:
            break
        assert piet.get(f"/api/invoices/{hers}/pdf").status == 404
        assert sanne.get(f"/api/invoices/{hers}/pdf").status == 200
    assert number > 5
    assert all(hers in key for key in memory.s3.objects)
