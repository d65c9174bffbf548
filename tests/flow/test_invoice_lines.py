"""Every line of an invoice stands here, in order, however many there are."""

from typing import Any

import pytest

from balie.ground.aws import keys
from balie.ground.aws.rows import Row
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.money.invoices import line_rows
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.invoices.service import InvoiceMissing
from dev.stripe import firm
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.catching_up import run
from tests.house.house import House, open_house
from tests.house.invoices import customer, invoice_of, open_invoice, pay
from tests.house.memory_aws import MemoryAws


def change_lines(house: House, invoice: str, kept: slice) -> None:
    """What Stripe never does to a final invoice; then it tells of some change."""
    found = house.simulator.world.store.by_id[invoice]
    found["_lines"] = found["_lines"][kept]
    house.call("post", f"/v1/invoices/{invoice}", metadata={"colour": new_id("c")})
    house.settle()


def ours(house: House, ref: str) -> Invoice:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        return invoices.by_ref(work, house.connection, ref)


def described(house: House, ref: str) -> list[str]:
    found = ours(house, ref)
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        lines = invoices.lines(work, found.customer_id, found.id)
    return [line.description for line in lines]


def rows_of_lines(house: House) -> list[Row]:
    rows = oracle.every_row(house.tenant)
    return [row for row in rows if str(row["sk"]).startswith("INVOICE_LINES#")]


def events(house: House, name: str) -> int:
    return len(oracle.events_in(oracle.every_row(house.tenant), name))


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (10, 1), (11, 1), (100, 1), (101, 2)])
def test_every_line_is_there_in_order(memory_house: House, count: int, rows: int) -> None:
    invoice = invoice_of(memory_house, count)
    memory_house.settle()
    theirs = memory_house.call("get", f"/v1/invoices/{invoice}/lines", limit=100)["data"]
    assert described(memory_house, invoice)[:100] == [line["description"] for line in theirs]
    assert len(described(memory_house, invoice)) == count
    assert len(rows_of_lines(memory_house)) == rows


def test_an_invoice_of_four_hundred_lines(either: House) -> None:
    invoice = invoice_of(either, 400)
    either.settle()
    assert sorted(described(either, invoice), key=len) == sorted(
        (f"Day {cents}" for cents in range(1, 401)), key=len
    )
    found = ours(either, invoice)
    with open_work(either.tenant, "test", Cause.PERSON, clock.now()) as work:
        lines = invoices.lines(work, found.customer_id, found.id)
    assert sum(line.amount.minor for line in lines) == found.total.minor == 400 * 401 // 2
    assert len(rows_of_lines(either)) == 4
    pay(either, invoice)
    either.settle()
    oracle.check(either)


def test_every_line_of_a_firms_past_is_there(memory: MemoryAws, simulator: Simulator) -> None:
    firm.seed(simulator)
    house = open_house(simulator)
    run(house, Cause.IMPORT)
    listed = house.call("get", "/v1/invoices", limit=100)["data"]
    final = [raw for raw in listed if raw["status"] != "draft"]
    assert len(final) > 20
    for raw in final:
        theirs = house.call("get", f"/v1/invoices/{raw['id']}/lines", limit=100)["data"]
        assert described(house, raw["id"]) == [line["description"] for line in theirs]


def test_lines_that_say_the_same_are_not_written_again(memory_house: House) -> None:
    invoice = invoice_of(memory_house, 120)
    memory_house.settle()
    before = rows_of_lines(memory_house)
    pay(memory_house, invoice)
    memory_house.settle()
    assert rows_of_lines(memory_house) == before
    assert events(memory_house, "invoice.lines_replaced") == 0


def test_a_shorter_list_leaves_nothing_of_the_longer_one(memory_house: House) -> None:
    invoice = invoice_of(memory_house, 220)
    memory_house.settle()
    assert len(rows_of_lines(memory_house)) == 3
    change_lines(memory_house, invoice, slice(0, 30))
    assert described(memory_house, invoice) == [f"Day {cents}" for cents in range(1, 31)]
    assert len(rows_of_lines(memory_house)) == 1
    assert events(memory_house, "invoice.lines_replaced") == 1


def test_lines_that_come_back_are_seen_again(memory_house: House) -> None:
    invoice = invoice_of(memory_house, 3)
    memory_house.settle()
    whole = memory_house.simulator.world.store.by_id[invoice]["_lines"]
    change_lines(memory_house, invoice, slice(0, 1))
    memory_house.simulator.world.store.by_id[invoice]["_lines"] = whole
    change_lines(memory_house, invoice, slice(None))
    assert len(described(memory_house, invoice)) == 3
    assert len(rows_of_lines(memory_house)) == 1


def test_lines_with_much_to_say_take_more_rows(
    memory_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_rows, "BYTES_A_ROW", 1_000)
    invoice = invoice_of(memory_house, 20)
    memory_house.settle()
    assert len(rows_of_lines(memory_house)) > 3
    assert described(memory_house, invoice) == [f"Day {cents}" for cents in range(1, 21)]


def test_an_invoice_of_an_older_release_has_no_lines_until_it_is_looked_at(
    memory_house: House,
) -> None:
    invoice = open_invoice(memory_house)
    memory_house.settle()
    found, rows = ours(memory_house, invoice), rows_of_lines(memory_house)
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        kept: Any = work.get(keys.invoice(found.customer_id, found.id))
        older = found.model_dump_json(exclude={"lines"})
        own = keys.invoice(found.customer_id, found.id)
        work.put(own, {**kept, "data": older}, version=found.version)
        for row in rows:
            work.delete(keys.Key(_unprefixed(row), str(row["sk"])), version=1)
    assert described(memory_house, invoice) == []
    pay(memory_house, invoice)
    memory_house.settle()
    assert described(memory_house, invoice) == ["Website, part 2"]
    assert events(memory_house, "invoice.lines_replaced") == 0


def test_the_lines_of_others_are_not_seen(memory_house: House) -> None:
    invoice = open_invoice(memory_house)
    other = open_invoice(memory_house, of=customer(memory_house, email="ander@ander.example"))
    memory_house.settle()
    found, stranger = ours(memory_house, invoice), ours(memory_house, other)
    with (
        open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work,
        pytest.raises(InvoiceMissing),
    ):
        invoices.lines(work, stranger.customer_id, found.id)
    with (
        open_work(new_id("ten"), "test", Cause.PERSON, clock.now()) as work,
        pytest.raises(InvoiceMissing),
    ):
        invoices.lines(work, found.customer_id, found.id)


def _unprefixed(row: Row) -> str:
    return str(row["pk"]).split("#", 2)[2]
