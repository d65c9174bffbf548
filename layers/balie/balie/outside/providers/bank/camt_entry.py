"""An entry of a camt message, and the transactions in it: their elements in, our words out.

Paths are those of camt.053.001.02 to .14; where a version moved one, both are asked.
"""

from datetime import date

from balie.ground.core.money import Money
from balie.outside.providers.bank import amounts, references
from balie.outside.providers.bank.draft import Draft, what_all_say
from balie.outside.providers.bank.elements import Element
from balie.outside.providers.bank.model import (
    BankFileRefused,
    Entry,
    EntryStatus,
    Transaction,
)

NOT_PROVIDED = ("NOTPROVIDED", "NOT PROVIDED", "NONREF")
DIRECTIONS = {"CRDT": False, "DBIT": True}
Party = tuple[str | None, str | None]  # name and IBAN
KNOWN_STATUSES = ("BOOK", "PDNG", "INFO", "FUTR")


def entry(node: Element, details: list[Transaction], draft: Draft) -> Entry:
    """details: what `transaction` made of each TxDtls. One alone is the entry itself."""
    amount = money(node, draft)
    one = details[0] if len(details) == 1 else None
    status = node.said("Sts/Cd", "Sts/Prtry", "Sts")
    if status not in KNOWN_STATUSES:
        draft.warn("status_unknown", place(node), f"the status {str(status)[:40]!r} is not booked")
    return Entry(
        amount=amount,
        status=EntryStatus.BOOKED if status == "BOOK" else EntryStatus.PENDING,
        booking_date=_day(node, "BookgDt", draft),
        value_date=_day(node, "ValDt", draft),
        reversal=_is_reversal(node),
        details=tuple(details) if one is None else (),
        counterparty_name=_shared(details, "counterparty_name"),
        counterparty_iban=_shared(details, "counterparty_iban"),
        remittance_info=_remittance(node, details),
        structured_reference=_shared(details, "structured_reference"),
        end_to_end_id=_shared(details, "end_to_end_id"),
        bank_reference=node.said("AcctSvcrRef") or (one.bank_reference if one else None),
        return_reason=_shared(details, "return_reason"),
    )


def transaction(node: Element, entry_node: Element, draft: Draft) -> Transaction:
    """node: a TxDtls. entry_node: the Ntry that it stands in, as far as it has been read."""
    out = _is_out(node) if node.find("CdtDbtInd") else _is_out(entry_node)
    undoes = _is_reversal(entry_node) or node.find("RtrInf") is not None
    name, iban = _counterparty(node, out=out, own=draft.account_iban, undoes=undoes)
    texts = [text for one in node.all("RmtInf") for text in _texts(one)]
    references_found = [
        checked
        for one in node.all("RmtInf")
        for text in _creditor_references(one)
        if (checked := references.checked(text))
    ]
    text = " ".join(texts)
    reference = references_found[0] if len(set(references_found)) == 1 else None
    return Transaction(
        amount=_transaction_amount(node, entry_node, out=out),
        counterparty_name=name,
        counterparty_iban=iban,
        remittance_info=text or ("" if reference else node.said("AddtlTxInf") or ""),
        structured_reference=reference or references.in_text(text),
        end_to_end_id=_provided(node.said("Refs/EndToEndId")),
        bank_reference=node.said("Refs/AcctSvcrRef"),
        return_reason=node.said("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"),
    )


def money(node: Element, draft: Draft) -> Money:
    """The signed amount of an entry or a balance, in its own currency."""
    written = node.find("Amt")
    if written is None:
        raise BankFileRefused(place(node), "no amount (Amt)")
    currency = written.currency or draft.currency or ""
    return amounts.amount(written.text.strip(), currency, place(written), out=_is_out(node))


def place(node: Element) -> str:
    return f"line {node.line}, {node.name}"


def day_of(text: str, node: Element, draft: Draft) -> date:
    """text: an xs:date or xs:dateTime; its day is taken as it is written, whatever its zone."""
    year, month, day = text[:4], text[5:7], text[8:10]
    if not (text[4:5] == text[7:8] == "-" and (year + month + day).isdecimal()):
        raise BankFileRefused(place(node), f"{text[:40]!r} is no date")
    return draft.day(int(year), int(month), int(day), place(node))


def _day(node: Element, name: str, draft: Draft) -> date | None:
    text = node.said(f"{name}/Dt", f"{name}/DtTm")
    return day_of(text, node, draft) if text else None


def _is_reversal(node: Element) -> bool:
    return node.said("RvslInd") in ("true", "1")


def _is_out(node: Element) -> bool:
    said = node.said("CdtDbtInd")
    if said not in DIRECTIONS:
        raise BankFileRefused(place(node), "neither CRDT nor DBIT (CdtDbtInd)")
    return DIRECTIONS[said]


def _transaction_amount(node: Element, entry_node: Element, *, out: bool) -> Money:
    """TxAmt, Amt or what it came to in the account's currency; never InstdAmt, before charges."""
    whole = entry_node.find("Amt")
    currency = whole.currency if whole else ""
    paths = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt")
    written = [found for path in paths if (found := node.find(path)) is not None]
    fitting = [one for one in written if one.currency == currency] or written
    best = fitting[0] if fitting else whole
    if best is None:
        raise BankFileRefused(place(node), "no amount (Amt)")
    return amounts.amount(best.text.strip(), best.currency, place(best), out=out)


def _counterparty(node: Element, *, out: bool, own: str | None, undoes: bool) -> Party:
    """Who the money went to or came from.

    undoes: it takes back a payment, and may keep the parts as they were in that payment.
    """
    sides = ("Cdtr", "Dbtr") if out else ("Dbtr", "Cdtr")
    name, iban = _party(node, sides[0])
    is_own = iban is not None and iban == own
    return _party(node, sides[1]) if is_own or (undoes and not (name or iban)) else (name, iban)


def _party(node: Element, side: str) -> Party:
    iban = node.said(f"RltdPties/{side}Acct/Id/IBAN")
    ends = ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")
    name = node.said(*(f"RltdPties/{side}/{end}" for end in ends))
    return name, references.iban_in(iban) if iban else None


def _texts(info: Element) -> list[str]:
    """Unstructured lines, numbers of documents, and references that have no fitting digits."""
    found = [_plain(one) for one in info.all("Ustrd")]
    for structured in info.all("Strd"):
        documents = [one.said("Nb") for one in structured.all("RfrdDocInf")]
        found += [number for number in documents if number]
        found += [_plain(one) for one in structured.all("AddtlRmtInf")]
    loose = [text for text in _creditor_references(info) if not references.checked(text)]
    return [text for text in found + loose if text]


def _creditor_references(info: Element) -> list[str]:
    found = [one.said("CdtrRefInf/Ref") for one in info.all("Strd")]
    return [text for text in found if text]


def _remittance(node: Element, details: list[Transaction]) -> str:
    """Some banks write all they have into AddtlNtryInf; others a word on the kind of entry."""
    said = _shared(details, "remittance_info") or ""
    if said or len(details) > 1 or _shared(details, "structured_reference"):
        return said
    return node.said("AddtlNtryInf") or ""


def _shared(details: list[Transaction], name: str) -> str | None:
    return what_all_say(tuple(details), name)


def _provided(text: str | None) -> str | None:
    return None if text is None or text.upper() in NOT_PROVIDED else text


def _plain(node: Element) -> str:
    return " ".join(node.text.split())
