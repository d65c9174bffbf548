"""Every route of the desk against who should not be there: no session, no role, another firm."""

import json
from typing import Any

import pytest

from balie.firm.users.roles import ALLOWED, Role
from dev.stripe.simulator import Simulator
from functions.desk_api import app as desk_api
from functions.portal_api import app as portal_api
from tests.house import oracle
from tests.house.desk_routes import OPEN, Route, filled, operation_of, places_in, routes
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice
from tests.house.team import Colleague, colleague
from tests.house.visitor import OWN_PAGE, Answer, Visitor

CANARY = "Kanarie Vastgoed"
PREFIXES = {
    "user_id": "usr",
    "session_id": "ses",
    "passkey_id": "pky",
    "customer_id": "cus",
    "member_id": "cus",
    "invoice_id": "inv",
    "connection_id": "con",
    "catch_up_id": "cup",
}
WORDS = {"place": "logo", "file": "logo.png"}
BODY = {"role": "viewer", "name": "Ann", "link": "x", "user_name": "Ann", "cause": "sync"}
GATED = [route for route in routes() if (route.method, route.path) not in OPEN]


def of_each(wanted: list[Route]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", wanted, ids=lambda r: f"{r.method} {r.path}")


@pytest.fixture
def owner(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


@pytest.fixture
def stranger(memory_house: House, simulator: Simulator) -> Colleague:
    """The owner of another firm, which has a customer with an invoice."""
    house = open_house(simulator, name=f"{CANARY} Beheer")
    of = customer(house, name=CANARY, email="kanarie@vastgoed.example")
    open_invoice(house, of=of)
    house.hear(
        each for each in simulator.take() if house.tenant in each.url
    )  # both have one account
    assert not house.work_off()
    return colleague(house.tenant, email="kanarie@beheer.example")


def call(someone: Colleague, route: Route, ids: dict[str, str]) -> Answer:
    path = filled(route.path, WORDS | ids)
    body = b"" if route.method == "GET" else json.dumps(BODY).encode()
    return someone.browser.send(route.method, path, headers=OWN_PAGE, body=body)


def missing() -> dict[str, str]:
    return {name: f"{prefix}_{'0' * 26}" for name, prefix in PREFIXES.items()}


def belongings(of: Colleague) -> dict[str, str]:
    """An id of each kind that another firm's owner could have heard of."""
    rows = oracle.every_row(of.tenant)
    found = ids_in(rows)
    assert {"customer_id", "invoice_id", "connection_id"} <= found.keys()
    return found | {
        "user_id": of.id,
        "session_id": of.get("/desk/sessions").json["sessions"][0]["id"],
        "passkey_id": of.get("/desk/passkeys").json["passkeys"][0]["id"],
    }


def ids_in(rows: list[dict[str, Any]]) -> dict[str, str]:
    found = {}
    for row in rows:
        data = json.loads(row["data"]) if str(row.get("data", "")).startswith("{") else {}
        for name, prefix in PREFIXES.items():
            if str(data.get("id", "")).startswith(f"{prefix}_") and "CONTACT" not in str(row["sk"]):
                found[name] = str(data["id"])
    return found


def test_every_place_in_an_address_is_known_here() -> None:
    places = set().union(*(places_in(route.path) for route in routes()))
    assert places <= {*PREFIXES, *WORDS}


@of_each(GATED)
def test_nothing_is_told_to_who_is_not_signed_in(memory_house: House, route: Route) -> None:
    nobody = Colleague.__new__(Colleague)
    nobody.browser = Visitor("desk.balie.example", handler=desk_api.handler)
    answer = call(nobody, route, missing())
    assert (answer.status, answer.json["code"]) == (401, "signed_out")


@pytest.mark.parametrize("role", Role)
def test_every_route_lets_in_the_roles_of_its_operation_and_no_other(
    owner: Colleague, role: Role
) -> None:
    someone = colleague(owner.tenant, role, "someone@studionoord.example")
    for route in GATED:
        operation = operation_of(route)
        assert operation
        if (route.method, route.path) == ("DELETE", "/desk/sessions"):
            continue  # ends others' sessions, which is its point
        answer = call(someone, route, missing())
        refused = answer.status == 403 and answer.json["code"] == "role_too_small"
        assert refused != (role in ALLOWED[operation]), (route, answer.status, answer.text)


@of_each([route for route in GATED if places_in(route.path) & PREFIXES.keys()])
def test_what_is_anothers_looks_like_what_is_not_there(
    owner: Colleague, stranger: Colleague, route: Route
) -> None:
    theirs = belongings(stranger)
    before = oracle.every_row(stranger.tenant)
    foreign = call(owner, route, missing() | theirs)
    absent = call(owner, route, missing())
    assert (foreign.status, foreign.text) == (absent.status, absent.text)
    assert foreign.status in (404, 422), foreign.text
    assert oracle.every_row(stranger.tenant) == before


@of_each([route for route in GATED if route.method == "GET"])
def test_nothing_of_another_firm_is_in_any_answer(
    owner: Colleague, stranger: Colleague, route: Route
) -> None:
    answer = call(owner, route, missing() | belongings(stranger))
    for told in (CANARY, "kanarie", stranger.tenant, stranger.id):
        assert told not in answer.text


@of_each([route for route in routes() if route.method != "GET"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**OWN_PAGE, "sec-fetch-site": "cross-site"},
        {**OWN_PAGE, "sec-fetch-site": "same-site"},
        {**OWN_PAGE, "content-type": "text/plain"},
        {"content-type": "application/json", "sec-fetch-site": "same-origin"},
        {"content-type": "application/json", "x-balie": "1", "origin": "https://portal.example"},
    ],
    ids=["nothing", "cross-site", "same-site", "a form", "no header", "a portal's origin"],
)
def test_another_site_changes_nothing(
    memory_house: House, route: Route, headers: dict[str, str]
) -> None:
    browser = Visitor("desk.balie.example", handler=desk_api.handler)
    path = filled(route.path, WORDS | missing())
    answer = browser.send(route.method, path, headers=headers, body=json.dumps(BODY).encode())
    assert (answer.status, answer.json["code"]) == (403, "cross_site")


@pytest.mark.parametrize("host", ["billing.example", "desk.balie.example.evil.example", "", "x:y"])
def test_no_other_host_shows_the_desk(owner: Colleague, host: str) -> None:
    for route in routes():
        owner.browser.host = host
        answer = call(owner, route, missing())
        assert (answer.status, answer.json["code"]) == (404, "host_unknown"), route
    owner.browser.host = "desk.balie.example"
    assert owner.get("/desk/session").status == 200


def test_a_portal_shows_no_desk_and_the_desk_no_portal(
    owner: Colleague, memory_house: House
) -> None:
    portal = memory_house.tenant.lower().replace("_", "-") + ".example"
    owner.browser.host = portal
    assert owner.get("/desk/session").json["code"] == "host_unknown"
    owner.browser.host, owner.browser.handler = "desk.balie.example", portal_api.handler
    assert owner.get("/api/session").json["code"] == "host_unknown"


def test_a_session_is_of_one_user_of_one_firm(owner: Colleague, stranger: Colleague) -> None:
    tenant, user, token = owner.browser.jar["__Host-balie_desk"].split(".")
    _, _, other = stranger.browser.jar["__Host-balie_desk"].split(".")
    for cookie in (
        f"{stranger.tenant}.{user}.{token}",
        f"{stranger.tenant}.{stranger.id}.{token}",
        f"{tenant}.{stranger.id}.{token}",
        f"{tenant}.{user}.{other}",
        f"{tenant}.{user}.{'A' * 43}",
        f"desk.{user}.{token}",
        f"{tenant}.{user}",
        token,
        "",
        "é" * 50,
    ):
        owner.browser.jar["__Host-balie_desk"] = cookie.encode("ascii", "ignore").decode()
        assert owner.get("/desk/session").status == 401, cookie


def test_no_answer_of_the_desk_is_kept_or_framed(owner: Colleague) -> None:
    for path in ("/desk/session", "/desk/users", "/desk/nothing"):
        headers = owner.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_desks_cookies_are_seen_by_the_desk_alone(owner: Colleague) -> None:
    owner.browser.jar.clear()
    asked = owner.post("/desk/sign-in/challenge")
    signed_in = owner.post("/desk/sign-in", {"credential": owner.phone.show(asked.json["options"])})
    set_by = [cookie for answer in (asked, signed_in) for cookie in answer.cookies]
    for cookie in set_by:
        assert cookie.startswith("__Host-balie_")
        words = {word.strip().lower() for word in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=strict", "path=/"} <= words
        assert not any(word.startswith("domain") for word in words)


def test_a_visitor_tries_sixty_times_an_hour(owner: Colleague) -> None:
    statuses = {owner.post("/desk/sign-in/challenge").status for _ in range(60)}
    assert statuses == {200, 429}
    owner.browser.address = "198.51.100.7"
    assert owner.post("/desk/sign-in/challenge").status == 200
