"""An operator watches an import: how far each kind is, what holds it up, and how to look again."""

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from balie.cli import bar
from balie.cli.main import main
from balie.ground.core import clock
from balie.outside.providers import connecting
from balie.outside.providers.catch_up import CatchUp
from dev.stripe.simulator import Simulator
from tests.house.catching_up import finish, read_pages, waiting_pages
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay

Told = pytest.CaptureFixture[str]
Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """What happens while the shell waits for a second, which passes at once."""

    def set_to(step: Callable[[], object]) -> None:
        monkeypatch.setattr("balie.cli.catch_up.time.sleep", lambda _seconds: step())

    return set_to


def words(house: House, command: str = "import") -> list[str]:
    return [command, "--tenant", house.tenant, "--connection", house.connection]


def newest(out: str) -> str:
    return out.strip().rpartition("\n")[2]


def test_an_import_tells_how_far_each_kind_is(
    memory_house: House, meanwhile: Meanwhile, capsys: Told
) -> None:
    pay(memory_house, open_invoice(memory_house))
    meanwhile(lambda: finish(memory_house))
    assert main(words(memory_house)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"[{'-' * 20}]   0 %  nothing yet")
    assert lines[-1].startswith(f"[{'#' * 20}] 100 %  invoice 1/1  payment 1/1  customer 1/1")
    assert all("\r" not in line for line in lines)


def test_on_a_terminal_one_line_is_rewritten(
    memory_house: House,
    meanwhile: Meanwhile,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Told,
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    open_invoice(memory_house)
    meanwhile(lambda: finish(memory_house))
    assert main(words(memory_house)) == 0
    out = capsys.readouterr().out
    shown = out.removesuffix("\n").split("\r")[1:]
    assert out.count("\n") == 1
    assert len(shown) >= 2
    assert {len(line) for line in shown} == {59}


def test_while_lists_are_read_there_may_be_more(
    memory_house: House, meanwhile: Meanwhile, capsys: Told
) -> None:
    open_invoice(memory_house)

    with time_machine.travel(clock.now()) as traveller:

        def one_page() -> None:
            read_pages(waiting_pages(memory_house)[:1])
            memory_house.work_off()
            traveller.shift(timedelta(seconds=6))

        meanwhile(one_page)
        assert main(words(memory_house)) == 0
    assert "invoice 1/1+" in capsys.readouterr().out


def test_whoever_stops_watching_is_told_how_to_watch_again(
    memory_house: House, meanwhile: Meanwhile, capsys: Told
) -> None:
    open_invoice(memory_house)
    meanwhile(interrupt)
    assert main(words(memory_house)) == 1
    told = capsys.readouterr().err
    assert "It goes on by itself" in told
    again = told.partition("balie ")[2].split()
    meanwhile(lambda: finish(memory_house))
    assert main(again) == 0
    assert newest(capsys.readouterr().out).startswith(f"[{'#' * 20}] 100 %  invoice 1/1")


def test_what_does_not_move_says_what_the_provider_refuses(
    memory_house: House, simulator: Simulator, meanwhile: Meanwhile, capsys: Told
) -> None:
    open_invoice(memory_house)
    with time_machine.travel(clock.now()) as traveller:
        meanwhile(lambda: traveller.shift(timedelta(minutes=3)))
        assert main(words(memory_house)) == 1
    assert "look at `balie queue list`" in capsys.readouterr().err
    simulator.faults.add("rate_limit")

    def refused(traveller: Any) -> None:
        page = waiting_pages(memory_house)
        if page:
            with pytest.raises(AssertionError):
                read_pages(page)
        traveller.shift(timedelta(minutes=3))

    with time_machine.travel(clock.now()) as traveller:
        meanwhile(lambda: refused(traveller))
        assert main(words(memory_house)) == 1
    told = capsys.readouterr().err
    assert "provider_unavailable" in told
    assert "to watch again: balie progress" in told


def test_a_sync_that_becomes_an_import_says_so(
    memory_house: House, meanwhile: Meanwhile, capsys: Told
) -> None:
    meanwhile(lambda: finish(memory_house))
    assert main(words(memory_house, "sync")) == 0
    assert "this is an import" in capsys.readouterr().out
    assert main(words(memory_house, "sync")) == 0
    assert "this is an import" not in capsys.readouterr().out


def test_an_import_of_an_account_that_is_closed_meanwhile_ends_with_the_reason(
    memory_house: House, meanwhile: Meanwhile, capsys: Told
) -> None:
    def close() -> None:
        connecting.disconnect(
            memory_house.tenant, memory_house.connection, actor="operator:test", now=clock.now()
        )
        finish(memory_house)

    meanwhile(close)
    assert main(words(memory_house)) == 1
    assert "closed" in capsys.readouterr().err


def test_the_progress_of_another_firms_import_is_not_shown(
    memory_house: House, simulator: Simulator, capsys: Told
) -> None:
    assert main([*words(memory_house), "--no-wait"]) == 0
    begun = capsys.readouterr().out.strip()
    other = open_house(simulator)
    assert main(["progress", "--tenant", other.tenant, begun]) == 1
    assert capsys.readouterr().err == "balie: There is no such import or sync.\n"


def test_a_bar_is_full_when_there_was_nothing_to_find() -> None:
    empty: Any = {"id": "cup_1", "connection_id": "con_1", "cause": "import", "since": None}
    done = CatchUp(**empty, started_at=clock.now(), lists=())
    assert bar.told(done, 0.0).startswith(f"[{'#' * 20}] 100 %  nothing new")


def interrupt() -> None:
    raise KeyboardInterrupt
