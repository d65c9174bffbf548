"""`balie bank`: what bank statements say."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from balie.cli import statements
from balie.cli.words import Parser
from balie.outside.providers.bank import reading
from balie.outside.providers.bank.model import BankFileRefused, Entry, Statement

REFUSED = 2
IN_MEMORY_BYTES = 1 << 20


def add_to(balie: Parser) -> None:
    group = balie.command("bank", "what bank statements say")
    parse = group.command(
        "parse",
        "read camt.052, camt.053, camt.054, MT940, MT942 and CODA files, or zips of them",
        examples="bank parse statement.xml\nbank parse january.zip february.sta --json",
    )
    parse.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="a statement file, or a zip of several"
    )
    parse.add_argument("--json", action="store_true", help="a JSON array of statements")
    parse.set_defaults(run=_parse)


def _parse(parsed: argparse.Namespace) -> int:
    """2 when any file was refused; what the others say is printed nevertheless."""
    out = statements.Json(sys.stdout) if parsed.json else statements.Lines(sys.stdout)
    taken = [_tell_file(path, out) for path in parsed.files]
    out.end()
    return 0 if all(taken) else REFUSED


def _tell_file(path: Path, out: statements.Json | statements.Lines) -> bool:
    """Whether all that is in it was taken."""
    try:
        with path.open("rb") as file:
            return all([_tell(items, out) for _, items in reading.files(file, str(path))])
    except BankFileRefused as error:
        return _complain(error.detail)
    except OSError as error:
        return _complain(f"{path}, the file: {error.strerror or error}")


def _tell(items: Iterator[Entry | Statement], out: statements.Json | statements.Lines) -> bool:
    """Written aside first, because a file that breaks off halfway has said nothing."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES, "w+", encoding="utf-8") as aside:
        try:
            for item in items:
                out.write(item, aside)
        except BankFileRefused as error:
            out.forget()
            return _complain(error.detail)
        aside.seek(0)
        out.keep(aside)
    return True


def _complain(reason: str) -> bool:
    print(f"balie: {' '.join(reason.split())}", file=sys.stderr)
    return False
