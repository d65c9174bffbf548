"""An operator connects an account, sees how it is, and disconnects it, in plain words."""

import io

import pytest

from balie.cli.main import main
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import authorisation, connections
from balie.outside.providers.refusals import KeyRefused
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.house import House, open_house

Shown = pytest.CaptureFixture[str]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def say(types: pytest.MonkeyPatch, text: str) -> None:
    types.setattr("sys.stdin", io.StringIO(text))


def of(house: House) -> list[str]:
    return ["--tenant", house.tenant, "--connection", house.connection]


def test_connecting_prints_the_id_and_tells_what_was_found(
    memory_house: House, types: pytest.MonkeyPatch, capsys: Shown
) -> None:
    say(types, f"{STUDIO_RESTRICTED}\n")
    assert main(["connect", "stripe", "--tenant", memory_house.tenant]) == 0
    told = capsys.readouterr()
    assert told.out == f"{memory_house.connection}\n"
    name = memory_house.simulator.settings.account_name
    assert f"{name}, stripe {memory_house.simulator.settings.account_id} (test)" in told.err
    assert f"balie import --tenant {memory_house.tenant}" in told.err
    assert STUDIO_RESTRICTED not in told.out + told.err


def test_a_key_that_may_do_too_little_is_refused_in_one_line(
    memory_house: House, simulator: Simulator, types: pytest.MonkeyPatch, capsys: Shown
) -> None:
    simulator.keys.add("rk_test_weak", {"customer_read"})
    say(types, "rk_test_weak\n")
    assert main(["connect", "stripe", "--tenant", memory_house.tenant]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "Invoices (Read)" in told.err
    assert "Customers (Read)" not in told.err
    assert "https://dashboard.stripe.com/test/apikeys/create?" in told.err


def test_disconnecting_is_asked_about(
    memory_house: House, types: pytest.MonkeyPatch, capsys: Shown
) -> None:
    for answer in ("", "no\n", "y\n"):
        say(types, answer)
        assert main(["disconnect", *of(memory_house)]) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 3
    assert stands(memory_house).is_open
    say(types, "yes\n")
    assert main(["disconnect", *of(memory_house)]) == 0
    assert "is disconnected; what it brought stays." in capsys.readouterr().out
    assert not stands(memory_house).is_open


def test_disconnecting_without_being_asked_tells_what_is_left_to_do(
    memory_house: House, simulator: Simulator, capsys: Shown
) -> None:
    simulator.keys.remove(STUDIO_RESTRICTED)
    assert main(["disconnect", *of(memory_house), "--yes"]) == 0
    assert "do so in the provider's dashboard" in capsys.readouterr().err


def test_what_was_disconnected_is_not_imported_and_one_line_says_why(
    memory_house: House, capsys: Shown
) -> None:
    main(["disconnect", *of(memory_house), "--yes"])
    capsys.readouterr()
    for command in ("import", "sync"):
        assert main([command, *of(memory_house)]) == 1
        told = capsys.readouterr().err
        assert told.count("\n") == 1
        assert "disconnected; connect it again first" in told


def test_another_firms_connection_is_unknown(
    memory_house: House, simulator: Simulator, capsys: Shown
) -> None:
    other = open_house(simulator)
    words = ["--tenant", other.tenant, "--connection", memory_house.connection, "--yes"]
    assert main(["disconnect", *words]) == 1
    assert "not connected" in capsys.readouterr().err
    assert stands(memory_house).is_open
    assert main(["connections", "--tenant", other.tenant]) == 0
    assert memory_house.connection not in capsys.readouterr().out


def test_the_list_tells_how_each_connection_is(either: House, capsys: Shown) -> None:
    assert main(["connections", "--tenant", either.tenant]) == 0
    first, *health = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{either.connection}  ")
    assert health[0].startswith("  connected since 20")
    assert health[1:] == ["  not imported yet"]

    refusal = KeyRefused("Stripe does not let this key get /v1/prices.", lacks=("plan_read",))
    authorisation.note(either.tenant, either.connection, refusal, clock.now)
    main(["connections", "--tenant", either.tenant])
    told = capsys.readouterr().out
    assert "  the key lacks Prices (Read)\n" in told
    assert "  last error provider_key_refused, 20" in told

    main(["disconnect", *of(either), "--yes"])
    capsys.readouterr()
    main(["connections", "--tenant", either.tenant])
    assert "  disconnected since 20" in capsys.readouterr().out


def test_a_firm_without_accounts_has_an_empty_list(memory_house: House, capsys: Shown) -> None:
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        firm = tenants.current(work)
    other = firm.model_copy(update={"id": "ten_01K9ZZZZZZZZZZZZZZZZZZZZZZ", "version": 0})
    with open_work(other.id, "test", Cause.PERSON, clock.now()) as work:
        tenants.create(work, other)
    assert main(["connections", "--tenant", other.id]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "No account is connected.\n")
    assert not [row for row in oracle.every_row(other.id) if "CONNECTION" in str(row["sk"])]


def stands(house: House) -> connections.Connection:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        return connections.get(work, house.connection)
