"""Branding from the shell: what is given is changed, and what is wrong is told in one line."""

from pathlib import Path

import pytest

from balie.cli.main import main
from tests.house import oracle, pictures
from tests.house.branding import choose
from tests.house.house import House
from tests.house.signing_in import host
from tests.house.visitor import Visitor


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    file = tmp_path / "logo.svg"  # what it is called counts for nothing
    file.write_bytes(pictures.png(128, 64))
    return file


def look(house: House) -> str:
    visitor = Visitor(host(house))
    return visitor.get("/branding/portal.css").text + visitor.get("/branding/portal.json").text


def test_what_is_given_is_changed_and_nothing_else(
    memory_house: House, logo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    choose(memory_house)
    given = ["--color", "#A94A2A", "--logo", str(logo), "--privacy", "https://firm.example/p"]
    assert main(["branding", "set", "--tenant", memory_house.tenant, *given]) == 0
    told = capsys.readouterr().out
    for fact in ("#a94a2a", "128 x 64 png", "https://firm.example/p", "canary@kade.example"):
        assert fact in told
    seen = look(memory_house)
    for part in ("--brand: #a94a2a;", "--logo:", "Kade, by CANARY", "https://canary.example/terms"):
        assert part in seen
    assert main(["branding", "set", "--tenant", memory_house.tenant, "--terms", ""]) == 0
    assert "canary.example/terms" not in look(memory_house)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--color", "red"], "--color: six hexadecimal digits"),
        (["--color", "#7a7a7a"], "could not be read"),
        (["--radius", "99"], "--radius: "),
        (["--terms", "javascript:alert(1)"], "--terms: an address"),
        (["--support-email", "nobody"], "--support-email: a mail address"),
        (["--header-text", "a\nb"], "--header-text: "),
        (["--logo", "/nowhere/logo.png"], "cannot be read"),
        (["--logo", __file__], "no PNG, JPEG or WebP"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_and_nothing_is_changed(
    memory_house: House, given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = look(memory_house)
    rows = len(oracle.every_row(memory_house.tenant))
    assert main(["branding", "set", "--tenant", memory_house.tenant, *given]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert said in told
    assert look(memory_house) == before
    assert len(oracle.every_row(memory_house.tenant)) == rows


def test_a_firm_that_is_not_there_is_told(
    memory_house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["branding", "show", "--tenant", "ten_00000000000000000000000000"]) == 1
    assert "no such firm" in capsys.readouterr().err
