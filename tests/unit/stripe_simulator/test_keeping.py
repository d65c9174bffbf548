"""The account survives a restart, and a firm with a history can be opened."""

from collections import Counter

import pytest

from dev.stripe import firm
from dev.stripe.simulator import Simulator
from dev.stripe.transport import client

START = 1_790_000_000


def test_a_saved_account_is_loaded_as_it_was(tmp_path, simulator, api, open_invoice, saved_method):
    endpoint = api.webhook_endpoints.create(
        {"url": "https://firm.example/hook", "enabled_events": ["*"]}
    )
    saved_method("NL39RABO0300065264")
    invoice = open_invoice()
    api.invoices.pay(invoice, {}, {"idempotency_key": "k1"})
    simulator.keys.add("rk_test_more", {"customer_read"})
    simulator.save(tmp_path / "account.json")

    again = Simulator.load(tmp_path / "account.json")
    assert again.clock.now() == simulator.clock.now()
    assert again.world.store.state() == simulator.world.store.state()
    assert [d.body for d in again.outbox] == [d.body for d in simulator.outbox]
    restored = client(again).v1
    restored.invoices.pay(invoice, {}, {"idempotency_key": "k1"})
    assert restored.webhook_endpoints.list().data[0].id == endpoint.id
    again.advance(days=5)
    assert restored.invoices.retrieve(invoice).status == "paid"


def test_saving_leaves_no_half_written_file(tmp_path, simulator):
    for _ in range(2):
        simulator.save(tmp_path / "account.json")
    assert [path.name for path in tmp_path.iterdir()] == ["account.json"]


def test_a_reset_empties_the_account_and_keeps_the_keys(simulator, api, customer):
    simulator.reset()
    assert api.customers.list().data == []


@pytest.fixture(scope="module")
def studio():
    simulator = Simulator(fixed_at=START)
    firm.seed(simulator)
    return simulator


def test_the_firm_ends_at_todays_clock_with_every_kind_of_invoice(studio):
    assert studio.clock.now() == START
    invoices = studio.world.store.kinds["invoice"].values()
    statuses = Counter(invoice["status"] for invoice in invoices)
    assert set(statuses) == {"open", "paid", "uncollectible", "void"}
    assert 55 <= len(invoices) <= 80
    assert {invoice["currency"] for invoice in invoices} == {"eur", "usd"}


def test_the_firms_numbers_run_on_without_a_gap(studio):
    numbers = sorted(
        i["number"] for i in studio.world.store.kinds["invoice"].values() if i["number"]
    )
    assert numbers[0].endswith("-0041")
    assert [int(number[-4:]) for number in numbers] == list(range(41, 41 + len(numbers)))


def test_the_firm_is_the_same_every_time(studio):
    again = Simulator(fixed_at=START)
    firm.seed(again)
    assert again.world.store.state() == studio.world.store.state()


def test_the_well_known_customer_has_one_of_everything(studio):
    store = studio.world.store
    (sanne,) = store.where("customer", lambda c: c["email"] == "sanne@vandijk-architecten.example")
    invoices = store.where("invoice", lambda invoice: invoice["customer"] == sanne["id"])
    open_ones = [invoice for invoice in invoices if invoice["status"] == "open"]
    due = [invoice["due_date"] for invoice in open_ones if invoice["due_date"]]
    assert any(date < START for date in due)
    assert any(date > START for date in due)
    assert any(invoice["next_payment_attempt"] for invoice in open_ones)
    assert sum(invoice["status"] == "paid" for invoice in invoices) >= 5


def test_the_firm_knows_trouble(studio):
    store = studio.world.store
    disputes = {dispute["status"] for dispute in store.kinds["dispute"].values()}
    assert disputes == {"needs_response", "lost"}
    assert len(store.kinds["refund"]) == 2
    assert any(sum(c["_balances"].values()) < 0 for c in store.kinds["customer"].values())
    partly = [
        invoice
        for invoice in store.kinds["invoice"].values()
        if invoice["status"] == "open" and invoice["amount_paid"]
    ]
    assert partly


def test_a_running_account_ends_its_history_at_the_real_time():
    simulator = Simulator()
    firm.seed(simulator)
    assert simulator.clock.offset == 0
