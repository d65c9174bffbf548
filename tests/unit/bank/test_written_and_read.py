"""What is written as camt.053, MT940 or CODA is read again as it was, whatever it is."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.outside.providers.bank.model import Entry
from tests.unit.bank import coda_file
from tests.unit.bank.saying import OWN, balance, camt, said, statement

EXAMPLES = int(os.environ.get("BALIE_EXAMPLES", "20"))
WIDTH, SUB_FIELD = 65, 27
WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789éüß", min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
IDS = st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True).filter(lambda one: one != "NONREF")


@dataclass(frozen=True)
class Line:
    minor: int
    name: str
    iban: str
    text: str
    end_to_end_id: str
    day: date


LINES = st.builds(
    Line,
    minor=st.integers(-(10**11), 10**11).filter(bool),
    name=TEXTS.map(lambda one: one[:35].strip()),
    iban=st.from_regex(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,26}", fullmatch=True),
    text=TEXTS,
    end_to_end_id=IDS,
    day=st.dates(date(2001, 1, 1), date(2079, 12, 31)),
)


def as_camt(opening: int, lines: list[Line]) -> bytes:
    entries = []
    for line in lines:
        side, direction = ("Dbtr", "CRDT") if line.minor > 0 else ("Cdtr", "DBIT")
        entries.append(
            f"<Ntry><Amt Ccy='EUR'>{decimal(line.minor)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>"
            f"<Sts>BOOK</Sts><BookgDt><Dt>{line.day}</Dt></BookgDt><NtryDtls><TxDtls>"
            f"<Refs><EndToEndId>{line.end_to_end_id}</EndToEndId></Refs><RltdPties><{side}>"
            f"<Nm>{line.name}</Nm></{side}><{side}Acct><Id><IBAN>{line.iban}</IBAN></Id>"
            f"</{side}Acct></RltdPties><RmtInf><Ustrd>{line.text}</Ustrd></RmtInf></TxDtls>"
            "</NtryDtls></Ntry>"
        )
    ends = [
        balance(kind, decimal(minor), "DBIT" if minor < 0 else "CRDT")
        for kind, minor in (("OPBD", opening), ("CLBD", closing(opening, lines)))
    ]
    return camt(statement(*ends, *entries))


def as_sub_fields(opening: int, lines: list[Line]) -> bytes:
    """MT940 as German banks write it: sub-fields of 27 signs, lines of 65."""
    return as_mt940(opening, lines, sub_fields)


def as_strokes(opening: int, lines: list[Line]) -> bytes:
    """MT940 as ING writes it: words between strokes, cut at 65 signs."""
    return as_mt940(opening, lines, strokes)


def as_mt940(opening: int, lines: list[Line], info: Callable[[Line], str]) -> bytes:
    fields = [":20:X", f":25:{OWN}", ":28C:1", f":60F:{mt_balance(opening)}"]
    for line in lines:
        mark = "C" if line.minor > 0 else "D"
        amount = decimal(line.minor).replace(".", ",")
        fields.append(f":61:{line.day:%y%m%d%m%d}{mark}{amount}NTRFEREF//B")
        text = info(line)
        cuts = [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]
        fields.append(":86:" + "\r\n".join(cuts))
    fields += [f":62F:{mt_balance(closing(opening, lines))}", "-"]
    return "\r\n".join(fields).encode()


def sub_fields(line: Line) -> str:
    parts = [(31, line.iban)]
    parts += split(20, f"EREF+{line.end_to_end_id}")
    parts += split(20 + len(parts) - 1, f"SVWZ+{line.text}")
    parts += split(32, line.name)
    return "166?00GUTSCHRIFT" + "".join(f"?{at}{part}" for at, part in parts)


def split(first: int, text: str) -> list[tuple[int, str]]:
    cuts = [text[at : at + SUB_FIELD] for at in range(0, len(text), SUB_FIELD)]
    return list(enumerate(cuts, first))


def strokes(line: Line) -> str:
    other = f"/CNTP/{line.iban}/BANKNL2A/{line.name}/ZWOLLE"
    return f"/EREF/{line.end_to_end_id}/{other}//REMI/USTD//{line.text}/"


def as_coda(opening: int, lines: list[Line]) -> bytes:
    movements = [
        [
            record.replace("030126", f"{line.day:%d%m%y}")
            for record in coda_file.movement(
                line.minor,
                line.text,
                number=f"{at:04}",
                name=line.name,
                account=line.iban,
                customer=line.end_to_end_id,
            )
        ]
        for at, line in enumerate(lines, 1)
    ]
    return coda_file.whole(*movements, totals=tuple(one.minor for one in lines), minor=opening)


def closing(opening: int, lines: list[Line]) -> int:
    return opening + sum(line.minor for line in lines)


def decimal(minor: int) -> str:
    whole, cents = divmod(abs(minor), 100)
    return f"{whole}.{cents:02}"


def mt_balance(minor: int) -> str:
    return f"{'D' if minor < 0 else 'C'}260102EUR{decimal(minor).replace('.', ',')}"


def as_line(entry: Entry) -> Line:
    assert entry.counterparty_name
    assert entry.counterparty_iban
    assert entry.end_to_end_id
    assert entry.booking_date
    return Line(
        minor=entry.amount.minor,
        name=entry.counterparty_name,
        iban=entry.counterparty_iban,
        text=entry.remittance_info,
        end_to_end_id=entry.end_to_end_id,
        day=entry.booking_date,
    )


@pytest.mark.parametrize("write", [as_camt, as_sub_fields, as_strokes, as_coda])
@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(opening=st.integers(-(10**11), 10**11), lines=st.lists(LINES, max_size=6))
def test_a_statement_that_was_written_is_read_again(
    write: Callable[[int, list[Line]], bytes], opening: int, lines: list[Line]
) -> None:
    (found,) = said(write(opening, lines))
    assert [as_line(entry) for entry in found.entries] == lines
    assert found.statement.opening is not None
    assert found.statement.closing is not None
    assert found.statement.opening.minor == opening
    assert found.statement.closing.minor == closing(opening, lines)
    assert found.warnings == []
