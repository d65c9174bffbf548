"""The team connects a provider account by a key, brings it in, and disconnects it again."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from balie.firm.users.roles import Role
from balie.ground.aws.work import open_work
from balie.ground.core.clock import now
from balie.ground.core.events import Cause
from balie.outside.providers import connections
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from functions.catch_up import app as catch_up
from tests.house import catching_up, lambda_events, oracle
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws
from tests.house.team import Colleague, colleague, put


@pytest.fixture
def owner(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


def shown(team: Colleague) -> Any:
    (found,) = team.get("/desk/connections").json["connections"]
    return found


def events(tenant: str) -> list[tuple[str, str]]:
    rows = [row for row in oracle.every_row(tenant) if str(row["sk"]).startswith("EVENT#")]
    found = [json.loads(str(row["data"])) for row in rows]
    return [(event["name"], event["actor"]) for event in found]


def work_off(house: House) -> None:
    while waiting := catching_up.waiting_pages(house):
        answer = catch_up.handler(lambda_events.sqs(waiting), LambdaContext())
        assert answer == {"batchItemFailures": []}
        assert not house.work_off()


def endpoints(house: House) -> list[Any]:
    """Of this firm: what other tests left in the queue may have made theirs."""
    found = house.call("get", "/v1/webhook_endpoints")["data"]
    return [one for one in found if f"/{house.tenant}/" in one["url"]]


def code(answer: Any) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def test_the_page_for_a_key_names_all_that_it_must_be_allowed(owner: Colleague) -> None:
    page = owner.get("/desk/connections/key-page").json
    assert page["url"].startswith("https://dashboard.stripe.com/test/apikeys/create?name=Balie")
    assert "Webhook Endpoints (Write)" in page["permissions"]


def test_a_pasted_key_connects_an_account_and_is_never_shown_again(
    memory_house: House, memory: MemoryAws, simulator: Simulator
) -> None:
    team = colleague(memory_house.tenant)
    decrypted = memory.kms.decrypted
    before = shown(team)
    answer = team.post("/desk/connections", {"key": STUDIO_RESTRICTED})
    assert answer.status == 201, answer.text
    assert answer.json["id"] == before["id"] == memory_house.connection
    assert ("connection.key_replaced", f"user:{team.id}") in events(team.tenant)
    assert STUDIO_RESTRICTED not in answer.text + team.get("/desk/connections").text
    assert STUDIO_RESTRICTED not in repr(oracle.every_row(team.tenant))
    assert "api_key" not in team.get("/desk/connections").text
    assert memory.kms.decrypted == decrypted


def test_what_is_brought_in_is_watched_as_it_comes(either: House) -> None:
    open_invoice(either, of=customer(either))
    either.simulator.take()
    team = colleague(either.tenant)
    own = f"/desk/connections/{either.connection}"
    assert shown(team)["health"] == "fresh"
    begun = team.post(f"{own}/catch-ups", {"cause": "import"})
    assert begun.status == 202
    progress = f"{own}/catch-ups/{begun.json['id']}"
    assert team.get(progress).json["found"] == 0
    assert shown(team)["latest"]["id"] == begun.json["id"]
    work_off(either)
    seen = team.get(progress).json
    assert seen["is_complete"]
    assert seen["found"] == seen["done"] > 0
    assert {kind["kind"] for kind in seen["kinds"]} >= {"customer", "invoice"}
    assert shown(team)["health"] == "well"
    assert shown(team)["latest"]["finished_at"]
    assert ("import.started", f"user:{team.id}") in events(either.tenant)
    assert [one["name"] for one in team.get("/desk/customers").json["customers"]] == ["Van Dijk"]
    synced = team.post(f"{own}/catch-ups", {"cause": "sync"}).json
    assert synced["cause"] == "sync"


def test_disconnecting_is_done_by_a_worker_that_may_read_the_key(either: House) -> None:
    team = colleague(either.tenant)
    own = f"/desk/connections/{either.connection}"
    asked = team.delete(own)
    assert (asked.status, asked.json["health"]) == (202, "ending")
    assert endpoints(either) != []
    work_off(either)
    ended = shown(team)
    assert (ended["status"], ended["health"]) == ("disconnected", "closed")
    assert endpoints(either) == []
    done = [one for one in events(either.tenant) if one[0].startswith("connection.disconnect")]
    assert done == [
        ("connection.disconnect_asked", f"user:{team.id}"),
        ("connection.disconnected", f"user:{team.id}"),
    ]
    assert code(team.delete(own)) == (409, "connection_closed")
    assert code(team.post(f"{own}/catch-ups", {"cause": "sync"})) == (409, "connection_closed")
    again = put(team.browser, f"{own}/key", {"key": STUDIO_RESTRICTED})
    assert (again.status, again.json["status"]) == (200, "connected")


def test_a_message_to_disconnect_that_comes_late_or_twice_does_nothing_new(
    memory_house: House,
) -> None:
    team = colleague(memory_house.tenant)
    own = f"/desk/connections/{memory_house.connection}"
    team.delete(own)
    messages = catching_up.waiting_pages(memory_house)
    for _ in range(2):
        answer = catch_up.handler(lambda_events.sqs(messages), LambdaContext())
        assert answer == {"batchItemFailures": []}
    put(team.browser, f"{own}/key", {"key": STUDIO_RESTRICTED})
    catch_up.handler(lambda_events.sqs(messages), LambdaContext())
    assert shown(team)["status"] == "connected"
    names = [name for name, _ in events(memory_house.tenant)]
    assert names.count("connection.disconnected") == 1


def test_a_message_that_names_anothers_connection_is_set_aside(
    memory_house: House, memory: MemoryAws, simulator: Simulator
) -> None:
    other = open_house(simulator)
    colleague(other.tenant).delete(f"/desk/connections/{other.connection}")
    (message,) = catching_up.waiting_pages(other)
    forged = json.loads(message["MessageBody"]) | {"tenant": memory_house.tenant}
    for body in (forged, forged | {"kind": "delete"}, {"tenant": memory_house.tenant}):
        sent = [{**message, "MessageBody": json.dumps(body)}]
        catch_up.handler(lambda_events.sqs(sent, receives=300), LambdaContext())
    assert len(memory.sqs.take("catch_up_dead_letters")) == 3
    assert shown(colleague(other.tenant, email="b@x.example"))["status"] == "connected"


@pytest.mark.parametrize(
    ("key", "refused"),
    [
        ("rk_live_" + "x" * 24, "wrong_mode"),
        ("pk_test_" + "x" * 24, "key_unusable"),
        ("sk_test_" + "nobody" * 5, "key_unusable"),
        ("<script>alert(1)</script>", "key_unusable"),
    ],
)
def test_a_key_that_is_none_is_refused_before_anything_is_kept(
    owner: Colleague, key: str, refused: str
) -> None:
    before = shown(owner)
    answer = owner.post("/desk/connections", {"key": key})
    assert code(answer) == (422, refused)
    assert key not in answer.text
    assert shown(owner) == before


def test_a_key_may_be_tried_twenty_times_an_hour(owner: Colleague) -> None:
    with time_machine.travel(now().replace(minute=5), tick=False):
        owner.browser.jar.clear()
        owner.sign_in()
        answers = [owner.post("/desk/connections", {"key": "pk_test_123"}) for _ in range(21)]
    assert [one.status for one in answers] == [422] * 20 + [429]


def test_what_the_key_lacks_is_named_when_it_is_pasted_and_later(
    memory_house: House, owner: Colleague
) -> None:
    keys = memory_house.simulator.keys
    weak = "_".join(("rk_test", "weak"))
    keys.add(weak, ["customer_read"])
    answer = owner.post("/desk/connections", {"key": weak})
    assert code(answer) == (422, "permission_missing")
    assert "Invoices (Read)" in answer.json["detail"]
    keys.add(STUDIO_RESTRICTED, keys.permissions[weak] | {"webhook_write"})
    own = f"/desk/connections/{memory_house.connection}/catch-ups"
    owner.post(own, {"cause": "import"})
    waiting = catching_up.waiting_pages(memory_house)
    catch_up.handler(lambda_events.sqs(waiting), LambdaContext())
    told = shown(owner)
    assert (told["health"], told["last_error_code"]) == ("refused", "provider_key_refused")
    assert told["missing_permissions"] == ["Invoices (Read)"]


def test_a_key_of_another_account_replaces_none(memory_house: House, owner: Colleague) -> None:
    connection = shown(owner)
    with open_work(owner.tenant, "operator:test", Cause.PERSON, now()) as work:
        kept = connections.get(work, connection["id"])
        connections.save(work, replace(kept, account_ref="acct_another"))
    body = {"key": STUDIO_RESTRICTED}
    answer = put(owner.browser, f"/desk/connections/{connection['id']}/key", body)
    assert code(answer) == (422, "other_account")


def test_a_catch_up_of_another_connection_or_firm_is_not_shown(
    memory_house: House, owner: Colleague, simulator: Simulator
) -> None:
    other = open_house(simulator)
    theirs = catching_up.begin(other, Cause.IMPORT)
    own = f"/desk/connections/{memory_house.connection}/catch-ups"
    ours = owner.post(own, {"cause": "import"}).json["id"]
    assert owner.get(f"{own}/{ours}").status == 200
    nobody = "con_" + "0" * 26
    for path in (f"{own}/{theirs}", f"/desk/connections/{nobody}/catch-ups/{ours}"):
        assert code(owner.get(path)) == (404, "catch_up_missing")


@pytest.mark.parametrize("role", [Role.FINANCE, Role.SUPPORT, Role.VIEWER])
def test_only_an_owner_changes_a_connection(memory_house: House, role: Role) -> None:
    team = colleague(memory_house.tenant, role)
    own = f"/desk/connections/{memory_house.connection}"
    answers = [
        team.post("/desk/connections", {"key": STUDIO_RESTRICTED}),
        put(team.browser, f"{own}/key", {"key": STUDIO_RESTRICTED}),
        team.delete(own),
        team.post(f"{own}/catch-ups", {"cause": "sync"}),
    ]
    assert [code(one) for one in answers] == [(403, "role_too_small")] * 4
    sees = 200 if role is Role.FINANCE else 403
    assert team.get("/desk/connections").status == sees


def test_an_owner_shows_the_passkey_again_after_five_minutes(owner: Colleague) -> None:
    with time_machine.travel(now() + timedelta(minutes=6)):
        answer = owner.post("/desk/connections", {"key": STUDIO_RESTRICTED})
        assert code(answer) == (403, "step_up_needed")
        owner.step_up()
        assert owner.post("/desk/connections", {"key": STUDIO_RESTRICTED}).status == 201
