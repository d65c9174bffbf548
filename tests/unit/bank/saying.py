"""What a bank file says, and camt files made of the elements that a test is about."""

import io
from dataclasses import dataclass

from balie.outside.providers.bank import reading
from balie.outside.providers.bank.model import Entry, Statement

OWN = "NL08INGB0000001234"
PAYER = "NL20INGB0001234567"
OPENING = ("OPBD", "1000.00", "CRDT")


@dataclass(frozen=True)
class Said:
    statement: Statement
    entries: list[Entry]

    @property
    def warnings(self) -> list[str]:
        return [one.code for one in self.statement.warnings]


def said(data: bytes, name: str = "file") -> list[Said]:
    """Every statement with its entries."""
    found, entries = [], []
    for _, items in reading.files(io.BytesIO(data), name):
        for item in items:
            if isinstance(item, Entry):
                entries.append(item)
            else:
                found.append(Said(item, entries))
                entries = []
    assert not entries
    return found


def balance(kind: str, amount: str, direction: str, currency: str = "EUR") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>{amount}</Amt>"
        f"<CdtDbtInd>{direction}</CdtDbtInd><Dt><Dt>2026-01-02</Dt></Dt></Bal>"
    )


def entry(amount: str, *details: str, more: str = "", **given: str) -> str:
    """given: direction, status, currency. more: elements after the details."""
    inner = "".join(f"<TxDtls>{one}</TxDtls>" for one in details)
    return (
        f"<Ntry><Amt Ccy='{given.get('currency', 'EUR')}'>{amount}</Amt>"
        f"<CdtDbtInd>{given.get('direction', 'CRDT')}</CdtDbtInd>{given.get('head', '')}"
        f"<Sts>{given.get('status', 'BOOK')}</Sts><BookgDt><Dt>2026-01-02</Dt></BookgDt>"
        f"<ValDt><Dt>2026-01-02</Dt></ValDt><NtryDtls>{inner}</NtryDtls>{more}</Ntry>"
    )


def statement(*parts: str, account: str = f"<IBAN>{OWN}</IBAN>", ccy: str = "EUR") -> str:
    currency = f"<Ccy>{ccy}</Ccy>" if ccy else ""
    inner = "".join(parts)
    return f"<Stmt><Id>S1</Id><Acct><Id>{account}</Id>{currency}</Acct>{inner}</Stmt>"


def camt(*statements: str, space: str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02") -> bytes:
    text = f"<Document xmlns='{space}'><BkToCstmrStmt>{''.join(statements)}</BkToCstmrStmt>"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{text}</Document>".encode()


def one_entry(node: str, *, opening: str = "0.00", closing: str | None = None) -> Said:
    """What a statement with this entry says; without a closing balance it does not add up."""
    ends = balance("CLBD", closing, "CRDT") if closing else ""
    (found,) = said(camt(statement(balance("OPBD", opening, "CRDT"), ends, node)))
    return found


def party(side: str, name: str, iban: str = PAYER, *, nested: bool = False) -> str:
    inner = f"<Pty><Nm>{name}</Nm></Pty>" if nested else f"<Nm>{name}</Nm>"
    account = f"<{side}Acct><Id><IBAN>{iban}</IBAN></Id></{side}Acct>"
    return f"<RltdPties><{side}>{inner}</{side}>{account}</RltdPties>"


def reference(text: str) -> str:
    return f"<RmtInf><Strd><CdtrRefInf><Ref>{text}</Ref></CdtrRefInf></Strd></RmtInf>"
