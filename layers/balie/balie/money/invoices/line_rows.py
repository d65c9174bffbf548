"""Rows of an invoice's lines: a hundred in each, under the name of what they say.

The invoice's own row names the set that counts, and is written in the same transaction. So a set is
seen whole or not at all, however many rows it has, and what has not changed is not written again.
"""

import hashlib
import json
from collections.abc import Sequence

from pydantic import TypeAdapter

from balie.ground.aws import keys, stored
from balie.ground.aws.keys import Key
from balie.ground.aws.work import Work
from balie.ground.core.errors import Changed
from balie.ground.core.stored import Stored
from balie.money.invoices.model import Invoice, KeptLines
from balie.outside.providers.snapshots import InvoiceLine

LINES_A_ROW = 100
BYTES_A_ROW = 250_000  # a row takes 400 KB
WRITTEN_ONCE = 1  # the version of a row that is never written again
TO_JSON = TypeAdapter(tuple[InvoiceLine, ...])


class Lines(Stored):
    """Some of the lines of an invoice, in their order."""

    lines: tuple[InvoiceLine, ...]


def keep(work: Work, invoice: Invoice, lines: Sequence[InvoiceLine]) -> KeptLines:
    """Write these lines in place of those that the invoice had, unless they are the same."""
    rows = _in_rows(lines)
    digest = _digest(lines)
    said = KeptLines(digest=digest, count=len(lines), rows=len(rows))
    if said == invoice.lines:
        return said
    for key in _keys(invoice, invoice.lines) if invoice.lines else ():
        work.delete(key, version=WRITTEN_ONCE)
    for key, row in zip(_keys(invoice, said), rows, strict=True):
        work.put(key, stored.data(row), version=0)
    return said


def read(work: Work, invoice: Invoice) -> list[InvoiceLine]:
    """Empty for an invoice that was kept before lines were. Raises Changed when they just did."""
    rows = [work.get(key) for key in _keys(invoice, invoice.lines)] if invoice.lines else []
    found = [line for row in rows if row for line in stored.read(Lines, row).lines]
    if None in rows:
        raise Changed("The invoice's lines have just been replaced; read them again.")
    return found


def _keys(invoice: Invoice, kept: KeptLines) -> list[Key]:
    of = (invoice.customer_id, invoice.id, kept.digest)
    return [keys.invoice_lines(*of, number) for number in range(kept.rows)]


def _in_rows(lines: Sequence[InvoiceLine]) -> list[Lines]:
    """As many in each as a row takes; a line is far smaller than a row."""
    rows: list[list[InvoiceLine]] = []
    room = 0
    for line in lines:
        size = len(TO_JSON.dump_json((line,)))
        if not rows or size > room or len(rows[-1]) == LINES_A_ROW:
            rows.append([])
            room = BYTES_A_ROW
        rows[-1].append(line)
        room -= size
    return [Lines(lines=tuple(row)) for row in rows]


def _digest(lines: Sequence[InvoiceLine]) -> str:
    said = json.dumps(TO_JSON.dump_python(tuple(lines), mode="json"), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
