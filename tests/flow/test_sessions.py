"""A session belongs to a living customer's contact, slides under many requests, ends for good."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine

from balie.ground.aws import settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import Changed
from balie.ground.core.events import Cause
from balie.relation.auth import model, service, store
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer
from tests.house.meetings import at_once, just_before_writing
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import SANNE, ask, host, let_in, link_token, recipients, signed_in
from tests.house.visitor import Visitor

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAGE = ("/api/session", "/api/overview", "/api/invoices", "/api/invoices?status=open")


def on_day(day: int) -> time_machine.travel:
    return time_machine.travel(START + timedelta(days=day), tick=False)


def sessions_of(house: House) -> int:
    return len([row for row in oracle.every_row(house.tenant) if "SESSION#" in str(row["pk"])])


def test_a_pages_requests_slide_the_session_together(firm: House, memory: MemoryAws) -> None:
    with on_day(0):
        visitor = let_in(firm, memory)
    with on_day(20):
        answers = at_once(memory, [partial(visitor.get, path) for path in PAGE])
    assert [answer.status for answer in answers] == [200] * len(PAGE)
    with on_day(49):
        assert visitor.get("/api/session").status == 200


def test_signing_out_while_a_page_loads_ends_the_session_for_good(
    firm: House, memory: MemoryAws
) -> None:
    with on_day(0):
        visitor = let_in(firm, memory)
    other_tab = Visitor(host(firm))
    other_tab.jar = dict(visitor.jar)
    with (
        on_day(20),
        just_before_writing(memory, partial(other_tab.post, "/api/sign-out", {})),
    ):
        assert visitor.get("/api/overview").status in (200, 401)
    assert sessions_of(firm) == 0
    with on_day(20):
        assert visitor.get("/api/session").status == 401


def test_a_session_that_has_ended_does_not_slide(either: House) -> None:
    ref = customer(either)
    either.settle()
    visitor = signed_in(either, ref)
    token = visitor.jar["__Host-balie_session"]
    assert visitor.post("/api/sign-out", {}).status == 204
    with (
        pytest.raises(Changed),
        open_work(either.tenant, "test", Cause.PERSON, clock.now()) as work,
    ):
        store.slide_session(work, model.digest(token), work.now + model.SESSION_SLIDES)
    assert sessions_of(either) == 0


def test_a_session_slides_on_the_embedded_aws_as_in_memory(either: House) -> None:
    ref = customer(either)
    either.settle()
    visitor = signed_in(either, ref)
    with time_machine.travel(clock.now() + timedelta(days=20)):
        assert visitor.get("/api/session").status == 200
        assert visitor.get("/api/session").status == 200
    with time_machine.travel(clock.now() + timedelta(days=45)):
        assert visitor.get("/api/session").status == 200
        assert visitor.post("/api/sign-out", {}).status == 204
    assert sessions_of(either) == 0


def test_twelve_who_ask_at_once_for_one_address_get_five_links(
    firm: House, memory: MemoryAws
) -> None:
    visitors = [Visitor(host(firm), address=f"198.51.100.{n}") for n in range(12)]
    answers = at_once(memory, [partial(ask, visitor) for visitor in visitors])
    queued = memory.sqs.take(settings.mail_queue())
    statuses = [answer.status for answer in answers]
    assert set(statuses) == {202, 429}
    assert len(queued) == statuses.count(202) == service.PER_ADDRESS


def test_an_address_of_two_customers_signs_in_to_the_newer(firm: House, memory: MemoryAws) -> None:
    firm.simulator.advance(days=1)
    customer(firm, name="Van Dijk Holding")
    firm.settle()
    assert shown_to(let_in(firm, memory)) == "Van Dijk Holding"


@pytest.mark.parametrize(("deleted", "left"), [("Older", "Newer"), ("Newer", "Older")])
def test_an_address_of_a_deleted_customer_signs_in_to_the_one_that_is_left(
    memory_house: House, memory: MemoryAws, deleted: str, left: str
) -> None:
    refs = {"Older": customer(memory_house, name="Older")}
    memory_house.simulator.advance(days=1)
    refs["Newer"] = customer(memory_house, name="Newer")
    memory_house.settle()
    memory_house.call("delete", f"/v1/customers/{refs[deleted]}")
    memory_house.settle()
    assert shown_to(let_in(memory_house, memory)) == left


def test_a_deleted_customers_session_ends_and_its_address_gets_no_link(
    firm: House, memory: MemoryAws
) -> None:
    visitor = let_in(firm, memory)
    sent = recipients(memory)
    ref = firm.call("get", "/v1/customers")["data"][0]["id"]
    firm.call("delete", f"/v1/customers/{ref}")
    firm.settle()
    for path in PAGE:
        answer = visitor.get(path)
        assert (answer.status, answer.json["code"]) == (401, "signed_out")
    assert ask(Visitor(host(firm)), SANNE).status == 202
    assert recipients(memory) == sent


@pytest.mark.parametrize(
    ("written", "status"), [("Sanne@VanDijk.example", 200), ("sanne@elsewhere.example", 401)]
)
def test_a_session_ends_with_its_address_but_not_with_the_case_of_it(
    firm: House, memory: MemoryAws, written: str, status: int
) -> None:
    visitor = let_in(firm, memory)
    ref = firm.call("get", "/v1/customers")["data"][0]["id"]
    firm.call("post", f"/v1/customers/{ref}", email=written)
    firm.settle()
    assert visitor.get("/api/session").status == status


def test_a_link_that_was_mailed_before_the_customer_was_deleted_lets_nobody_in(
    firm: House, memory: MemoryAws
) -> None:
    visitor = Visitor(host(firm))
    ask(visitor)
    token = link_token(memory)
    ref = firm.call("get", "/v1/customers")["data"][0]["id"]
    firm.call("delete", f"/v1/customers/{ref}")
    firm.settle()
    visitor.post("/api/sign-in/redeem", {"token": token})
    assert visitor.get("/api/session").status == 401


def shown_to(visitor: Visitor) -> str:
    return str(visitor.get("/api/overview").json["customer"]["name"])
