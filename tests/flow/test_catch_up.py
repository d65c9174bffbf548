"""An account's past is brought in, and what was missed is heard again, by the way of a webhook."""

import random
from collections import Counter
from typing import Any

import pytest

from balie.ground.aws import settings
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up, connecting
from balie.outside.providers.hints import Kind
from balie.outside.providers.stripe import client, lists
from dev.stripe import firm
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from dev.stripe.transport import InProcess
from functions.catch_up import app as catch_up_app
from tests.house import lambda_events, oracle
from tests.house.catching_up import (
    begin,
    catch_ups,
    finish,
    read_pages,
    run,
    waiting_pages,
)
from tests.house.crashes import Died
from tests.house.histories import History
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, pay_part
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws
from tests.house.stream import follow


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAGE", 7)
    monkeypatch.setattr(lists, "PAGE", 7)


def test_an_account_with_a_past_stands_here_to_the_cent(
    memory: MemoryAws, simulator: Simulator
) -> None:
    firm.seed(simulator)
    house = open_house(simulator, confirms_payments=True)
    stood = run(house, Cause.IMPORT)
    assert stood.is_complete
    assert stood.done == stood.found > 100
    oracle.check(house)
    follow(house)
    assert memory.sqs.take(settings.mail_queue()) == [], "an import writes to nobody"


def test_importing_again_changes_no_transfer(memory: MemoryAws, simulator: Simulator) -> None:
    firm.seed(simulator)
    house = open_house(simulator)
    run(house, Cause.IMPORT)
    before = transfers(house)
    assert run(house, Cause.IMPORT).is_complete
    assert transfers(house) == before


def transfers(house: House) -> list[str]:
    return sorted(
        str(row["transfer_id"]) for row in oracle.every_row(house.tenant) if "transfer_id" in row
    )


def test_webhooks_and_an_import_at_once_end_in_the_providers_truth(
    memory_house: House,
) -> None:
    house, chance = memory_house, random.Random(7)
    history = History(house, 7)
    history.live(12)
    house.simulator.take()
    begin(house, Cause.IMPORT)
    while waiting := waiting_pages(house):
        history.live(3)
        news = house.simulator.take()
        read_pages(waiting)
        house.hear(news)
        hints = house.hints()
        chance.shuffle(hints)
        assert not house.work_off(hints)
    oracle.check(house)


@pytest.mark.parametrize("seed", range(6))
def test_imports_and_syncs_of_one_account_at_once_end_in_the_providers_truth(
    memory_house: House, seed: int
) -> None:
    """With webhooks between them, pages and hints of all in any order."""
    house, chance = memory_house, random.Random(seed)
    history = History(house, seed)
    history.live(12)
    for cause in (Cause.IMPORT, Cause.IMPORT, Cause.SYNC):
        begin(house, cause)
    while waiting := waiting_pages(house):
        history.live(2)
        house.hear()
        chance.shuffle(waiting)
        for page in waiting:
            read_pages([page])
        hints = house.hints()
        chance.shuffle(hints)
        assert not house.work_off(hints)
    house.settle()
    assert all(found.is_complete for found in catch_ups(house))
    oracle.check(house)


