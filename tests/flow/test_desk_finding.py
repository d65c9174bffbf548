"""The team finds anything, reads what happened, and is led through its first steps."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from balie.firm.users.roles import Role
from balie.ground.aws import clients
from balie.ground.aws.work import open_work
from balie.ground.core.events import Cause
from tests.house import catching_up
from tests.house.house import House
from tests.house.invoices import customer, open_invoice, pay
from tests.house.team import Colleague, colleague


def quoted(cursor: str) -> str:
    return cursor.replace("#", "%23").replace("+", "%2B")


def walked(team: Colleague, query: str, limit: int = 3) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = team.get(f"/desk/activity?limit={limit}&cursor={quoted(cursor)}&{query}")
        assert answer.status == 200, answer.text
        seen += answer.json["events"]
        cursor = answer.json["next_cursor"]
    return seen


def test_an_invoice_is_found_by_how_its_number_begins(either: House) -> None:
    ref = customer(either)
    open_invoice(either, of=ref)
    open_invoice(either, of=customer(either, name="Other", email="o@x.example"))
    either.settle()
    team = colleague(either.tenant)
    (found,) = team.get("/desk/customers?q=van").json["customers"]
    own = team.get(f"/desk/customers/{found['id']}/invoices").json["invoices"]
    number = own[0]["number"]
    for text in (number, number.lower(), number[:-1], f"%20{number}%20", own[0]["id"]):
        answer = team.get(f"/desk/find?q={text}")
        assert answer.status == 200, answer.text
        (invoice,) = answer.json["invoices"]
        assert invoice["invoice"]["id"] == own[0]["id"], text
        assert invoice["customer"]["name"] == "Van Dijk"


def test_anything_is_found_by_the_id_that_the_provider_gave_it(memory_house: House) -> None:
    ref = customer(memory_house)
    invoice = pay(memory_house, open_invoice(memory_house, 36_300, of=ref))
    paid = memory_house.call("get", "/v1/invoice_payments", invoice=invoice)["data"]
    memory_house.settle()
    team = colleague(memory_house.tenant)
    by_ref = team.get(f"/desk/find?q={ref}").json
    assert [one["name"] for one in by_ref["customers"]] == ["Van Dijk"]
    (found,) = team.get(f"/desk/find?q={invoice}").json["invoices"]
    assert found["invoice"]["total"]["value"] == "363.00"
    intent = paid[0]["payment"]["payment_intent"]
    (payment,) = team.get(f"/desk/find?q={intent}").json["payments"]
    assert payment["payment"]["amount"]["value"] == "363.00"
    ours = team.get(f"/desk/find?q={payment['payment']['id']}").json
    assert [one["name"] for one in ours["customers"]] == ["Van Dijk"]
    assert team.get("/desk/find?q=SANNE@vandijk.example").json["customers"] == ours["customers"]


@pytest.mark.parametrize(
    "text", ["", "x", "%20%20", "in_nobody", "inv_" + "0" * 26, "%00%00", "a@b", "pi_", "%25%23"]
)
def test_what_is_not_there_is_not_found(memory_house: House, text: str) -> None:
    customer(memory_house)
    memory_house.settle()
    found = colleague(memory_house.tenant).get(f"/desk/find?q={text}")
    assert found.status == 200
    assert (found.json["invoices"], found.json["payments"]) == ([], [])


def test_finding_reads_no_more_however_much_there_is(memory_house: House) -> None:
    team = colleague(memory_house.tenant)
    table: Any = clients.clients_for(memory_house.tenant).dynamodb
    counts = []
    team.get("/desk/find?q=many")  # the firm's day is known for a minute
    for _ in range(2):
        for number in range(8):
            ref = customer(memory_house, name=f"Many {number}", email=f"m{number}@x.example")
            open_invoice(memory_house, of=ref)
        memory_house.settle()
        asked: list[str] = []
        table.interfere = lambda name, moment, asked=asked: asked.append(name + moment)
        assert len(team.get("/desk/find?q=many").json["customers"]) == 6
        counts.append(len(asked))
        table.interfere = lambda _name, _moment: None
    assert counts[0] == counts[1]


def test_the_log_tells_who_did_what_the_newest_first(either: House) -> None:
    ref = customer(either)
    pay(either, open_invoice(either, of=ref))
    either.settle()
    team = colleague(either.tenant)
    catching_up.run(either, Cause.SYNC)
    seen = walked(team, "")
    moments = [event["recorded_at"] for event in seen]
    assert moments == sorted(moments, reverse=True)
    assert len({event["id"] for event in seen}) == len(seen) > 6
    mine = walked(team, f"actor=user:{team.id}")
    assert {event["actor"]["name"] for event in mine} == {"Noor"}
    assert {event["name"] for event in mine} >= {"user.signed_in"}
    assert {event["name"].partition(".")[0] for event in walked(team, "what=invoice.")} == {
        "invoice"
    }
    assert walked(team, "what=invoice.&actor=user:") == []
    invoice = walked(team, "what=invoice.")[0]["object_id"]
    assert {event["object_id"] for event in walked(team, f"object_id={invoice}")} == {invoice}
    (found,) = team.get("/desk/customers?q=van").json["customers"]
    of_customer = walked(team, f"object_id={found['id']}")
    assert {event["customer_id"] for event in of_customer} == {found["id"]}
    assert "invoice.paid" in {event["name"] for event in of_customer}


def record(tenant: str, moment: datetime, name: str) -> None:
    with open_work(tenant, "operator:test", Cause.OPERATOR, moment) as work:
        work.record(name, "thing_1")


def test_a_period_is_of_the_firms_own_days(memory_house: House) -> None:
    tenant = memory_house.tenant
    for hour, name in ((22, "thing.before"), (23, "thing.first")):
        record(tenant, datetime(2026, 3, 1, hour, 30, tzinfo=UTC), name)
    record(tenant, datetime(2026, 3, 2, 22, 59, tzinfo=UTC), "thing.last")
    record(tenant, datetime(2026, 3, 2, 23, 0, tzinfo=UTC), "thing.after")
    team = colleague(tenant)
    seen = walked(team, "first=2026-03-02&last=2026-03-02")
    assert [event["name"] for event in seen] == ["thing.last", "thing.first"]
    assert walked(team, "first=2026-03-03&last=2026-03-01") == []


def test_what_happened_long_ago_is_reached_a_bounded_step_at_a_time(memory_house: House) -> None:
    record(memory_house.tenant, datetime(2026, 1, 2, tzinfo=UTC), "thing.old")
    team = colleague(memory_house.tenant)
    table: Any = clients.clients_for(memory_house.tenant).dynamodb
    cursor: str | None = ""
    seen: list[str] = []
    with time_machine.travel(datetime(2028, 6, 1, tzinfo=UTC)):
        team.browser.jar.clear()
        team.sign_in()
        while cursor is not None:
            asked: list[str] = []
            table.interfere = lambda name, moment, asked=asked: asked.append(name + moment)
            page = team.get(f"/desk/activity?what=thing.&cursor={quoted(cursor)}").json
            assert len(asked) < 700
            seen += [event["name"] for event in page["events"]]
            cursor = page["next_cursor"]
    assert seen == ["thing.old"]


@pytest.mark.parametrize(
    "query",
    [
        "cursor=2026-13-45%23",
        "cursor=2026-02-31T00:00:00.000000Z%23evt_" + "0" * 26,
        "cursor=x",
        "first=1970-01-01",
        "last=yesterday",
        "limit=0",
        "actor='",
        "what=A",
        "object_id=%23",
    ],
)
def test_a_log_that_makes_no_sense_is_refused_by_name(memory_house: House, query: str) -> None:
    answer = colleague(memory_house.tenant).get(f"/desk/activity?{query}")
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]


def test_the_first_steps_follow_from_what_there_is(memory_house: House) -> None:
    team = colleague(memory_house.tenant)
    guide = team.get("/desk/first-run").json
    assert (guide["has_customers"], guide["is_branded"]) == (False, False)
    assert [one["health"] for one in guide["connections"]] == ["fresh"]
    assert guide["sender"] == "billing@balie.example"
    assert guide["reply_to"] == "facturen@studionoord.example"
    customer(memory_house)
    catching_up.run(memory_house, Cause.IMPORT)
    guide = team.get("/desk/first-run").json
    assert guide["has_customers"]
    assert guide["connections"][0]["health"] == "well"


def test_who_an_invitation_would_reach_is_listed_and_nobody_is_written_to(
    memory_house: House,
) -> None:
    for name in ("A", "B", "C"):
        customer(memory_house, name=name, email=f"{name.lower()}@x.example")
    memory_house.call("post", "/v1/customers", name="No address")
    memory_house.settle()
    team = colleague(memory_house.tenant)
    seen, cursor = [], ""
    while cursor is not None:
        page = team.get(f"/desk/first-run/invitees?limit=2&cursor={cursor}").json
        seen += [(one["name"], one["emails"]) for one in page["invitees"]]
        cursor = page["next_cursor"]
    assert seen == [
        ("A", ["a@x.example"]),
        ("B", ["b@x.example"]),
        ("C", ["c@x.example"]),
        ("No address", []),
    ]
    sqs: Any = clients.clients_for(memory_house.tenant).sqs
    assert sqs.take("mail_queue") == []


@pytest.mark.parametrize("role", [Role.FINANCE, Role.SUPPORT, Role.VIEWER])
def test_the_guide_is_for_those_who_settle_the_firm(memory_house: House, role: Role) -> None:
    team = colleague(memory_house.tenant, role)
    for path in ("/desk/first-run", "/desk/first-run/invitees"):
        assert team.get(path).json["code"] == "role_too_small"
