"""What must end a session, or a link that would begin one, does so, however many there are."""

from datetime import timedelta

import pytest
import time_machine

from balie.firm.passkeys import store as passkeys
from balie.firm.users import sessions
from balie.firm.users import store as staff
from balie.firm.users.roles import Role
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from tests.house.house import House
from tests.house.invoices import customer
from tests.house.memory_aws import MemoryAws
from tests.house.people import browser_of, contact_of
from tests.house.signing_in import LINK, SANNE, ask, host, let_in, link_token, mailed
from tests.house.team import Colleague, colleague, user_of
from tests.house.visitor import Visitor

A_BIT = timedelta(minutes=2)
VERY_MANY = 120  # more than one transaction ends
CUSTOMERS = 60


@pytest.fixture
def owner(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


def signed_in_often(of: Colleague, times: int) -> None:
    user = user_of(of)
    for _ in range(times):
        with open_work(of.tenant, "test", Cause.PERSON, clock.now()) as work:
            sessions.begin(work, user, passkey="Phone", device="")


def kept_for(of: Colleague) -> tuple[int, int]:
    """How many sessions and passkeys stand in the table."""
    with open_work(of.tenant, "test", Cause.PERSON, clock.now()) as work:
        return len(list(staff.sessions(work, of.id))), len(passkeys.passkeys(work, of.id))


def test_the_session_that_asks_can_end_itself_after_a_while(owner: Colleague) -> None:
    (own,) = owner.get("/desk/sessions").json["sessions"]
    with time_machine.travel(clock.now() + A_BIT):
        assert owner.delete(f"/desk/sessions/{own['id']}").status == 204
        assert owner.get("/desk/session").status == 401


def test_an_owner_who_leaves_is_gone_after_a_while_too(owner: Colleague) -> None:
    second = colleague(owner.tenant, Role.OWNER, "second@studionoord.example")
    with time_machine.travel(clock.now() + A_BIT):
        assert second.delete(f"/desk/users/{second.id}").status == 204
        assert second.get("/desk/session").status == 401
    assert kept_for(second) == (0, 0)


def test_whoever_signed_in_very_often_is_removed_all_the_same(owner: Colleague) -> None:
    viewer = colleague(owner.tenant, Role.VIEWER)
    signed_in_often(viewer, VERY_MANY)
    assert owner.delete(f"/desk/users/{viewer.id}").status == 204
    assert kept_for(viewer) == (0, 0)


def test_all_other_sessions_end_however_many_there_were(owner: Colleague) -> None:
    signed_in_often(owner, VERY_MANY)
    assert owner.sign_in().status == 204
    assert owner.delete("/desk/sessions").status == 204
    assert len(owner.get("/desk/sessions").json["sessions"]) == 1


def test_a_link_to_an_address_is_worth_nothing_once_the_contact_has_another(
    firm: House, memory: MemoryAws
) -> None:
    thief = Visitor(host(firm))
    ask(thief)
    stolen = link_token(memory)
    sanne = let_in(firm, memory)
    sanne.post("/api/profile/email", {"email": "new@vandijk.example"})
    own = link_token_to(memory, "new@vandijk.example")
    proved = sanne.post("/api/sign-in/redeem", {"token": own})
    assert proved.status == 200
    answer = thief.post("/api/sign-in/redeem", {"token": stolen})
    assert (answer.status, answer.json["code"]) == (403, "link_spent")
    assert thief.get("/api/session").status == 401


def test_a_link_that_was_asked_for_before_signing_out_everywhere_lets_nobody_in(
    firm: House, memory: MemoryAws
) -> None:
    thief = let_in(firm, memory)
    thief.post("/api/profile/email", {"email": "thief@elsewhere.example"})
    stolen = link_token_to(memory, "thief@elsewhere.example")
    with time_machine.travel(clock.now() + A_BIT):
        sanne = let_in(firm, memory, SANNE)
        assert sanne.post("/api/sign-out-everywhere", {}).status == 204
        answer = thief.post("/api/sign-in/redeem", {"token": stolen})
        assert (answer.status, answer.json["code"]) == (403, "link_spent")
    with time_machine.travel(clock.now() + 2 * A_BIT):
        back = let_in(firm, memory, SANNE)
        assert back.get("/api/session").json["contact"]["email"] == SANNE


def test_a_code_that_a_link_showed_is_worth_nothing_after_signing_out_everywhere(
    firm: House, memory: MemoryAws
) -> None:
    thief = Visitor(host(firm))
    ask(thief)
    shown = Visitor(host(firm)).post("/api/sign-in/redeem", {"token": link_token(memory)})
    with time_machine.travel(clock.now() + A_BIT):
        sanne = let_in(firm, memory, SANNE)
        assert sanne.post("/api/sign-out-everywhere", {}).status == 204
        answer = thief.post("/api/sign-in/code", {"code": shown.json["code"]})
    assert (answer.status, answer.json["code"]) == (403, "link_spent")


def test_who_acts_for_very_many_customers_is_signed_out_for_all(memory_house: House) -> None:
    refs = [customer(memory_house, name=f"Customer {number}") for number in range(CUSTOMERS)]
    memory_house.settle()
    first, last = (contact_of(memory_house, ref) for ref in (refs[0], refs[-1]))
    here, there = browser_of(memory_house, first), browser_of(memory_house, last)
    assert here.post("/api/sign-out-everywhere", {}).status == 204
    assert here.get("/api/session").status == 401
    assert there.get("/api/session").status == 401


def link_token_to(memory: MemoryAws, address: str) -> str:
    """Of the mail to this address: the warning that follows it carries no link to sign in."""
    mails = [one for one in mailed(memory) if one["Destination"]["ToAddresses"] == [address]]
    found = LINK.search(mails[-1]["Content"]["Simple"]["Body"]["Text"]["Data"])
    assert found
    return found[1]