def test_an_import_that_a_disconnection_cut_short_is_made_whole_by_the_next(
    memory_house: House,
) -> None:
    house = memory_house
    History(house, 3).live(15)
    house.simulator.take()
    begin(house, Cause.IMPORT)
    read_pages(waiting_pages(house))
    hints = house.hints()
    assert not house.work_off(hints[: len(hints) // 2])
    connecting.disconnect(house.tenant, house.connection, actor="operator:test", now=clock.now())
    assert not house.work_off(hints[len(hints) // 2 :])
    finish(house)
    assert only(house).is_stopped
    connecting.connect_stripe(
        house.tenant,
        api_key=STUDIO_RESTRICTED,
        live=False,
        actor="operator:test",
        now=clock.now(),
    )
    run(house, Cause.IMPORT)
    oracle.check(house)


@pytest.mark.parametrize("seed", range(5))
def test_a_sync_finds_what_webhooks_lost(memory_house: House, seed: int) -> None:
    house = memory_house
    History(house, seed).live(20)
    news = house.simulator.take()
    house.hear(random.Random(seed).sample(news, len(news) // 3))
    assert not house.work_off()
    assert run(house, Cause.SYNC).is_complete
    oracle.check(house)


def test_a_sync_counts_what_a_webhook_had_brought_already(memory_house: House) -> None:
    pay(memory_house, open_invoice(memory_house))
    memory_house.settle()
    before = transfers(memory_house)
    stood = run(memory_house, Cause.SYNC)
    assert stood.done == stood.found > 0
    assert transfers(memory_house) == before


def test_the_next_sync_begins_where_the_last_one_ended(memory_house: House) -> None:
    pay(memory_house, open_invoice(memory_house))
    imported = run(memory_house, Cause.IMPORT)
    first = run(memory_house, Cause.SYNC)
    second = run(memory_house, Cause.SYNC)
    assert first.since == imported.started_at - catch_up.OVERLAP
    assert second.since == first.started_at - catch_up.OVERLAP


def test_the_first_sync_of_a_connection_is_an_import(memory_house: House) -> None:
    assert run(memory_house, Cause.SYNC).cause is Cause.IMPORT


def test_a_page_that_comes_again_asks_for_the_next_and_counts_nothing_twice(
    memory_house: House,
) -> None:
    for _ in range(9):
        customer(memory_house)
    begin(memory_house, Cause.IMPORT)
    first = waiting_pages(memory_house)
    read_pages(first)
    asked = waiting_pages(memory_house)
    read_pages(first)
    repeated = [message["MessageBody"] for message in waiting_pages(memory_house)]
    assert repeated in ([], [asked[0]["MessageBody"]])
    read_pages(asked)
    while waiting := waiting_pages(memory_house):
        read_pages(waiting)
    assert not memory_house.work_off()
    stood = only(memory_house)
    assert (stood.found, stood.done) == (9, 9)


def only(house: House) -> catch_up.CatchUp:
    """The one import there was, as it stands."""
    (begun,) = catch_ups(house)
    return begun


@pytest.fixture
def asked(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often Stripe was asked for what, by the last part of the address."""
    counted = Counter[str]()

    class Counting(InProcess):
        def request(self, method: str, url: str, *given: Any, **more: Any) -> Any:
            counted[url.partition("?")[0].rpartition("/")[2]] += 1
            return super().request(method, url, *given, **more)

    monkeypatch.setattr(client, "http_client", lambda: Counting(simulator))
    return counted


def test_an_import_looks_once_at_each_invoice_and_each_payment(
    asked: Counter[str], memory_house: House
) -> None:
    for _ in range(4):
        ref = open_invoice(memory_house)
        pay_part(memory_house, ref, 5_000)
        pay_part(memory_house, ref, 7_100)
    asked.clear()
    stood = run(memory_house, Cause.IMPORT)
    assert stood.is_complete
    assert stood.done_of == {Kind.INVOICE: 4, Kind.PAYMENT: 12, Kind.CUSTOMER: 4}
    looks = {ref: count for ref, count in asked.items() if ref.startswith(("in_", "pi_"))}
    assert len(looks) >= 4
    assert set(looks.values()) == {1}
    assert asked["invoice_payments"] == 12
    oracle.check(memory_house)


def test_a_sync_looks_once_at_an_object_with_many_events(
    asked: Counter[str], memory_house: House
) -> None:
    run(memory_house, Cause.IMPORT)
    ref = pay(memory_house, open_invoice(memory_house))
    memory_house.simulator.take()
    asked.clear()
    stood = run(memory_house, Cause.SYNC)
    assert stood.is_complete
    assert stood.done_of[Kind.INVOICE] > 3
    assert asked[ref] == 1
    oracle.check(memory_house)


def test_a_page_whose_hints_the_queue_did_not_all_take_comes_again(
    memory: MemoryAws, memory_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay(memory_house, open_invoice(memory_house))
    begin(memory_house, Cause.IMPORT)
    page = waiting_pages(memory_house)
    taken = memory.sqs.send_message_batch
    monkeypatch.setattr(memory.sqs, "send_message_batch", lambda **_: {"Failed": [{"Id": "0"}]})
    answer = catch_up_app.handler(lambda_events.sqs(page), LambdaContext())
    assert len(answer["batchItemFailures"]) == 1
    assert only(memory_house).pages == 0
    monkeypatch.setattr(memory.sqs, "send_message_batch", taken)
    read_pages(page)
    finish(memory_house)
    assert only(memory_house).is_complete
    oracle.check(memory_house)


def test_what_happens_while_a_page_is_read_twice_is_heard_by_the_next_sync(
    memory_house: House, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The object was looked at between the two readings, so the second brings nothing new of it."""
    run(memory_house, Cause.IMPORT)
    ref = open_invoice(memory_house)
    begin(memory_house, Cause.SYNC)
    page = waiting_pages(memory_house)
    advanced = catch_up._advanced
    monkeypatch.setattr(catch_up, "_advanced", dies)
    with pytest.raises(Died):
        read_pages(page)
    monkeypatch.setattr(catch_up, "_advanced", advanced)
    assert not memory_house.work_off()
    pay(memory_house, ref)
    simulator.take()
    read_pages(page)
    finish(memory_house)
    assert run(memory_house, Cause.SYNC).is_complete
    oracle.check(memory_house)


def dies(*_: Any) -> None:
    raise Died
