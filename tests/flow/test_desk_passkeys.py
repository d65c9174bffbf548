"""A passkey, shown by its owner on the desk's own page, opens the desk; nothing else does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from balie.firm.users.roles import Role
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.authenticator import Authenticator, encode
from tests.house.house import House, open_house
from tests.house.memory_aws import MemoryAws
from tests.house.team import Colleague, colleague, invited, link_for, user_of

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOOR = "noor@studionoord.example"


@pytest.fixture
def owner(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


@pytest.fixture
def other_firm(memory_house: House, simulator: Simulator) -> House:
    return open_house(simulator)


def code(answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


REFUSED = (403, "passkey_refused")
NO_LINK = (403, "set_up_refused")
SIGNED_OUT = (401, "signed_out")


def test_a_set_up_link_makes_a_passkey_and_opens_the_desk(either: House) -> None:
    noor = Colleague(either.tenant, invited(either.tenant, NOOR, Role.OWNER))
    with_link = link_for(either.tenant, user_of(noor))
    assert noor.set_up(with_link).status == 204
    session = noor.get("/desk/session").json
    assert session["user"] | {"name": "Noor", "email": NOOR, "role": "owner"} == session["user"]
    assert session["user"]["state"] == "active"
    assert session["firm"]["name"] == "Studio Noord"
    assert "manage_team" in session["operations"]
    assert noor.get("/desk/passkeys").json["passkeys"][0]["name"] == "Phone"


def test_signing_in_asks_for_no_address(owner: Colleague) -> None:
    owner.browser.jar.clear()
    asked = owner.post("/desk/sign-in/challenge")
    assert asked.json["options"]["allowCredentials"] == []
    assert asked.json["options"]["userVerification"] == "required"
    shown = owner.phone.show(asked.json["options"])
    assert owner.post("/desk/sign-in", {"credential": shown}).status == 204
    assert owner.get("/desk/session").json["user"]["id"] == owner.id


def test_a_set_up_link_works_once(owner: Colleague) -> None:
    noor = Colleague(owner.tenant, invited(owner.tenant, NOOR, Role.VIEWER))
    link = link_for(owner.tenant, user_of(noor))
    assert noor.set_up(link).status == 204
    again = Colleague(owner.tenant, user_of(noor))
    assert code(again.set_up(link)) == NO_LINK


def test_a_set_up_link_lives_a_day(owner: Colleague) -> None:
    user = invited(owner.tenant, NOOR, Role.VIEWER)
    with time_machine.travel(MONDAY, tick=False):
        link = link_for(owner.tenant, user)
    with time_machine.travel(MONDAY + timedelta(hours=24), tick=False):
        assert code(Colleague(owner.tenant, user).set_up(link)) == NO_LINK
    with time_machine.travel(MONDAY + timedelta(hours=23, minutes=59), tick=False):
        assert Colleague(owner.tenant, user).set_up(link).status == 204


def test_a_newer_set_up_link_replaces_the_one_before(owner: Colleague) -> None:
    user = invited(owner.tenant, NOOR, Role.VIEWER)
    first, second = link_for(owner.tenant, user), link_for(owner.tenant, user)
    assert code(Colleague(owner.tenant, user).set_up(first)) == NO_LINK
    assert Colleague(owner.tenant, user).set_up(second).status == 204


def test_a_set_up_link_is_of_one_user_of_one_firm(owner: Colleague, other_firm: House) -> None:
    user, second = (invited(owner.tenant, f"{n}@x.example", Role.VIEWER) for n in "ab")
    stranger = invited(other_firm.tenant, NOOR, Role.OWNER)
    token = link_for(owner.tenant, user).rpartition(".")[2]
    link_for(other_firm.tenant, stranger)
    for tenant, user_id in (
        (other_firm.tenant, user.id),
        (other_firm.tenant, stranger.id),
        (owner.tenant, second.id),
        (owner.tenant, "usr_" + "0" * 26),
        ("ten_" + "0" * 26, user.id),
    ):
        answer = Colleague(tenant, user).set_up(f"{tenant}.{user_id}.{token}")
        assert code(answer) == NO_LINK
    assert code(Colleague(owner.tenant, user).set_up("desk.x.y")) == NO_LINK


def test_looking_at_a_set_up_link_spends_nothing(owner: Colleague) -> None:
    user = invited(owner.tenant, NOOR, Role.VIEWER)
    link = link_for(owner.tenant, user)
    for _ in range(3):
        scanner = Colleague(owner.tenant, user)
        assert scanner.post("/desk/set-up/challenge", {"link": link}).status == 200
    assert Colleague(owner.tenant, user).set_up(link).status == 204


def test_many_at_once_on_one_set_up_link_make_one_passkey(owner: Colleague) -> None:
    user = invited(owner.tenant, NOOR, Role.VIEWER)
    link = link_for(owner.tenant, user)
    racers = [Colleague(owner.tenant, user) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda racer: racer.set_up(link).status, racers))
    assert statuses.count(204) == 1, statuses
    assert set(statuses) <= {204, 403, 409}
    rows = [row for row in oracle.every_row(owner.tenant) if user.id in str(row["pk"])]
    assert sum("PASSKEY#" in str(row["sk"]) for row in rows) == 1
    assert sum("SESSION#" in str(row["sk"]) for row in rows) == 1


def test_an_answer_cannot_be_replayed(owner: Colleague) -> None:
    asked = owner.post("/desk/sign-in/challenge").json
    nonce = dict(owner.browser.jar)
    body = {"credential": owner.phone.show(asked["options"])}
    assert owner.post("/desk/sign-in", body).status == 204
    owner.browser.jar = nonce
    assert code(owner.post("/desk/sign-in", body)) == REFUSED


def test_many_at_once_with_one_answer_make_one_session(owner: Colleague) -> None:
    owner.browser.jar.clear()
    asked = owner.post("/desk/sign-in/challenge").json
    body = {"credential": owner.phone.show(asked["options"])}
    thieves = [Colleague(owner.tenant, user_of(owner)) for _ in range(6)]
    for thief in thieves:
        thief.browser.jar = dict(owner.browser.jar)
    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda thief: thief.post("/desk/sign-in", body).status, thieves))
    assert sorted(statuses) == [204, *[403] * 5]


def test_a_wrong_answer_spends_the_challenge(owner: Colleague) -> None:
    asked = owner.post("/desk/sign-in/challenge").json
    nonce = dict(owner.browser.jar)
    shown = owner.phone.show(asked["options"])
    broken = {**shown, "response": {**shown["response"], "signature": encode(b"no")}}
    assert code(owner.post("/desk/sign-in", {"credential": broken})) == REFUSED
    owner.browser.jar = nonce
    assert code(owner.post("/desk/sign-in", {"credential": shown})) == REFUSED


def test_a_challenge_is_of_the_browser_that_asked(owner: Colleague) -> None:
    asked = owner.post("/desk/sign-in/challenge").json
    body = {"credential": owner.phone.show(asked["options"])}
    thief = Colleague(owner.tenant, user_of(owner))
    assert code(thief.post("/desk/sign-in", body)) == REFUSED
    thief.post("/desk/sign-in/challenge")
    assert code(thief.post("/desk/sign-in", body)) == REFUSED


def test_a_challenge_lives_five_minutes(owner: Colleague) -> None:
    with time_machine.travel(MONDAY, tick=False):
        asked = owner.post("/desk/sign-in/challenge").json
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=False):
        shown = owner.phone.show(asked["options"])
        assert code(owner.post("/desk/sign-in", {"credential": shown})) == REFUSED


def test_a_challenge_serves_the_purpose_it_was_asked_for(owner: Colleague) -> None:
    asked = owner.post("/desk/step-up/challenge").json
    shown = owner.phone.show(asked["options"])
    assert code(owner.post("/desk/sign-in", {"credential": shown})) == REFUSED
    asked = owner.post("/desk/passkeys/challenge").json
    made = owner.phone.make(asked["options"])
    user = invited(owner.tenant, NOOR, Role.OWNER)
    link = link_for(owner.tenant, user)
    body = {"link": link, "user_name": "N", "name": "P", "credential": made}
    assert code(owner.post("/desk/set-up", body)) == REFUSED


def test_a_challenge_of_another_session_is_refused(owner: Colleague) -> None:
    second = Colleague(owner.tenant, user_of(owner), owner.phone)
    assert second.sign_in().status == 204
    asked = owner.post("/desk/step-up/challenge").json
    nonce = owner.browser.jar["__Host-balie_passkey"]
    second.browser.jar["__Host-balie_passkey"] = nonce
    shown = owner.phone.show(asked["options"])
    assert code(second.post("/desk/step-up", {"credential": shown})) == REFUSED


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://desk.balie.example.evil.example"},
        {"origin": "http://desk.balie.example"},
        {"origin": "https://portal.example"},
        {"domain": "balie.example"},
        {"domain": "evil.example"},
        {"verifies": False},
    ],
)
def test_another_origin_or_domain_or_nobody_verified_is_refused(
    owner: Colleague, lie: dict[str, object]
) -> None:
    user = invited(owner.tenant, NOOR, Role.VIEWER)
    liar = Colleague(owner.tenant, user, Authenticator(**lie))  # type: ignore[arg-type]
    assert code(liar.set_up(link_for(owner.tenant, user))) == REFUSED
    for name, value in lie.items():
        setattr(owner.phone, name, value)
    assert code(owner.sign_in()) == REFUSED
    assert code(owner.step_up()) == REFUSED


def test_a_passkey_of_another_firm_opens_only_that_one(owner: Colleague, other_firm: House) -> None:
    stranger = colleague(other_firm.tenant)
    key = stranger.phone.held[0]
    honest = key.handle
    for handle in (
        f"{owner.tenant}.{owner.id}",
        f"{owner.tenant}.{stranger.id}",
        f"{other_firm.tenant}.{owner.id}",
        f"ten_{'0' * 26}.{owner.id}",
        "desk.nobody",
        "",
    ):
        key.handle = handle.encode()
        assert code(stranger.sign_in()) == REFUSED, handle
    key.handle = honest
    assert stranger.sign_in().status == 204
    assert stranger.get("/desk/session").json["firm"]["id"] == other_firm.tenant


def test_a_colleagues_passkey_is_no_step_up(owner: Colleague) -> None:
    other = colleague(owner.tenant, Role.FINANCE)
    asked = owner.post("/desk/step-up/challenge").json
    shown = other.phone.show(asked["options"])
    assert code(owner.post("/desk/step-up", {"credential": shown})) == REFUSED


def test_a_count_that_goes_back_is_refused_and_recorded(owner: Colleague) -> None:
    owner.sign_in()
    owner.phone.held[0].count = 0
    assert code(owner.sign_in()) == REFUSED
    names = [row["name"] for row in oracle.every_row(owner.tenant) if "EVENT#" in str(row["sk"])]
    assert names.count("passkey.count_went_back") == 1
    owner.phone.held[0].count = 10
    assert owner.sign_in().status == 204


def test_an_authenticator_that_does_not_count_signs_in_again(memory_house: House) -> None:
    user = invited(memory_house.tenant, NOOR, Role.OWNER)
    noor = Colleague(memory_house.tenant, user, Authenticator(counts=False))
    assert noor.set_up(link_for(memory_house.tenant, user)).status == 204
    assert [noor.sign_in().status for _ in range(2)] == [204, 204]


@pytest.mark.parametrize(
    "response",
    [
        {"clientDataJSON": "e30"},
        {"clientDataJSON": "_w"},
        {"attestationObject": ""},
        {"attestationObject": "oA"},
        {"attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUEA"},
        {"attestationObject": encode(b"\xa1" * 4000)},
        {"attestationObject": encode(b"\x9f" * 12000)},
    ],
)
def test_what_no_authenticator_says_is_refused(owner: Colleague, response: dict[str, str]) -> None:
    asked = owner.post("/desk/passkeys/challenge").json
    made = owner.phone.make(asked["options"])
    broken = {**made, "response": {**made["response"], **response}}
    assert code(owner.post("/desk/passkeys", {"name": "P", "credential": broken})) == REFUSED


@pytest.mark.parametrize(
    "response",
    [
        {"authenticatorData": ""},
        {"authenticatorData": "AAAA"},
        {"signature": ""},
        {"signature": "AAAA"},
        {"userHandle": "AAAA"},
        {"userHandle": "_w"},
        {"clientDataJSON": encode(b"[" * 9000)},
    ],
)
def test_what_no_authenticator_shows_is_refused(owner: Colleague, response: dict[str, str]) -> None:
    asked = owner.post("/desk/sign-in/challenge").json
    shown = owner.phone.show(asked["options"])
    broken = {**shown, "response": {**shown["response"], **response}}
    assert code(owner.post("/desk/sign-in", {"credential": broken})) == REFUSED


def test_nothing_secret_stands_in_the_table(owner: Colleague, memory: MemoryAws) -> None:
    user = invited(owner.tenant, NOOR, Role.VIEWER)
    token = link_for(owner.tenant, user).rpartition(".")[2]
    owner.post("/desk/step-up/challenge")
    everything = repr(memory.dynamodb.items)
    assert token not in everything
    for cookie in owner.browser.jar.values():
        assert cookie.rpartition(".")[2] not in everything


def test_a_passkey_is_named_and_removed_but_never_the_last(owner: Colleague) -> None:
    asked = owner.post("/desk/passkeys/challenge").json
    assert len(asked["options"]["excludeCredentials"]) == 1
    body = {"name": "Key on the ring", "credential": owner.phone.make(asked["options"])}
    added = owner.post("/desk/passkeys", body)
    assert added.status == 201
    first, second = owner.get("/desk/passkeys").json["passkeys"]
    assert owner.put(f"/desk/passkeys/{first['id']}", {"name": "Old"}).json["name"] == "Old"
    assert owner.delete(f"/desk/passkeys/{first['id']}").status == 204
    assert code(owner.delete(f"/desk/passkeys/{second['id']}")) == (409, "last_passkey")
    assert owner.sign_in().status == 204
    assert code(owner.delete(f"/desk/passkeys/{first['id']}")) == (404, "passkey_missing")


def test_of_two_who_remove_each_others_last_passkey_one_commits(owner: Colleague) -> None:
    asked = owner.post("/desk/passkeys/challenge").json
    body = {"name": "Second", "credential": owner.phone.make(asked["options"])}
    owner.post("/desk/passkeys", body)
    ids = [each["id"] for each in owner.get("/desk/passkeys").json["passkeys"]]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: owner.delete(f"/desk/passkeys/{each}").status, ids))
    assert len(owner.get("/desk/passkeys").json["passkeys"]) == 1
