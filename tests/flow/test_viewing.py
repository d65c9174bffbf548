"""Staff looks with a customer's eyes: changes nothing, leaves a trace, and ends when it must."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from balie.firm.users.roles import Role
from functions.desk_api import app as desk_api
from functions.portal_api import app as portal_api
from tests.house import oracle
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice
from tests.house.logged import listening
from tests.house.people import browser_of, contact_of
from tests.house.signing_in import SANNE, host, signed_in
from tests.house.team import Colleague, colleague
from tests.house.viewing import (
    ID,
    VIEW_COOKIE,
    asks_to_view,
    code_of,
    customer_id,
    portal_routes,
    takes,
    viewer,
)
from tests.house.visitor import OWN_PAGE, Visitor

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
READING = [path for method, path in portal_routes() if method == "GET"]
CHANGING = [route for route in portal_routes() if route[0] not in ("GET", "HEAD", "OPTIONS")]


@pytest.fixture
def ref(memory_house: House) -> str:
    """Van Dijk, with an open invoice; its contact is Sanne."""
    found = customer(memory_house, email=SANNE)
    open_invoice(memory_house, of=found)
    memory_house.settle()
    return found


@pytest.fixture
def noor(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant, Role.SUPPORT)


def test_a_view_shows_what_an_owner_of_the_customer_sees(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    sanne = signed_in(memory_house, ref)
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    for path in ("overview", "invoices", "payments", "subscriptions", "payment-methods", "profile"):
        seen = looking.get(f"/api/{path}")
        assert (seen.status, seen.json) == (200, sanne.get(f"/api/{path}").json), path
    invoice = sanne.get("/api/invoices").json["invoices"][0]["id"]
    story = looking.get(f"/api/invoices/{invoice}").json
    assert story == sanne.get(f"/api/invoices/{invoice}").json
    assert story["invoice"]["pay_url"]


def test_a_view_is_nobody_and_shows_nobodys_devices(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    signed_in(memory_house, ref)
    with time_machine.travel(MONDAY, tick=False):
        noor.sign_in()
        looking = viewer(memory_house, noor, customer_id(memory_house, ref))
        session = looking.get("/api/session").json
    assert session["contact"] == {
        "id": "",
        "name": "",
        "email": "",
        "language": session["contact"]["language"],
        "role": "owner",
    }
    assert session["view"] == {"ends_at": "2026-11-23T09:15:00Z"}
    assert (session["others"], session["is_fresh"]) == ([], False)
    assert session["may"] == ["see_account", "pay", "see_contacts"]


def test_a_view_is_no_device_of_a_contact(memory_house: House, ref: str, noor: Colleague) -> None:
    sanne = browser_of(memory_house, contact_of(memory_house, ref))
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    assert looking.get("/api/sessions").json == {"devices": []}
    assert len(sanne.get("/api/sessions").json["devices"]) == 1
    assert sanne.post("/api/sign-out-everywhere", {}).status == 204
    assert looking.get("/api/overview").status == 200, "which is no session of the contact's"


@pytest.mark.parametrize(("method", "path"), CHANGING)
def test_no_route_of_the_portal_changes_anything_for_a_view(
    memory_house: House, ref: str, noor: Colleague, method: str, path: str
) -> None:
    if path in ("/api/view", "/api/view/end"):
        return  # begin and end views
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    looking.jar["__Host-balie_session"] = signed_in(memory_house, ref).jar["__Host-balie_session"]
    before = oracle.every_row(memory_house.tenant)
    answer = looking.send_json(method, path.format_map(Ids()), {})
    assert (answer.status, answer.json["code"]) == (403, "view_is_read_only")
    assert oracle.every_row(memory_house.tenant) == before


class Ids(dict[str, str]):
    def __missing__(self, _: str) -> str:
        return ID


def test_there_are_routes_that_change_something() -> None:
    assert len(CHANGING) > 12
    assert ("POST", "/api/sign-in") in CHANGING


def test_looking_writes_nothing(memory_house: House, ref: str, noor: Colleague) -> None:
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    before = oracle.every_row(memory_house.tenant)
    for path in ("session", "overview", "invoices", "payments", "profile", "sessions"):
        assert looking.get(f"/api/{path}").status == 200
    assert oracle.every_row(memory_house.tenant) == before


def test_a_view_is_written_down_with_who_looked_at_whom(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    owner = colleague(memory_house.tenant)
    of = customer_id(memory_house, ref)
    looking = viewer(memory_house, noor, of)
    looking.post("/api/view/end", {})
    told = owner.get("/desk/activity?kind=customer.").json["events"]
    found = {event["name"]: event for event in told if event["name"].startswith("customer.view")}
    for name in ("customer.viewed", "customer.view_ended"):
        assert found[name]["actor"]["id"] == noor.id
        assert (found[name]["object_id"], found[name]["customer_id"]) == (of, of)
    of_customer = owner.get(f"/desk/customers/{of}/activity").json["events"]
    assert "customer.viewed" in {event["name"] for event in of_customer}


def test_a_view_lasts_a_quarter_of_an_hour_however_much_it_is_used(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        noor.sign_in()
        looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    for minutes in range(15):
        with time_machine.travel(MONDAY + minutes * MINUTE, tick=False):
            assert looking.get("/api/overview").status == 200
            assert noor.get("/desk/session").status == 200
    with time_machine.travel(MONDAY + 15 * MINUTE, tick=False):
        answer = looking.get("/api/overview")
        assert (answer.status, answer.json["code"]) == (401, "view_ended")


def test_a_code_works_once(memory_house: House, ref: str, noor: Colleague) -> None:
    code = code_of(asks_to_view(noor, customer_id(memory_house, ref)))
    assert takes(Visitor(host(memory_house)), code).status == 204
    again = takes(Visitor(host(memory_house)), code)
    assert (again.status, again.json["code"], again.cookies) == (403, "view_refused", [])


def test_a_code_works_for_a_minute(memory_house: House, ref: str, noor: Colleague) -> None:
    with time_machine.travel(MONDAY, tick=False):
        noor.sign_in()
        code = code_of(asks_to_view(noor, customer_id(memory_house, ref)))
    with time_machine.travel(MONDAY + MINUTE, tick=False):
        assert takes(Visitor(host(memory_house)), code).json["code"] == "view_refused"
    with time_machine.travel(MONDAY + MINUTE - timedelta(seconds=1), tick=False):
        assert takes(Visitor(host(memory_house)), code).status == 204


@pytest.fixture
def stranger(memory_house: House) -> House:
    return open_house(memory_house.simulator, name="Kanarie Beheer")


def test_a_code_of_one_firm_opens_nothing_at_another(
    memory_house: House, stranger: House, ref: str, noor: Colleague
) -> None:
    code = code_of(asks_to_view(noor, customer_id(memory_house, ref)))
    answer = takes(Visitor(host(stranger)), code)
    assert (answer.status, answer.json["code"]) == (403, "view_refused")
    assert takes(Visitor("nobody.example"), code).json["code"] == "host_unknown"
    assert takes(Visitor(host(memory_house)), code).status == 204, "it was not spent by that"


def test_a_view_of_one_firm_is_none_at_another(
    memory_house: House, stranger: House, ref: str, noor: Colleague
) -> None:
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    looking.host = host(stranger)
    assert looking.get("/api/session").json["code"] == "view_ended"


def test_a_customer_of_another_firm_cannot_be_viewed(
    memory_house: House, stranger: House, ref: str
) -> None:
    there = colleague(stranger.tenant, email="kanarie@beheer.example")
    of = customer_id(memory_house, ref)
    missing = asks_to_view(there, f"cus_{'0' * 26}")
    foreign = asks_to_view(there, of)
    assert (foreign.status, foreign.text) == (404, missing.text)


def test_a_viewer_may_not(memory_house: House, ref: str) -> None:
    looker = colleague(memory_house.tenant, Role.VIEWER)
    answer = asks_to_view(looker, customer_id(memory_house, ref))
    assert (answer.status, answer.json["code"]) == (403, "role_too_small")


def test_the_address_is_the_firms_own_whatever_the_request_says(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    of = customer_id(memory_house, ref)
    headers = {**OWN_PAGE, "host": "evil.example", "x-forwarded-host": "evil.example"}
    answer = noor.browser.send("POST", f"/desk/customers/{of}/view", headers=headers, body=b"{}")
    assert answer.json["address"].startswith(f"https://{host(memory_house)}/view#")
    assert answer.headers["cache-control"] == "no-store"


def test_what_ends_the_desks_session_ends_the_view(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    late = code_of(asks_to_view(noor, customer_id(memory_house, ref)))
    assert noor.post("/desk/sign-out").status == 204
    assert looking.get("/api/overview").json["code"] == "view_ended"
    assert takes(Visitor(host(memory_house)), late).json["code"] == "view_refused"
    noor.sign_in()
    assert looking.get("/api/overview").json["code"] == "view_ended", "also for who comes back"


@pytest.mark.parametrize("change", ["removed", "viewer"])
def test_who_may_no_longer_look_sees_nothing_from_then_on(
    memory_house: House, ref: str, noor: Colleague, change: str
) -> None:
    owner = colleague(memory_house.tenant)
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    late = code_of(asks_to_view(noor, customer_id(memory_house, ref)))
    if change == "removed":
        assert owner.delete(f"/desk/users/{noor.id}").status == 204
    else:
        assert owner.put(f"/desk/users/{noor.id}/role", {"role": "viewer"}).status == 200
    assert looking.get("/api/overview").json["code"] == "view_ended"
    assert takes(Visitor(host(memory_house)), late).json["code"] == "view_refused"


def test_a_deleted_customer_is_viewed_no_more(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    of = customer_id(memory_house, ref)
    looking = viewer(memory_house, noor, of)
    late = code_of(asks_to_view(noor, of))
    memory_house.call("delete", f"/v1/customers/{ref}")
    memory_house.settle()
    assert looking.get("/api/overview").json["code"] == "view_ended"
    assert takes(Visitor(host(memory_house)), late).json["code"] == "view_refused"
    answer = asks_to_view(noor, of)
    assert (answer.status, answer.json["code"]) == (409, "customer_has_no_portal")


def test_customers_that_were_merged_are_viewed_as_one(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    other = customer(memory_house, name="Aalbers", email="a@x.example")
    open_invoice(memory_house, of=other)
    memory_house.settle()
    head, member = (customer_id(memory_house, each) for each in (ref, other))
    owner = colleague(memory_house.tenant)
    merged = owner.post(f"/desk/customers/{head}/members", {"customer_id": member})
    assert merged.status < 300, merged.text
    for of in (head, member):
        looking = viewer(memory_house, noor, of)
        assert looking.get("/api/session").json["customer"] == {"id": head, "name": "Van Dijk"}
        assert len(looking.get("/api/invoices").json["invoices"]) == 2
    memory_house.call("delete", f"/v1/customers/{ref}")
    memory_house.settle()
    assert looking.get("/api/invoices").status == 200, "the other one's people still come in"
    memory_house.call("delete", f"/v1/customers/{other}")
    memory_house.settle()
    assert looking.get("/api/invoices").json["code"] == "view_ended"


def test_ending_a_view_ends_it_everywhere_it_was_copied_to(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    copied = Visitor(host(memory_house))
    copied.jar = dict(looking.jar)
    assert looking.post("/api/view/end", {}).status == 204
    assert VIEW_COOKIE not in looking.jar
    assert copied.get("/api/overview").json["code"] == "view_ended"
    assert copied.post("/api/view/end", {}).status == 204, "twice is as once"


def test_another_view_in_the_same_browser_ends_the_one_before(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    other = customer(memory_house, name="Aalbers", email="a@x.example")
    memory_house.settle()
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    before = Visitor(host(memory_house))
    before.jar = dict(looking.jar)
    takes(looking, code_of(asks_to_view(noor, customer_id(memory_house, other))))
    assert looking.get("/api/session").json["customer"]["name"] == "Aalbers"
    assert before.get("/api/session").json["code"] == "view_ended"


def test_whoever_looked_in_this_browser_before_is_not_said_to_look_now(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    owner = colleague(memory_house.tenant)
    of = customer_id(memory_house, ref)
    browser = viewer(memory_house, noor, of)
    assert takes(browser, code_of(asks_to_view(owner, of))).status == 204
    told = owner.get("/desk/activity?what=customer.view").json["events"]
    found = [(event["name"], event["actor"]["id"]) for event in told]
    assert sorted(found) == sorted(
        [
            ("customer.viewed", noor.id),
            ("customer.view_ended", noor.id),
            ("customer.viewed", owner.id),
        ]
    )


def test_cookies_of_portal_and_desk_are_worth_nothing_at_the_other(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    desk = Visitor("desk.balie.example", handler=desk_api.handler)
    for token in (looking.jar[VIEW_COOKIE], signed_in(memory_house, ref).jar.popitem()[1]):
        desk.jar["__Host-balie_desk"] = token
        desk.jar[VIEW_COOKIE] = token
        assert desk.get("/desk/session").json["code"] == "signed_out"
    portal = Visitor(host(memory_house))
    _, _, token = noor.browser.jar["__Host-balie_desk"].split(".")
    for claim in (token, noor.browser.jar["__Host-balie_desk"]):
        portal.jar = {"__Host-balie_session": claim}
        assert portal.get("/api/session").status == 401
        portal.jar = {VIEW_COOKIE: claim}
        assert portal.get("/api/session").status == 401


def test_a_code_is_no_session_and_a_session_no_code(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    code = code_of(asks_to_view(noor, customer_id(memory_house, ref)))
    portal = Visitor(host(memory_house))
    portal.jar = {VIEW_COOKIE: code}
    assert portal.get("/api/overview").status == 401
    portal.jar = {}
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    assert takes(portal, looking.jar[VIEW_COOKIE]).json["code"] == "view_refused"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**OWN_PAGE, "sec-fetch-site": "cross-site"},
        {**OWN_PAGE, "sec-fetch-site": "same-site"},
        {**OWN_PAGE, "content-type": "text/plain"},
    ],
)
def test_another_site_begins_and_ends_no_view(
    memory_house: House, ref: str, noor: Colleague, headers: dict[str, str]
) -> None:
    of = customer_id(memory_house, ref)
    code = code_of(asks_to_view(noor, of))
    visitor = Visitor(host(memory_house))
    assert visitor.post("/api/view", {"code": code}, headers).json["code"] == "cross_site"
    assert takes(visitor, code).status == 204
    ended = visitor.post("/api/view/end", {}, headers)
    assert ended.json["code"] == "cross_site"
    begun = noor.browser.send("POST", f"/desk/customers/{of}/view", headers=headers, body=b"{}")
    assert begun.json["code"] == "cross_site"


@pytest.mark.parametrize("code", ["", "x", "A" * 43, "A" * 65, "é" * 43, None, 5, ["a"]])
def test_what_was_never_a_code_opens_nothing(memory_house: House, code: object) -> None:
    answer = Visitor(host(memory_house)).post("/api/view", {"code": code})
    assert answer.status in (403, 422)
    assert answer.cookies == []
    if answer.status == 403:
        assert answer.json["code"] == "view_refused"


def test_no_code_and_no_token_stands_in_the_table_or_in_a_log(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    with listening() as logged:
        code = code_of(asks_to_view(noor, customer_id(memory_house, ref)))
        looking = Visitor(host(memory_house))
        takes(looking, code)
        takes(looking, code)
        looking.get("/api/overview")
    written = repr(oracle.every_row(memory_house.tenant)) + logged.getvalue()
    assert code not in written
    assert looking.jar[VIEW_COOKIE] not in written


def test_the_cookie_is_the_portals_alone_and_lasts_no_longer_than_the_view(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    code = code_of(asks_to_view(noor, customer_id(memory_house, ref)))
    (cookie,) = takes(Visitor(host(memory_house)), code).cookies
    name, *words = [word.strip().lower() for word in cookie.split(";")]
    assert name.startswith("__host-balie_view=")
    assert {"secure", "httponly", "samesite=strict", "path=/", "max-age=900"} <= set(words)
    assert not any(word.startswith("domain") for word in words)


def test_one_user_looks_so_many_times_an_hour(
    memory_house: House, ref: str, noor: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balie.relation.viewing.service.VIEWS_AN_HOUR", 3)
    of = customer_id(memory_house, ref)
    with time_machine.travel(MONDAY, tick=False):
        noor.sign_in()
        assert [asks_to_view(noor, of).status for _ in range(4)] == [201, 201, 201, 429]


def test_every_reading_route_answers_a_view_or_says_that_it_is_not_for_it(
    memory_house: House, ref: str, noor: Colleague
) -> None:
    looking = viewer(memory_house, noor, customer_id(memory_house, ref))
    for path in READING:
        answer = looking.get(path.format_map(Ids()))
        assert answer.status in (200, 404, 422, 403), (path, answer.text)
    assert portal_api.handler is looking.handler
