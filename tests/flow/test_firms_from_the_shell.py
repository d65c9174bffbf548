"""Which firms an operator finds in a deployment."""

import pytest

from balie.cli.main import main
from tests.house import stream
from tests.house.memory_aws import MemoryAws

Told = pytest.CaptureFixture[str]
OWNER = ["--owner", "ada@acme.example", "--support-email", "help@acme.example"]


def created(told: Told, name: str, portal: str, *words: str) -> str:
    assert main(["tenant", "create", name, "--portal", portal, *OWNER, *words]) == 0
    tenant = told.readouterr().out.split()[0]
    assert stream.chain(stream.events_of(tenant)) == []
    return tenant


def test_every_firm_is_listed_with_its_id_and_portal_the_oldest_first(
    memory: MemoryAws, capsys: Told
) -> None:
    acme = created(capsys, "Acme", "https://pay.acme.example", "--test")
    kade = created(capsys, "Kade Zeven", "https://pay.kade.example")
    assert main(["tenant", "list"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"{acme}  Acme  https://pay.acme.example (test)",
        f"{kade}  Kade Zeven  https://pay.kade.example",
    ]


def test_a_deployment_without_firms_says_so(memory: MemoryAws, capsys: Told) -> None:
    assert main(["tenant", "list"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "There is no firm yet.\n")
