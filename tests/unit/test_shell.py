"""What the shell says: help that shows how, one line for a wrong word, one for what is missing."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import balie
from balie.cli import stack
from balie.cli.main import main
from balie.ground.aws import clients
from dev import template as templates

ROOT = Path(__file__).parents[2]
CREATE = ["tenant", "create", "Studio Noord", "--owner", "noor@studionoord.example"]
PORTAL = ["--portal", "https://billing.studionoord.example"]
EMAIL = ["--support-email", "facturen@studionoord.example"]
INVITE = ["user", "invite", "noor@studionoord.example", "--tenant", "ten_1"]
VERIFY = ["audit", "verify", "--tenant", "ten_1"]
LIST = ["audit", "list", "--tenant", "ten_1"]
COMMANDS = [
    ["setup"],
    ["deploy"],
    ["tenant", "create"],
    ["tenant", "list"],
    ["branding", "set"],
    ["branding", "show"],
    ["user", "invite"],
    ["user", "list"],
    ["user", "remove"],
    ["user", "recover"],
    ["connect"],
    ["disconnect"],
    ["connections"],
    ["import"],
    ["sync"],
    ["bank", "parse"],
    ["bank", "match"],
    ["ledger", "check"],
    ["progress"],
    ["restore"],
    ["queue", "list"],
    ["queue", "redrive"],
    ["audit", "verify"],
    ["audit", "head"],
    ["audit", "list"],
    ["audit", "chain"],
]
WRONG = {
    "no command": [],
    "an unknown command": ["teleport"],
    "an unknown one of a group": ["queue", "burn"],
    "no support address": [*CREATE, *PORTAL],
    "a support address without a host": [*CREATE, *PORTAL, "--support-email", "help"],
    "a support address with a line": [*CREATE, *PORTAL, "--support-email", "a@b.example\nBcc: c"],
    "no owner": ["tenant", "create", "Studio Noord", *PORTAL, *EMAIL],
    "a role that is none": [*INVITE, "--role", "admin"],
    "a portal with a path": [*CREATE, *EMAIL, "--portal", "https://firm.example/billing"],
    "a name of spaces": ["tenant", "create", "  ", *PORTAL, *EMAIL],
    "an unknown time zone": [*CREATE, *PORTAL, *EMAIL, "--timezone", "Europe/Zwolle"],
    "an option cut short": ["import", "--ten", "ten_1", "--connection", "con_1"],
    "no day": ["audit", "list", "--tenant", "ten_1", "--from", "2026-11-31"],
    "no head of a log": ["audit", "verify", "--tenant", "ten_1", "--head", "12:abc"],
    "a head for a part": [*VERIFY, "--head", f"1:{'0' * 64}", "--from", "2026-11-01"],
    "a period that ends before it begins": [*VERIFY, "--from", "2026-11-30", "--to", "2026-11-01"],
    "days of a list the wrong way round": [*LIST, "--from", "2026-11-30", "--to", "2026-11-01"],
    "an object and a period": [*LIST, "--object", "inv_1", "--to", "2026-11-01"],
    "a word with line breaks": ["sync", "--tenant", "ten_1", "--connection", "con_1", "a\nb\nc"],
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_wrong_words_are_answered_in_one_line_with_the_way_to_help(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.startswith("balie: ")
    assert "--help" in told.err


@pytest.mark.parametrize(
    ("words", "command"),
    [(["setup"], "setup"), (["queue", "list"], "queue list"), (VERIFY, "audit verify")],
)
def test_a_word_too_many_is_answered_with_the_way_to_that_command_s_own_help(
    words: list[str], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([*words, "--teleport"])
    assert left.value.code == 2
    told = f"balie: unrecognized arguments: --teleport; help: balie {command} --help\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_shows_an_example_of_it(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([*words, "--help"])
    assert left.value.code == 0
    assert f"examples:\n  balie {' '.join(words)}" in capsys.readouterr().out


def test_it_says_which_version_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"balie {balie.__version__}\n"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == balie.__version__


def test_a_reader_who_has_seen_enough_ends_it_without_a_word() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    words = (sys.executable, "-m", "balie.cli", "--help")
    settings = os.environ | {"PYTHONPATH": str(ROOT / "layers/balie"), "PYTHONUNBUFFERED": ""}
    ended = subprocess.run(words, env=settings, stdout=writes, stderr=subprocess.PIPE, check=False)
    os.close(writes)
    assert (ended.returncode, ended.stderr) == (1, b"")


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in stack.OUTPUTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(clients, "clients_for", lambda _tenant: _Unused())


class _Unused:
    dynamodb: Any = None
    sqs: Any = None


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ([*CREATE, *PORTAL, *EMAIL], "BALIE_DESK_URL"),
        (["import", "--tenant", "ten_1", "--connection", "con_1"], "BALIE_TABLE"),
        (["queue", "list"], "BALIE_PROVIDER_EVENTS_DEAD_LETTERS"),
    ],
)
def test_a_missing_setting_is_told_in_one_line_that_says_where_it_is(
    nothing_set: None, words: list[str], missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"balie: {missing} is not set; name the deployment with --stack ")
    assert told.endswith(f"its output {stack.OUTPUTS[missing]} says.\n")


def test_each_setting_is_an_output_of_the_template() -> None:
    outputs = templates.read()["Outputs"]
    assert set(stack.OUTPUTS.values()) <= set(outputs)
