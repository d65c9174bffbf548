"""Merging shows nobody what is not theirs: other firms, other customers, after a split, at once."""

from typing import Any

import pytest

from balie.relation.customers import merging
from balie.relation.customers.roles import Role
from dev.stripe.simulator import Simulator
from tests.house import damage
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice
from tests.house.meetings import at_once, just_before_writing
from tests.house.memory_aws import MemoryAws
from tests.house.people import browser_of, colleague
from tests.house.standing_twice import PERIOD, browser, listed, merge, our_id, split, two
from tests.house.team import Colleague
from tests.house.team import colleague as staff
from tests.house.visitor import Answer, Visitor

PORTAL = (
    "/api/overview",
    "/api/invoices",
    "/api/payments",
    f"/api/statement?{PERIOD}",
    "/api/subscriptions",
    "/api/payment-methods",
    "/api/profile",
    "/api/session",
)


def code_of(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def everything(visitor: Visitor) -> str:
    return "".join(visitor.get(path).text for path in PORTAL)


@pytest.fixture
def team(memory_house: House) -> Colleague:
    return staff(memory_house.tenant)


@pytest.fixture
def refs(memory_house: House) -> tuple[str, str, str]:
    """The third is another client altogether."""
    third = customer(memory_house, name="Concurrent", email="c@concurrent.example")
    found = (*two(memory_house), third)
    for cents, ref in zip((10_000, 500, 31_400), found, strict=True):
        open_invoice(memory_house, cents, of=ref)
    memory_house.settle()
    return found


@pytest.fixture
def ids(memory_house: House, refs: tuple[str, str, str]) -> tuple[str, str, str]:
    first, second, third = (our_id(memory_house, ref) for ref in refs)
    return first, second, third


def test_after_a_split_nobody_sees_anything_of_the_other(
    memory_house: House, team: Colleague, refs: tuple[str, ...], ids: tuple[str, ...]
) -> None:
    visitors = [browser(memory_house, ref) for ref in refs]
    before = [everything(one) for one in visitors]
    theirs = [listed(one, "/api/invoices", "invoices")[0]["id"] for one in visitors]
    merge(team, ids[0], ids[1])
    assert everything(visitors[2]) == before[2]
    assert [one.get(f"/api/invoices/{theirs[2]}").status for one in visitors] == [404, 404, 200]
    split(team, ids[0], ids[1])
    assert [everything(one) for one in visitors] == before
    for number, visitor in enumerate(visitors):
        seen = [visitor.get(f"/api/invoices/{one}").status for one in theirs]
        assert seen == [200 if at == number else 404 for at in range(3)]
        foreign = theirs[(number + 1) % 3]
        cursor = visitor.get(f"/api/invoices?cursor={foreign}")
        assert code_of(cursor) == (404, "invoice_missing")


def test_contacts_of_others_are_out_of_reach(
    memory_house: House, team: Colleague, refs: tuple[str, ...], ids: tuple[str, ...]
) -> None:
    stranger = colleague(memory_house, refs[2], Role.VIEWER, "x@concurrent.example")
    second = colleague(memory_house, refs[1], Role.VIEWER, "y@dedijk.example")
    merge(team, ids[0], ids[1])
    sanne = browser(memory_house, refs[0])
    role = {"role": "owner"}
    for path, method, body in (("/role", "PUT", role), ("", "DELETE", {})):
        answer = sanne.send_json(method, f"/api/contacts/{stranger.id}{path}", body)
        assert code_of(answer) == (404, "contact_missing")
    assert sanne.send_json("PUT", f"/api/contacts/{second.id}/role", role).status == 200
    split(team, ids[0], ids[1])
    gone = sanne.send_json("PUT", f"/api/contacts/{second.id}/role", {"role": "viewer"})
    assert code_of(gone) == (404, "contact_missing")


def test_another_firms_customer_is_not_there(
    memory_house: House, simulator: Simulator, team: Colleague, ids: tuple[str, ...]
) -> None:
    other = open_house(simulator, name="Other")
    theirs = customer(other, name="Kanarie", email="k@kanarie.example")
    simulator_told = other.simulator.take()
    other.hear(one for one in simulator_told if other.tenant in one.url)
    assert not other.work_off()
    foreign = our_id(other, theirs)
    nobody = "cus_" + "0" * 26
    for id_ in (foreign, nobody):
        for answer in (
            merge(team, ids[0], id_),
            merge(team, id_, ids[0]),
            split(team, id_, ids[0]),
        ):
            assert code_of(answer) == (404, "customer_missing")
        assert code_of(split(team, ids[0], id_)) == (404, "member_missing")
    assert merge(staff(other.tenant, email="k@x.example"), foreign, ids[0]).status == 404


@pytest.mark.parametrize("body", [{}, {"customer_id": "cus_1"}, {"customer_id": None}, []])
def test_what_makes_no_sense_is_refused(team: Colleague, ids: tuple[str, ...], body: Any) -> None:
    assert team.post(f"/desk/customers/{ids[0]}/members", body).status == 422


def test_what_would_not_be_undone_exactly_is_refused(team: Colleague, ids: tuple[str, ...]) -> None:
    first, second, third = ids
    assert code_of(merge(team, first, first)) == (422, "merge_with_itself")
    assert merge(team, first, second).status == 200
    assert code_of(merge(team, first, second)) == (409, "customer_merged")
    assert code_of(merge(team, second, third)) == (409, "customer_merged")
    assert code_of(merge(team, third, second)) == (409, "customer_merged")
    assert code_of(merge(team, third, first)) == (409, "customer_has_members")
    assert merge(team, first, third).status == 200
    assert split(team, first, second).status == 200
    assert code_of(split(team, first, second)) == (404, "member_missing")
    assert code_of(split(team, third, first)) == (404, "member_missing")


def test_only_the_deleted_one_of_two_goes_into_the_other(
    memory_house: House, team: Colleague, refs: tuple[str, ...], ids: tuple[str, ...]
) -> None:
    sanne, piet = browser(memory_house, refs[0]), browser(memory_house, refs[1])
    memory_house.call("delete", f"/v1/customers/{refs[0]}")
    memory_house.settle()
    assert code_of(merge(team, ids[0], ids[1])) == (409, "customer_deleted")
    assert merge(team, ids[1], ids[0]).status == 200
    assert len(listed(piet, "/api/invoices", "invoices")) == 2
    assert sanne.get("/api/overview").status == 401
    emails = [one["email"] for one in piet.get("/api/profile").json["contacts"]]
    assert emails == ["piet@dedijk.example"]


def test_there_are_at_most_so_many_members(
    memory_house: House, team: Colleague, monkeypatch: pytest.MonkeyPatch, ids: tuple[str, ...]
) -> None:
    monkeypatch.setattr(merging, "MOST_MEMBERS", 1)
    assert merge(team, ids[0], ids[1]).status == 200
    assert code_of(merge(team, ids[0], ids[2])) == (409, "too_many_members")


def test_of_two_merges_at_once_one_wins(
    memory_house: House, memory: MemoryAws, team: Colleague, ids: tuple[str, ...]
) -> None:
    first, second, third = ids
    for one, other in (
        ((first, second), (third, second)),
        ((first, second), (second, first)),
        ((first, second), (second, third)),
    ):
        acts = [lambda pair=pair: merge(team, *pair).status for pair in (one, other)]
        answers = at_once(memory, acts)
        assert sorted(answers) == [200, 409], (one, other)
        won = one if answers[0] == 200 else other
        assert split(team, *won).status == 200
        for own in ids:
            page = team.get(f"/desk/customers/{own}").json
            assert (page["id"], page["members"]) == (own, [])


def test_what_the_provider_tells_meanwhile_is_not_lost(
    memory_house: House,
    memory: MemoryAws,
    team: Colleague,
    refs: tuple[str, ...],
    ids: tuple[str, ...],
) -> None:
    def renamed() -> None:
        memory_house.call("post", f"/v1/customers/{refs[1]}", name="De Dijk B.V.")
        memory_house.settle()

    with just_before_writing(memory, renamed):
        assert code_of(merge(team, ids[0], ids[1])) == (409, "changed")
    assert merge(team, ids[0], ids[1]).json["members"][0]["name"] == "De Dijk B.V."
    with just_before_writing(memory, lambda: split(team, ids[0], ids[1])):
        assert code_of(merge(team, ids[0], ids[2])) == (409, "changed")
    assert team.get(f"/desk/customers/{ids[0]}").json["members"] == []


def test_rows_that_do_not_agree_show_nothing_of_another(
    memory_house: House, team: Colleague, refs: tuple[str, ...], ids: tuple[str, ...]
) -> None:
    """As somebody reads whose customer is being split off: its own row before, the head's after."""
    merge(team, ids[0], ids[1])
    head = damage.row_of(memory_house, "A#CUSTOMER", ids[0])
    damage.rewrite(memory_house, head, lambda data: data.update(members=[]))
    piet = browser(memory_house, refs[1])
    assert len(listed(piet, "/api/invoices", "invoices")) == 1
    assert piet.get("/api/session").json["customer"]["id"] == ids[1]


def test_a_signed_out_person_stays_out_of_both(
    memory_house: House, team: Colleague, refs: tuple[str, ...], ids: tuple[str, ...]
) -> None:
    persons = [colleague(memory_house, ref, Role.OWNER, "both@x.example") for ref in refs[:2]]
    first, second = (browser_of(memory_house, one) for one in persons)
    merge(team, ids[0], ids[1])
    assert first.post("/api/sign-out-everywhere", {}).status == 204
    assert second.get("/api/overview").status == 401
    split(team, ids[0], ids[1])
    assert second.get("/api/overview").status == 401
