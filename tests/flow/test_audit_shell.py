"""What an operator sees of a firm's audit log, and what the exit code says."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from balie.cli.main import main
from dev.stripe.simulator import Simulator
from tests.house import audited, stream, tampering, tampering_chain
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay
from tests.house.memory_aws import MemoryAws
from tests.house.tampering import Tamperer

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Told = pytest.CaptureFixture[str]


@pytest.fixture
def chained(memory_house: House) -> House:
    """A house in which an invoice was opened and paid, with all of it chained."""
    pay(memory_house, open_invoice(memory_house))
    memory_house.settle()
    assert stream.chain(stream.stream_of(memory_house)) == []
    return memory_house


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def balie(told: Told, house: House, *words: str) -> tuple[int, list[str]]:
    told.readouterr()
    code = main(["audit", words[0], "--tenant", house.tenant, *words[1:]])
    return code, told.readouterr().out.splitlines()


def test_a_whole_log_is_exit_code_0_and_names_its_head(chained: House, capsys: Told) -> None:
    code, (head,) = balie(capsys, chained, "head")
    assert code == 0
    assert balie(capsys, chained, "verify") == (0, [f"as it was written, up to {head}"])
    assert balie(capsys, chained, "verify", "--head", head) == (
        0,
        [f"as it was written, up to {head}"],
    )
    today = ("--from", "2026-11-23", "--to", "2026-11-23")
    assert balie(capsys, chained, "verify", *today)[0] == 0


def test_a_log_that_was_touched_is_exit_code_1_and_a_line_for_each_finding(
    chained: House, memory: MemoryAws, capsys: Told
) -> None:
    log = Tamperer(memory.dynamodb, chained.tenant)
    event_id = log.event(2)["sk"]["S"].rpartition("#")[2]
    object_id = log.event(2)["list_pk"]["S"].rpartition("#")[2]
    tampering.delete_event(log, 2)
    tampering.change_actor(log, 3)
    code, (deleted, changed, count) = balie(capsys, chained, "verify")
    assert code == 1
    assert deleted == f"the event is gone: entry 2, event {event_id}, object {object_id}"
    assert changed.startswith("the event is not what was recorded: entry 3, event evt_")
    assert count == "2 findings"
    assert balie(capsys, chained, "verify", "--from", "2026-11-23")[0] == 1


def test_a_log_that_was_made_anew_is_found_by_a_head_that_was_kept(
    chained: House, memory: MemoryAws, capsys: Told
) -> None:
    _, (head,) = balie(capsys, chained, "head")
    log = Tamperer(memory.dynamodb, chained.tenant)
    tampering_chain.rewrite_all(log, 2)
    assert balie(capsys, chained, "verify")[0] == 0
    code, (found, _) = balie(capsys, chained, "verify", "--head", head)
    assert code == 1
    assert found.startswith("the chain is not the one whose head was kept elsewhere: entry ")


def test_a_note_alone_is_no_reason_for_exit_code_1(chained: House, capsys: Told) -> None:
    audited.record(chained.tenant, 1, began=NOON - timedelta(hours=1))
    assert stream.chain(stream.stream_of(chained)) == []
    code, (note, _) = balie(capsys, chained, "verify")
    assert code == 0
    assert note.startswith("note: chained long after it was recorded")


def test_what_happened_to_an_object_is_listed_with_who_and_why(
    chained: House, memory: MemoryAws, capsys: Told
) -> None:
    log = Tamperer(memory.dynamodb, chained.tenant)
    paid = next(seq for seq in range(1, 99) if log.event(seq)["name"]["S"] == "invoice.paid")
    invoice = log.event(paid)["list_pk"]["S"].rpartition("#")[2]
    code, lines = balie(capsys, chained, "list", "--object", invoice)
    assert code == 0
    assert [line.split("  ")[2] for line in lines] == ["invoice.issued", "invoice.paid"]
    seq, at, _, named, actor, cause, cause_ref = lines[-1].split("  ")
    assert (seq, at[:10], named) == (str(paid), "2026-11-23", invoice)
    assert (actor, cause) == ("provider:stripe", "webhook")
    assert cause_ref.startswith("evt_")
    tampering.change_actor(log, paid)
    _, lines = balie(capsys, chained, "list", "--object", invoice)
    places = [line.split("  ")[0] for line in lines]
    assert (places[0].isdigit(), places[1]) == (True, "not in the chain")


def test_a_period_is_listed_as_lines_of_json(chained: House, capsys: Told) -> None:
    code, lines = balie(capsys, chained, "list", "--from", "2026-11-23", "--json")
    assert code == 0
    found = [json.loads(line) for line in lines]
    assert [one["seq"] for one in found] == list(range(1, len(found) + 1))
    assert all(one["in_chain"] for one in found)
    assert {one["tenant"] for one in found} == {chained.tenant}
    assert found[0]["name"] == "tenant.created"
    assert balie(capsys, chained, "list", "--to", "2026-11-22") == (0, [])


def test_what_the_stream_lost_is_chained_by_hand(chained: House, capsys: Told) -> None:
    audited.record(chained.tenant, 3, began=NOON - timedelta(hours=1))
    assert balie(capsys, chained, "verify")[0] == 1
    assert balie(capsys, chained, "chain") == (0, ["3 chained"])
    assert balie(capsys, chained, "chain") == (0, ["0 chained"])
    assert balie(capsys, chained, "verify")[0] == 0


@pytest.mark.parametrize("words", ["verify", "head", "list", "chain"])
def test_a_firm_that_is_not_there_is_said_in_one_line(
    chained: House, capsys: Told, words: str
) -> None:
    assert main(["audit", words, "--tenant", "ten_00000000000000000000000000"]) == 1
    assert capsys.readouterr().err == "balie: There is no such firm here.\n"


def test_one_firms_log_shows_nothing_of_another(
    chained: House, simulator: Simulator, capsys: Told
) -> None:
    other = open_house(simulator)
    _, lines = balie(capsys, chained, "list", "--json")
    (invoice,) = {one["object_id"] for one in map(json.loads, lines) if "invoice" in one["name"]}
    assert balie(capsys, other, "list", "--object", invoice) == (1, [])
    _, lines = balie(capsys, other, "list", "--json")
    assert {json.loads(line)["tenant"] for line in lines} == {other.tenant}


def test_it_is_so_on_the_embedded_aws(house: House, capsys: Told) -> None:
    pay(house, open_invoice(house))
    house.settle()
    code, (chained,) = balie(capsys, house, "chain")
    assert (code, int(chained.split()[0]) > 5) == (0, True)
    _, (head,) = balie(capsys, house, "head")
    assert balie(capsys, house, "verify", "--head", head)[0] == 0
    _, lines = balie(capsys, house, "list")
    assert len(lines) == int(chained.split()[0])
