"""A firm may leave a provider, and a provider a firm: the key goes, what it brought stays."""

import json
from dataclasses import replace
from typing import Any

import pytest

from balie.ground.aws import keys
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import authorisation, connecting, connections
from balie.outside.providers.connections import Connection, ConnectionClosed, Status
from balie.outside.providers.refusals import KeyRefused, ProviderUnavailable
from balie.outside.providers.stripe.permissions import READ
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.outbox import Delivery
from dev.stripe.simulator import Simulator
from functions.catch_up import app as catch_up_app
from functions.webhook_in import app as webhook_in
from tests.house import lambda_events, oracle
from tests.house.catching_up import begin, read_pages, run, waiting_pages
from tests.house.house import CONTEXT, House, open_house, webhook
from tests.house.invoices import open_invoice, pay


def disconnect(house: House) -> bool:
    return connecting.disconnect(
        house.tenant, house.connection, actor="operator:test", now=clock.now()
    )


def connect(house: House) -> Connection:
    return connecting.connect_stripe(
        house.tenant,
        api_key=STUDIO_RESTRICTED,
        live=False,
        actor="operator:test",
        now=clock.now(),
    )


def stands(house: House) -> Connection:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        return connections.get(work, house.connection)


def there(house: House) -> list[str]:
    return [raw["url"] for raw in house.call("get", "/v1/webhook_endpoints")["data"]]


def rows_of(house: House, sort_key: str) -> list[Any]:
    found = oracle.every_row(house.tenant)
    return [row for row in found if str(row["sk"]).startswith(sort_key)]


def reasons(house: House) -> list[str]:
    events = oracle.events_in(oracle.every_row(house.tenant), "notification.ignored")
    return [event["data"]["reason"] for event in events]


def answers(deliveries: list[Delivery]) -> set[int]:
    return {webhook_in.handler(webhook(each), CONTEXT)["statusCode"] for each in deliveries}


def test_disconnecting_forgets_the_keys_and_keeps_what_came(either: House) -> None:
    pay(either, open_invoice(either))
    either.settle()
    connect(either)
    assert len(rows_of(either, "ENDPOINT")) == 2
    assert disconnect(either)
    assert there(either) == []
    assert rows_of(either, "ENDPOINT") == []
    closed = stands(either)
    assert (closed.status, closed.api_key, closed.endpoint_ref) == (Status.DISCONNECTED, "", None)
    assert closed.disconnected_at is not None
    oracle.check(either)
    (told,) = oracle.events_in(oracle.every_row(either.tenant), "connection.disconnected")
    assert (told["object_id"], told["data"]) == (either.connection, {"endpoint": "removed"})


def test_webhooks_to_the_old_address_find_nobody(memory_house: House) -> None:
    open_invoice(memory_house)
    waiting = memory_house.simulator.take()
    disconnect(memory_house)
    assert answers(waiting) == {404}
    assert memory_house.hints() == []


def test_hints_that_wait_end_with_the_reason_and_change_nothing(memory_house: House) -> None:
    pay(memory_house, open_invoice(memory_house))
    memory_house.hear()
    waiting = memory_house.hints()
    disconnect(memory_house)
    for _ in range(2):  # SQS may deliver twice
        assert memory_house.work_off(waiting) == []
    assert set(reasons(memory_house)) == {"connection_disconnected"}
    assert rows_of(memory_house, "INVOICE#") == []


def test_a_page_that_waits_ends_its_import_with_the_reason(memory_house: House) -> None:
    open_invoice(memory_house)
    begin(memory_house, Cause.IMPORT)
    waiting = waiting_pages(memory_house)
    disconnect(memory_house)
    for _ in range(2):
        read_pages(waiting)
    assert waiting_pages(memory_house) == []
    assert memory_house.hints() == []
    (told,) = oracle.events_in(oracle.every_row(memory_house.tenant), "import.stopped")
    assert told["data"] == {"reason": "connection_disconnected"}


@pytest.mark.parametrize("cause", [Cause.IMPORT, Cause.SYNC])
def test_nothing_is_brought_in_from_an_account_that_was_disconnected(
    memory_house: House, cause: Cause
) -> None:
    disconnect(memory_house)
    with pytest.raises(ConnectionClosed) as refused:
        begin(memory_house, cause)
    assert "connect it again" in refused.value.detail
    assert waiting_pages(memory_house) == []


def test_disconnecting_twice_changes_nothing_more(memory_house: House) -> None:
    disconnect(memory_house)
    before = oracle.every_row(memory_house.tenant)
    assert disconnect(memory_house)
    assert oracle.every_row(memory_house.tenant) == before


