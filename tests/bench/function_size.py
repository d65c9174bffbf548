"""How large each function is with its layers: their locked requirements as pip installs them here.

Installed once for each lock file, into .venv-bench; without --sizes only what is there is weighed.
The sizes are those of this platform's packages, bytecode left out.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import layers
from tests.architecture.source import FUNCTIONS, ROOT
from tests.bench.row import Row

CACHE = ROOT / ".venv-bench" / "layers"
MOST_MEGABYTES = {"webhook_in": 15}
MOST_OF_OTHERS = 60
LOCKED = ("base", "mail", "passkeys", "providers", "web")
MEGABYTE = 1_000_000


def rows(*, install: bool) -> list[Row]:
    if install:
        for layer in LOCKED:
            _install(layer)
    missing = [layer for layer in LOCKED if not _folder(layer).exists()]
    if missing:
        return [_row(f"skipped: {', '.join(missing)} not installed, see --sizes", None, {})]
    found = {function: _function_size(function) for function in FUNCTIONS}
    met = all(
        size <= MOST_MEGABYTES.get(function, MOST_OF_OTHERS) for function, size in found.items()
    )
    told = ", ".join(f"{function} {size:.1f} MB" for function, size in found.items())
    return [_row(told, met, {**found, "largest": _largest()})]


def _row(measured: str, met: bool | None, figures: dict[str, object]) -> Row:
    return Row(
        id="function.size",
        measured=measured,
        goal="<= 15 MB webhook, <= 60 MB any other",
        met=met,
        against="Lambda's limit of 250 MB, unzipped",
        figures=figures,
    )


def _function_size(function: str) -> float:
    own = _weigh(ROOT / "functions" / function)
    return own + sum(_layer_size(folder) for folder in layers.folders_of(function))


def _layer_size(folder: str) -> float:
    name = Path(folder).name
    return _weigh(_folder(name)) if name in LOCKED else _weigh(ROOT / folder)


def _install(layer: str) -> None:
    target = _folder(layer)
    if target.exists():
        return
    half_done = target.with_suffix(".part")
    lock = str(_lock(layer))
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    what = ["--no-compile", "--no-deps", "--require-hashes", "--requirement", lock]
    subprocess.run([*pip, *what, "--target", str(half_done)], check=True)
    half_done.rename(target)


def _folder(layer: str) -> Path:
    return CACHE / f"{layer}-{hashlib.sha256(_lock(layer).read_bytes()).hexdigest()[:12]}"


def _lock(layer: str) -> Path:
    return ROOT / "layers" / layer / "requirements.txt"


def _weigh(folder: Path) -> float:
    return sum(file.stat().st_size for file in _files(folder)) / MEGABYTE


def _files(folder: Path) -> Iterator[Path]:
    return (f for f in folder.rglob("*") if f.is_file() and "__pycache__" not in f.parts)


def _largest() -> dict[str, dict[str, float]]:
    """The heaviest packages of each layer."""
    found = {}
    for layer in LOCKED:
        sizes = {part.name: _weigh(part) for part in _folder(layer).iterdir() if part.is_dir()}
        heaviest = sorted(sizes, key=lambda name: -sizes[name])[:5]
        found[layer] = {name: round(sizes[name], 1) for name in heaviest}
    return found
