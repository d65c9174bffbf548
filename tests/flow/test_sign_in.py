"""A login link gives exactly one session, to the person and the browser that asked, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.house import oracle
from tests.house.house import House
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import SANNE, ask, host, link_token, mailed
from tests.house.visitor import OWN_PAGE, Visitor


def test_a_link_signs_in_the_browser_that_asked(firm: House, memory: MemoryAws) -> None:
    visitor = Visitor(host(firm))
    assert ask(visitor).status == 202
    answer = visitor.post("/api/sign-in/redeem", {"token": link_token(memory)})
    assert answer.json == {"result": "signed_in"}
    session = visitor.get("/api/session").json
    assert session["contact"]["email"] == SANNE
    assert session["customer"]["name"] == "Van Dijk"


def test_a_link_works_once(firm: House, memory: MemoryAws) -> None:
    visitor = Visitor(host(firm))
    ask(visitor)
    token = link_token(memory)
    visitor.post("/api/sign-in/redeem", {"token": token})
    again = visitor.post("/api/sign-in/redeem", {"token": token})
    assert (again.status, again.json["code"]) == (403, "link_spent")


def test_another_device_gets_a_code_and_no_session(firm: House, memory: MemoryAws) -> None:
    laptop, phone = Visitor(host(firm)), Visitor(host(firm))
    ask(laptop)
    shown = phone.post("/api/sign-in/redeem", {"token": link_token(memory)}).json
    assert shown["result"] == "code"
    assert phone.get("/api/session").status == 401
    assert laptop.post("/api/sign-in/code", {"code": shown["code"]}).json == {"result": "signed_in"}
    assert laptop.get("/api/session").status == 200
    assert phone.post("/api/sign-in/code", {"code": shown["code"]}).status == 403


def test_a_code_may_be_guessed_five_times(firm: House, memory: MemoryAws) -> None:
    laptop, phone = Visitor(host(firm)), Visitor(host(firm))
    ask(laptop)
    right = phone.post("/api/sign-in/redeem", {"token": link_token(memory)}).json["code"]
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert laptop.post("/api/sign-in/code", {"code": wrong}).json["code"] == "code_wrong"
    assert laptop.post("/api/sign-in/code", {"code": right}).status == 403


def test_a_link_lives_ten_minutes(firm: House, memory: MemoryAws) -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    visitor = Visitor(host(firm))
    with time_machine.travel(start, tick=False):
        ask(visitor)
        token = link_token(memory)
    with time_machine.travel(start + timedelta(minutes=10), tick=False):
        assert visitor.post("/api/sign-in/redeem", {"token": token}).json["code"] == "link_spent"


def test_a_session_slides_for_thirty_days_and_ends_after_ninety(
    firm: House, memory: MemoryAws
) -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    visitor = Visitor(host(firm))
    with time_machine.travel(start, tick=False):
        ask(visitor)
        visitor.post("/api/sign-in/redeem", {"token": link_token(memory)})
    for day, status in ((29, 200), (58, 200), (87, 200), (89, 200), (90, 401)):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            assert visitor.get("/api/session").status == status, day


def test_an_unused_session_ends_after_thirty_days(firm: House, memory: MemoryAws) -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    visitor = Visitor(host(firm))
    with time_machine.travel(start, tick=False):
        ask(visitor)
        visitor.post("/api/sign-in/redeem", {"token": link_token(memory)})
    with time_machine.travel(start + timedelta(days=30), tick=False):
        assert visitor.get("/api/session").status == 401


def test_signing_out_ends_the_session(firm: House, memory: MemoryAws) -> None:
    visitor = Visitor(host(firm))
    ask(visitor)
    visitor.post("/api/sign-in/redeem", {"token": link_token(memory)})
    stolen = dict(visitor.jar)
    assert visitor.post("/api/sign-out", {}).status == 204
    visitor.jar = stolen
    assert visitor.get("/api/session").status == 401


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    firm: House, memory: MemoryAws
) -> None:
    known, unknown = ask(Visitor(host(firm))), ask(Visitor(host(firm)), "nobody@else.example")
    assert (known.status, known.text) == (unknown.status, unknown.text)
    assert known.headers.keys() == unknown.headers.keys()
    assert [cookie.partition("=")[0] for cookie in known.cookies] == [
        cookie.partition("=")[0] for cookie in unknown.cookies
    ]
    assert [mail["Destination"] for mail in mailed(memory)] == [{"ToAddresses": [SANNE]}]


def test_an_address_gets_five_links_an_hour(firm: House, memory: MemoryAws) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, 20, tzinfo=UTC), tick=False):
        answers = [ask(Visitor(host(firm), address=f"198.51.100.{n}")) for n in range(8)]
    assert [answer.status for answer in answers] == [202] * 5 + [429] * 3
    assert answers[-1].headers["retry-after"] == "2400"
    assert len(mailed(memory)) == 5


def test_a_visitor_asks_for_twenty_links_an_hour(firm: House) -> None:
    answers = [ask(Visitor(host(firm)), f"user{n}@else.example").status for n in range(22)]
    assert answers == [202] * 20 + [429] * 2


def test_many_at_once_on_one_link_make_one_session(firm: House, memory: MemoryAws) -> None:
    visitor = Visitor(host(firm))
    ask(visitor)
    token = link_token(memory)
    racers = [Visitor(host(firm)) for _ in range(8)]
    for racer in racers:
        racer.jar = dict(visitor.jar)

    def redeem(racer: Visitor) -> int:
        return racer.post("/api/sign-in/redeem", {"token": token}).status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(redeem, racers))
    assert statuses.count(200) == 1, statuses
    assert set(statuses) <= {200, 403, 409}
    sessions = [row for row in oracle.every_row(firm.tenant) if "#SESSION#" in str(row["pk"])]
    assert len(sessions) == 1


def test_no_token_stands_in_the_table(firm: House, memory: MemoryAws) -> None:
    visitor = Visitor(host(firm))
    ask(visitor)
    token = link_token(memory)
    assert token not in repr(oracle.every_row(firm.tenant))
    visitor.post("/api/sign-in/redeem", {"token": token})
    for secret in visitor.jar.values():
        assert secret not in repr(oracle.every_row(firm.tenant))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**OWN_PAGE, "sec-fetch-site": "cross-site"},
        {**OWN_PAGE, "sec-fetch-site": "same-site"},
        {**OWN_PAGE, "content-type": "text/plain"},
        {name: value for name, value in OWN_PAGE.items() if name != "x-balie"},
        {"content-type": "application/json", "x-balie": "1", "origin": "https://evil.example"},
        {"content-type": "application/json", "x-balie": "1"},
    ],
)
def test_another_site_can_post_nothing(firm: House, headers: dict[str, str]) -> None:
    for path in ("/api/sign-in", "/api/sign-in/redeem", "/api/sign-in/code", "/api/sign-out"):
        answer = Visitor(host(firm)).post(path, {"email": SANNE}, headers)
        assert (answer.status, answer.json["code"]) == (403, "cross_site"), path


def test_the_link_goes_to_the_firms_own_address(firm: House, memory: MemoryAws) -> None:
    visitor = Visitor(host(firm))
    visitor.send(
        "POST",
        "/api/sign-in",
        headers={**OWN_PAGE, "host": "evil.example", "x-forwarded-host": "evil.example"},
        body=b'{"email": "sanne@vandijk.example"}',
    )
    content = repr(mailed(memory)[-1])
    assert f"https://{host(firm)}/sign-in#" in content
    assert "evil" not in content


@pytest.mark.parametrize(
    "email", ["", "sanne", "a@b", "a b@c.example", "a@b.example\r\nBcc: x@y.z"]
)
def test_what_is_no_address_is_named_as_such(firm: House, email: str) -> None:
    answer = ask(Visitor(host(firm)), email)
    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == ["email"]
