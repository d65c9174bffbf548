"""`balie bank`: what bank statements say, and which invoices their entries pay."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from balie.cli import statements
from balie.cli.words import Parser
from balie.ground.core.errors import BalieError
from balie.money.reconciliation import service as reconciliation
from balie.money.reconciliation import wire
from balie.outside.providers.bank import reading
from balie.outside.providers.bank.model import BankFileRefused, Entry, Statement

REFUSED = 2
IN_MEMORY_BYTES = 1 << 20


def main(arguments: Sequence[str]) -> int:
    """What `balie.cli.main` does with the words of this group, and loads none of the others."""
    parser = Parser(prog="balie")
    add_to(parser)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except BalieError as error:
        print(f"balie: {' '.join(error.detail.split())}", file=sys.stderr)
        return 1


def add_to(balie: Parser) -> None:
    group = balie.command("bank", "what bank statements say, and which invoices they pay")
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
    matching = group.command(
        "match",
        "try out the matching rules on a book of invoices and bank entries",
        examples="bank match book.json -o predictions.json",
    )
    matching.add_argument("book", metavar="BOOK", type=Path, help="customers, invoices, entries")
    matching.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    matching.set_defaults(run=_match)


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


def _match(parsed: argparse.Namespace) -> int:
    """2 for a book that cannot be read; nothing is written then."""
    try:
        book = wire.read_book(json.loads(parsed.book.read_bytes()))
        found = {each.entry_id: wire.prediction(each) for each in reconciliation.propose(book)}
        parsed.output.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        return REFUSED + _complain(f"{error.filename}: {error.strerror or error}")
    except (ValueError, RecursionError) as error:
        return REFUSED + _complain(f"{parsed.book}: no JSON: {error}")
    except wire.NotABook as error:
        return REFUSED + _complain(f"{parsed.book}: {error.detail}")
    return 0