def test_connecting_the_account_again_revives_the_connection(either: House) -> None:
    pay(either, open_invoice(either))
    either.settle()
    before = sorted(str(row["pk"]) for row in rows_of(either, "INVOICE#"))
    disconnect(either)
    again = connect(either)
    assert (again.id, again.status) == (either.connection, Status.CONNECTED)
    assert again.disconnected_at is None
    pay(either, open_invoice(either))
    either.settle()
    assert set(before) <= {str(row["pk"]) for row in rows_of(either, "INVOICE#")}
    assert len(rows_of(either, "CONNECTION#")) == 1
    assert len(oracle.events_in(oracle.every_row(either.tenant), "connection.reconnected")) == 1
    oracle.check(either)


def test_what_was_passed_over_meanwhile_is_heard_again_by_a_sync(memory_house: House) -> None:
    house = memory_house
    run(house, Cause.SYNC)
    pay(house, open_invoice(house))
    house.hear()
    waiting = house.hints()
    disconnect(house)
    assert house.work_off(waiting) == []
    pay(house, open_invoice(house))
    connect(house)
    run(house, Cause.SYNC)
    oracle.check(house)


def test_a_key_that_is_dead_does_not_stand_in_the_way(
    memory_house: House, simulator: Simulator
) -> None:
    simulator.keys.remove(STUDIO_RESTRICTED)
    assert not disconnect(memory_house)
    assert stands(memory_house).status is Status.DISCONNECTED
    assert rows_of(memory_house, "ENDPOINT") == []
    assert len(there(memory_house)) == 1
    (told,) = oracle.events_in(oracle.every_row(memory_house.tenant), "connection.disconnected")
    assert told["data"] == {"endpoint": "left"}


def test_an_outage_of_the_provider_does_not_stand_in_the_way(
    memory_house: House, simulator: Simulator
) -> None:
    simulator.faults.add("timeout_before")
    assert not disconnect(memory_house)
    assert stands(memory_house).status is Status.DISCONNECTED


def test_another_firm_with_the_same_account_stays_connected(
    memory_house: House, simulator: Simulator
) -> None:
    other = open_house(simulator)
    with pytest.raises(connections.ConnectionMissing):
        connecting.disconnect(
            other.tenant, memory_house.connection, actor="operator:test", now=clock.now()
        )
    disconnect(memory_house)
    (left,) = there(memory_house)
    assert other.tenant in left
    assert stands(other).is_open
    open_invoice(other)
    other.settle()
    oracle.check(other)


def deauthorised(house: House) -> Delivery:
    """Stripe's word that our access was withdrawn, as it would sign it."""
    open_invoice(house)
    (delivery, *_) = house.simulator.take()
    event = {
        **delivery.event,
        "id": "evt_withdrawn",
        "type": "account.application.deauthorized",
        "data": {"object": {"id": "ca_balie", "object": "application", "name": "Balie"}},
    }
    return Delivery(event, delivery.endpoint, None)


def test_a_withdrawal_counts_once_the_provider_refuses_the_key(
    memory_house: House, simulator: Simulator
) -> None:
    memory_house.hear([deauthorised(memory_house)])
    simulator.keys.remove(STUDIO_RESTRICTED)
    assert memory_house.work_off() == []
    closed = stands(memory_house)
    assert (closed.status, closed.api_key) == (Status.DEAUTHORISED, "")
    assert rows_of(memory_house, "ENDPOINT") == []
    (told,) = oracle.events_in(oracle.every_row(memory_house.tenant), "connection.deauthorised")
    assert told["data"] == {"reason": "withdrawn"}


def test_a_withdrawal_that_the_provider_does_not_confirm_changes_nothing(
    memory_house: House, simulator: Simulator
) -> None:
    memory_house.hear([deauthorised(memory_house)])
    before = stands(memory_house)
    assert memory_house.work_off() == []
    assert stands(memory_house) == before


def test_a_withdrawal_is_asked_about_again_when_the_provider_does_not_answer(
    memory_house: House, simulator: Simulator
) -> None:
    memory_house.hear([deauthorised(memory_house)])
    simulator.faults.add("error", path="/v1/account")
    failed = memory_house.work_off()
    assert len(failed) == 1
    assert stands(memory_house).is_open
    simulator.faults.clear()
    simulator.keys.remove(STUDIO_RESTRICTED)
    assert memory_house.work_off(failed) == []
    assert stands(memory_house).status is Status.DEAUTHORISED


