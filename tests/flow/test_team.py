"""A team of staff: invited by mail, in roles, removed at once, let in again a day after notice."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from balie.cli.main import main
from balie.firm.users.roles import Role
from balie.ground.aws import settings
from balie.ground.core import clock
from balie.ground.core.clock import to_text
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.house import House, open_house
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import mailed
from tests.house.stream import follow
from tests.house.team import Colleague, colleague, invited, link_for, user_of
from tests.house.visitor import send_mail

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINK = re.compile(r"https://desk\.balie\.example/set-up#(\S+)")
NOOR = {"email": "noor@studionoord.example", "name": "Noor", "role": "finance", "language": "nl"}


@pytest.fixture
def owner(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


def code(answer: Any) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def mails(house: House, memory: MemoryAws) -> list[dict[str, Any]]:
    """Those that follow from what happened, and were sent meanwhile."""
    before = len(memory.sesv2.sent)
    follow(house)
    return mailed(memory)[before:]


def reader_of(mail: dict[str, Any]) -> str:
    (address,) = mail["Destination"]["ToAddresses"]
    return str(address)


def link_in(mail: dict[str, Any]) -> str:
    found = LINK.search(mail["Content"]["Simple"]["Body"]["Text"]["Data"])
    assert found
    return found[1]


def names_of_events(tenant: str) -> list[str]:
    rows = oracle.every_row(tenant)
    return [str(row["name"]) for row in rows if str(row["sk"]).startswith("EVENT#")]


def test_an_invitation_reaches_its_reader_and_opens_the_desk(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    answer = owner.post("/desk/users", NOOR)
    assert (answer.status, answer.json["state"]) == (201, "invited")
    (mail,) = mails(memory_house, memory)
    assert reader_of(mail) == NOOR["email"]
    assert mail["Content"]["Simple"]["Subject"]["Data"].startswith("Je toegang tot de balie")
    noor = Colleague(owner.tenant, user_of_id(owner.tenant, answer.json["id"]))
    assert noor.set_up(link_in(mail)).status == 204
    assert noor.get("/desk/session").json["user"]["role"] == "finance"
    listed = {user["email"]: user["state"] for user in owner.get("/desk/users").json["users"]}
    assert listed == {"owner@studionoord.example": "active", NOOR["email"]: "active"}


def user_of_id(tenant: str, user_id: str) -> Any:
    found = Colleague.__new__(Colleague)
    found.tenant, found.id = tenant, user_id
    return user_of(found)


def test_no_link_waits_on_a_queue_and_a_redelivered_message_sends_no_second_mail(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    owner.post("/desk/users", NOOR)
    follow(memory_house)
    messages = memory.sqs.take(settings.mail_queue())
    assert "set-up" not in repr(messages)
    assert set(json.loads(messages[0]["MessageBody"])) == {
        "tenant",
        "mail",
        "once",
        "reader",
        "about",
        "asked_at",
    }
    assert not send_mail(messages)
    assert not send_mail(messages)
    assert len(memory.sesv2.sent) == 1


def test_a_message_about_somebody_of_another_firm_sends_nothing(
    owner: Colleague, memory: MemoryAws, simulator: Simulator
) -> None:
    elsewhere = colleague(open_house(simulator).tenant)
    message = {
        "tenant": owner.tenant,
        "mail": "user_invited",
        "once": "evt_1",
        "reader": elsewhere.id,
        "about": elsewhere.id,
        "asked_at": to_text(clock.now()),
    }
    assert not send_mail([{"MessageBody": json.dumps(message)}])
    assert memory.sesv2.sent == []


def test_a_late_invitation_gives_no_link_to_who_has_set_up_meanwhile_or_after_a_day(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    noor, mia = (owner.post("/desk/users", NOOR | {"email": f"{n}@x.example"}).json for n in "ab")
    follow(memory_house)
    late = memory.sqs.take(settings.mail_queue())
    user = user_of_id(owner.tenant, noor["id"])
    assert Colleague(owner.tenant, user).set_up(link_for(owner.tenant, user)).status == 204
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24), tick=False):
        assert not send_mail(late)
    assert memory.sesv2.sent == []
    late = [message for message in late if noor["id"] in message["MessageBody"]]
    assert not send_mail(late)
    assert memory.sesv2.sent == []
    assert mia["state"] == "invited"


def test_an_invitation_can_be_sent_again_and_only_the_newest_link_works(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    noor = owner.post("/desk/users", NOOR).json
    (first,) = mails(memory_house, memory)
    assert owner.post(f"/desk/users/{noor['id']}/invitation").status == 202
    second = mails(memory_house, memory)[-1]
    user = user_of_id(owner.tenant, noor["id"])
    assert code(Colleague(owner.tenant, user).set_up(link_in(first))) == (403, "set_up_refused")
    assert Colleague(owner.tenant, user).set_up(link_in(second)).status == 204
    again = owner.post(f"/desk/users/{noor['id']}/invitation")
    assert code(again) == (409, "user_already_active")


def test_an_address_is_invited_once_whatever_its_case(owner: Colleague) -> None:
    assert owner.post("/desk/users", NOOR).status == 201
    shouted = {**NOOR, "email": "NOOR@StudioNoord.example"}
    assert code(owner.post("/desk/users", shouted)) == (409, "user_exists")


def test_of_two_who_invite_one_address_one_commits(owner: Colleague) -> None:
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: owner.post("/desk/users", NOOR).status, range(4)))
    assert statuses.count(201) == 1
    assert set(statuses) == {201, 409}


def test_an_address_gets_five_invitations_an_hour(owner: Colleague) -> None:
    noor = owner.post("/desk/users", NOOR).json["id"]
    again = [owner.post(f"/desk/users/{noor}/invitation").status for _ in range(5)]
    assert again == [202] * 4 + [429]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "noor"},
        {"email": "a@b.example\r\nBcc: x@y.z"},
        {"name": " "},
        {"name": "a\nb"},
        {"name": "n" * 81},
        {"role": "admin"},
        {"role": None},
        {"language": "fr"},
    ],
)
def test_what_is_no_invitation_is_named_as_such(owner: Colleague, wrong: dict[str, Any]) -> None:
    answer = owner.post("/desk/users", NOOR | wrong)
    assert answer.status == 422
    assert [each["field"] for each in answer.json["errors"]] == list(wrong)


def test_a_removed_user_is_out_at_once(owner: Colleague) -> None:
    noor = colleague(owner.tenant, Role.FINANCE, NOOR["email"])
    link = link_for(owner.tenant, user_of(noor))
    assert owner.delete(f"/desk/users/{noor.id}").status == 204
    assert code(noor.get("/desk/session")) == (401, "signed_out")
    assert code(noor.sign_in()) == (403, "passkey_refused")
    assert code(Colleague(owner.tenant, fake(noor)).set_up(link)) == (403, "set_up_refused")
    assert code(owner.put(f"/desk/users/{noor.id}/role", {"role": "owner"})) == (
        404,
        "user_missing",
    )
    assert owner.post("/desk/users", NOOR).status == 201


def fake(noor: Colleague) -> Any:
    return type("User", (), {"id": noor.id, "email": noor.email})()


def test_a_session_that_began_while_its_user_was_removed_is_worth_nothing(
    owner: Colleague, memory: MemoryAws
) -> None:
    noor = colleague(owner.tenant, Role.FINANCE)
    kept = {key: item for key, item in memory.dynamodb.items.items() if noor.id in key[0]}
    owner.delete(f"/desk/users/{noor.id}")
    memory.dynamodb.items.update(kept)
    assert code(noor.get("/desk/session")) == (401, "signed_out")


def test_a_new_role_counts_from_the_next_request_on(owner: Colleague) -> None:
    noor = colleague(owner.tenant, Role.FINANCE)
    assert code(noor.post("/desk/users", NOOR)) == (403, "role_too_small")
    assert owner.put(f"/desk/users/{noor.id}/role", {"role": "owner"}).json["role"] == "owner"
    assert noor.post("/desk/users", NOOR).status == 201
    assert owner.put(f"/desk/users/{noor.id}/role", {"role": "viewer"}).status == 200
    assert code(noor.delete(f"/desk/users/{owner.id}")) == (403, "role_too_small")


def test_nobody_makes_themselves_an_owner(owner: Colleague) -> None:
    for role in (Role.FINANCE, Role.SUPPORT, Role.VIEWER):
        noor = colleague(owner.tenant, role)
        answer = noor.put(f"/desk/users/{noor.id}/role", {"role": "owner"})
        assert code(answer) == (403, "role_too_small")
        noor.put("/desk/account", {"name": "Noor", "language": None, "role": "owner"})
        assert noor.get("/desk/session").json["user"]["role"] == role


def test_the_last_active_owner_stays(owner: Colleague) -> None:
    invited(owner.tenant, "never@came.example", Role.OWNER)
    demoted = owner.put(f"/desk/users/{owner.id}/role", {"role": "viewer"})
    assert code(demoted) == (409, "last_owner")
    assert code(owner.delete(f"/desk/users/{owner.id}")) == (409, "last_owner")


def test_of_two_owners_who_remove_each_other_one_stays(owner: Colleague) -> None:
    second = colleague(owner.tenant, Role.OWNER, "second@studionoord.example")
    with ThreadPoolExecutor(2) as pool:
        tries = [(owner, second.id), (second, owner.id)]
        list(pool.map(lambda each: each[0].delete(f"/desk/users/{each[1]}").status, tries))
    going_on = [each for each in (owner, second) if each.get("/desk/session").status == 200]
    assert len(going_on) == 1


def test_recovery_waits_a_day_tells_all_owners_and_gives_new_passkeys(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    noor = colleague(owner.tenant, Role.FINANCE, NOOR["email"])
    second = colleague(owner.tenant, Role.OWNER, "second@studionoord.example")
    lost = noor.phone.held[0]
    mails(memory_house, memory)
    with time_machine.travel(MONDAY, tick=False):
        owner.sign_in()
        begun = owner.post(f"/desk/users/{noor.id}/recovery")
        assert begun.json["recovery"]["ready"] is False
        told = mails(memory_house, memory)
        assert sorted(map(reader_of, told)) == sorted([owner.email, second.email, noor.email])
        early = owner.post(f"/desk/users/{noor.id}/recovery/link")
        assert code(early) == (409, "recovery_refused")
    with time_machine.travel(MONDAY + timedelta(hours=24), tick=False):
        owner.sign_in()
        assert owner.post(f"/desk/users/{noor.id}/recovery/link").status == 202
        (mail,) = mails(memory_house, memory)
        assert reader_of(mail) == noor.email
        assert noor.set_up(link_in(mail)).status == 204
        assert noor.sign_in().status == 204
        noor.phone.held = [lost]
        assert code(noor.sign_in()) == (403, "passkey_refused")


@pytest.mark.parametrize("who", ["starter", "another owner", "the person"])
def test_recovery_is_stopped_by_any_owner_or_the_person(owner: Colleague, who: str) -> None:
    noor = colleague(owner.tenant, Role.VIEWER)
    second = colleague(owner.tenant, Role.OWNER, "second@studionoord.example")
    assert owner.post(f"/desk/users/{noor.id}/recovery").status == 201
    if who == "the person":
        assert noor.delete("/desk/account/recovery").status == 204
    else:
        by = owner if who == "starter" else second
        assert by.delete(f"/desk/users/{noor.id}/recovery").json["recovery"] is None
    refused = owner.post(f"/desk/users/{noor.id}/recovery/link")
    assert code(refused) == (409, "recovery_refused")


def test_nobody_recovers_their_own_account_or_one_that_has_no_passkey(owner: Colleague) -> None:
    own = owner.post(f"/desk/users/{owner.id}/recovery")
    assert code(own) == (409, "recovery_refused")
    new = invited(owner.tenant, NOOR["email"], Role.VIEWER)
    assert code(owner.post(f"/desk/users/{new.id}/recovery")) == (409, "recovery_refused")


def test_the_last_owner_is_let_in_again_by_an_operator(
    owner: Colleague, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["user", "recover", "--tenant", owner.tenant, "--email", owner.email]
    assert main(words) == 0
    link = LINK.search(capsys.readouterr().out)
    assert link
    assert code(owner.get("/desk/session")) == (401, "signed_out")
    owner.browser.jar.clear()
    assert owner.set_up(link[1]).status == 204
    assert owner.get("/desk/session").json["user"]["role"] == "owner"
    assert "user.recovered_by_operator" in names_of_events(owner.tenant)
    assert code(owner.delete(f"/desk/users/{owner.id}")) == (409, "last_owner")


def test_the_shell_invites_lists_and_removes(
    owner: Colleague, memory: MemoryAws, capsys: pytest.CaptureFixture[str]
) -> None:
    of_the_firm = ["--tenant", owner.tenant]
    assert main(["user", "invite", NOOR["email"], *of_the_firm, "--role", "viewer"]) == 0
    user_id = capsys.readouterr().out.strip()
    assert main(["user", "list", *of_the_firm]) == 0
    line = next(x for x in capsys.readouterr().out.splitlines() if user_id in x)
    assert line.split()[1:3] == ["viewer", "invited"]
    assert main(["user", "remove", *of_the_firm, "--email", NOOR["email"]]) == 0
    assert main(["user", "remove", *of_the_firm, "--email", owner.email]) == 1
    assert main(["user", "recover", *of_the_firm, "--email", "nobody@x.example"]) == 1
    assert main(["user", "list", "--tenant", "ten_" + "0" * 26]) == 1


def test_a_new_firm_comes_with_a_link_for_its_owner(
    memory: MemoryAws, capsys: pytest.CaptureFixture[str]
) -> None:
    create = ["tenant", "create", "Acme", "--owner", "ada@acme.example"]
    rest = ["--support-email", "help@acme.example", "--test"]
    assert main([*create, "--portal", "https://desk.balie.example", *rest]) == 1
    assert "desk's own" in capsys.readouterr().err
    assert main([*create, "--portal", "https://acme.example", *rest]) == 0
    tenant, link = capsys.readouterr().out.split()
    found = LINK.fullmatch(link)
    assert found
    _, user_id, _ = found[1].split(".")
    ada = Colleague(tenant, user_of_id(tenant, user_id))
    assert ada.set_up(found[1]).status == 204
    assert ada.get("/desk/session").json["firm"]["name"] == "Acme"


def test_a_session_idles_half_an_hour_and_ends_after_twelve(owner: Colleague) -> None:
    with time_machine.travel(MONDAY, tick=False):
        owner.sign_in()
    for minutes, status in ((29, 200), (58, 200), (87, 200), (117, 401)):
        with time_machine.travel(MONDAY + timedelta(minutes=minutes), tick=False):
            assert owner.get("/desk/session").status == status, minutes
    with time_machine.travel(MONDAY, tick=False):
        owner.sign_in()
    for hours in range(1, 48):
        with time_machine.travel(MONDAY + timedelta(minutes=15 * hours), tick=False):
            assert owner.get("/desk/session").status == 200
    with time_machine.travel(MONDAY + timedelta(hours=12), tick=False):
        assert owner.get("/desk/session").status == 401


def test_roles_and_keys_want_the_passkey_again_after_five_minutes(owner: Colleague) -> None:
    with time_machine.travel(MONDAY, tick=False):
        owner.sign_in()
        assert owner.post("/desk/users", NOOR).status == 201
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=False):
        mia = {**NOOR, "email": "mia@studionoord.example"}
        assert code(owner.post("/desk/users", mia)) == (403, "step_up_needed")
        assert code(owner.post("/desk/passkeys/challenge")) == (403, "step_up_needed")
        assert owner.get("/desk/users").status == 200
        assert owner.step_up().status == 204
        assert owner.post("/desk/users", mia).status == 201
    assert "user.stepped_up" in names_of_events(owner.tenant)


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(owner: Colleague) -> None:
    desk = [Colleague(owner.tenant, user_of(owner), owner.phone) for _ in range(3)]
    for each in desk:
        assert each.sign_in().status == 204
    listed = owner.get("/desk/sessions").json["sessions"]
    assert [each["current"] for each in listed].count(True) == 1
    assert len(listed) == 4
    other = next(each["id"] for each in listed if not each["current"])
    assert owner.delete(f"/desk/sessions/{other}").status == 204
    assert code(owner.delete(f"/desk/sessions/{other}")) == (404, "session_missing")
    assert owner.delete("/desk/sessions").status == 204
    assert [each.get("/desk/session").status for each in desk] == [401] * 3
    assert owner.get("/desk/session").status == 200


def test_signing_out_ends_the_session(owner: Colleague) -> None:
    stolen = dict(owner.browser.jar)
    assert owner.post("/desk/sign-out").status == 204
    assert "__Host-balie_desk" not in owner.browser.jar
    owner.browser.jar = stolen
    assert code(owner.get("/desk/session")) == (401, "signed_out")


def test_the_activity_of_a_user_tells_what_happened_to_the_account(owner: Colleague) -> None:
    noor = colleague(owner.tenant, Role.FINANCE)
    owner.put(f"/desk/users/{noor.id}/role", {"role": "support"})
    events = owner.get(f"/desk/users/{noor.id}/activity").json["events"]
    assert [event["name"] for event in events] == [
        "user.added",
        "user.link_made",
        "user.set_up",
        "passkey.added",
        "user.signed_in",
        "user.role_changed",
    ]
    assert events[-1]["actor"] == f"user:{owner.id}"
    assert events[-1]["data"] == {"before": "finance", "after": "support"}
