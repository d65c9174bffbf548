"""Measures every row, prints the table, and writes the figures behind it where --json says."""

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import bill, cold, counted, function_size, imported, page_weight, warm
from tests.bench.row import Row, table
from tests.bench.served import served


def main() -> None:
    parsed = _parser().parse_args()
    found: list[Row] = []
    for part in parsed.only or PARTS:
        begun = time.monotonic()
        print(f"{part} ...", file=sys.stderr, flush=True)
        found += PARTS[part](parsed)
        print(f"{part}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    print(table(found))
    if parsed.json:
        parsed.json.write_text(json.dumps(_report(found), indent=1) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts alone")
    parser.add_argument("--rounds", type=int, default=9, help="of cold starts")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--sizes", action="store_true", help="install the layers to weigh them")
    return parser


def _cold(parsed: argparse.Namespace) -> list[Row]:
    with served() as endpoints, tempfile.TemporaryDirectory() as folder:
        return cold.rows(endpoints, Path(folder), parsed.rounds)


def _warm(_: argparse.Namespace) -> list[Row]:
    with served() as endpoints, tempfile.TemporaryDirectory() as folder:
        calls = Path(folder) / "calls"
        cold.record_worker(endpoints, Path(folder), calls)
        return [*warm.on_loopback(endpoints, calls), warm.portal()]


def _report(found: list[Row]) -> dict[str, object]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "rows": [row.as_json() for row in found],
    }


PARTS: dict[str, Callable[[argparse.Namespace], list[Row]]] = {
    "cold": _cold,
    "warm": _warm,
    "counted": lambda _: counted.rows(),
    "bill": lambda _: [bill.row()],
    "import": lambda _: [imported.row()],
    "page": lambda _: page_weight.rows(),
    "sizes": lambda parsed: function_size.rows(install=parsed.sizes),
}


if __name__ == "__main__":
    main()