def test_a_key_that_is_refused_closes_the_connection_and_what_waits_ends(
    memory_house: House, simulator: Simulator
) -> None:
    pay(memory_house, open_invoice(memory_house))
    memory_house.hear()
    waiting = memory_house.hints()
    simulator.keys.remove(STUDIO_RESTRICTED)
    failed = memory_house.work_off(waiting[:1])
    assert len(failed) == 1
    closed = stands(memory_house)
    assert closed.status is Status.DEAUTHORISED
    assert closed.last_error_code == "provider_key_refused"
    assert memory_house.work_off(failed + waiting[1:]) == []
    assert set(reasons(memory_house)) == {"connection_deauthorised"}


def test_a_page_whose_key_is_refused_closes_the_connection(
    memory_house: House, simulator: Simulator
) -> None:
    begin(memory_house, Cause.SYNC)
    waiting = waiting_pages(memory_house)
    simulator.keys.remove(STUDIO_RESTRICTED)
    answer = catch_up_app.handler(lambda_events.sqs(waiting), CONTEXT)
    assert len(answer["batchItemFailures"]) == 1
    assert stands(memory_house).status is Status.DEAUTHORISED
    read_pages(waiting)
    assert waiting_pages(memory_house) == []


def test_a_single_refusal_that_is_not_confirmed_closes_nothing(
    memory_house: House,
) -> None:
    refusal = KeyRefused("Stripe does not take this key.", is_dead=True)
    authorisation.note(memory_house.tenant, memory_house.connection, refusal, clock.now)
    assert stands(memory_house).is_open
    assert stands(memory_house).last_error_code == "provider_key_refused"


def test_a_connection_that_was_deauthorised_is_revived_by_another_key(
    memory_house: House, simulator: Simulator
) -> None:
    test_a_key_that_is_refused_closes_the_connection_and_what_waits_ends(memory_house, simulator)
    simulator.keys.add(STUDIO_RESTRICTED)
    again = connect(memory_house)
    assert again.id == memory_house.connection
    assert len(there(memory_house)) == 1, "what the dead key could not delete is gone"
    assert again.last_error_code is None
    run(memory_house, Cause.SYNC)
    oracle.check(memory_house)


def test_a_permission_that_was_taken_away_is_noted_and_the_hint_comes_again(
    memory_house: House, simulator: Simulator
) -> None:
    pay(memory_house, open_invoice(memory_house))
    memory_house.hear()
    held = simulator.keys.permissions[STUDIO_RESTRICTED]
    less = {permission.name for permission in READ} - {"invoice_read"}
    simulator.keys.add(STUDIO_RESTRICTED, less)
    failed = memory_house.work_off()
    noted = stands(memory_house)
    assert noted.is_open
    assert noted.missing_permissions == ("invoice_read",)
    assert noted.last_error_code == "provider_key_refused"
    simulator.keys.add(STUDIO_RESTRICTED, held)
    assert memory_house.work_off(failed) == []
    oracle.check(memory_house)


def test_an_outage_is_noted_once_a_minute_however_many_calls_fail(
    memory_house: House, simulator: Simulator
) -> None:
    for _ in range(3):
        pay(memory_house, open_invoice(memory_house))
    memory_house.hear()
    simulator.faults.add("error")
    before = stands(memory_house).version
    failed = memory_house.work_off()
    assert len(failed) > 5
    noted = stands(memory_house)
    assert noted.last_error_code == "provider_unavailable"
    assert noted.version == before + 1
    later = (noted.last_error_at or clock.now()) + authorisation.NOTED_EVERY
    refusal = ProviderUnavailable("still")
    authorisation.note(memory_house.tenant, memory_house.connection, refusal, lambda: later)
    assert stands(memory_house).last_error_at == later
    simulator.faults.clear()
    assert memory_house.work_off(failed) == []
    oracle.check(memory_house)


def test_a_row_of_an_older_release_is_read(memory_house: House) -> None:
    now = stands(memory_house)
    older = {
        "id": now.id,
        "provider": "stripe",
        "account_ref": now.account_ref,
        "live": False,
        "api_key": now.api_key,
        "endpoint_ref": now.endpoint_ref,
        "synced_until": None,
    }
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        row = {"data": json.dumps(older)}
        work.put(keys.connection(now.id), row, version=now.version)
    expected = replace(
        now, account_name="", connected_at=None, endpoint_digests=(), version=now.version + 1
    )
    assert stands(memory_house) == expected
    pay(memory_house, open_invoice(memory_house))
    memory_house.settle()
    oracle.check(memory_house)
    assert disconnect(memory_house)
    assert rows_of(memory_house, "ENDPOINT") == [], "found by its address at the provider"
