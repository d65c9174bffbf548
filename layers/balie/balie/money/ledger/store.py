"""Rows of the ledger: transfers, the balance of a customer, the accounts of the tenant."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from balie.ground.aws import keys, rows, stored
from balie.ground.aws.keys import Key, ListKey
from balie.ground.aws.rows import Row
from balie.ground.aws.stored import Kept
from balie.ground.aws.work import Work
from balie.ground.core.clock import from_text, to_text
from balie.ground.core.money import Money
from balie.money.ledger.model import (
    RECEIVABLE,
    RECLAIM,
    UNAPPLIED,
    Balance,
    Due,
    Figures,
    Listed,
    Transfer,
)

BALANCE = f"{keys.HEAD}BALANCE#"
TRANSFERS_A_PAGE = 500  # some 200 kB
DUE = "due#"
DUE_BY_ITSELF = "due_by_itself#"


def save_transfer(work: Work, transfer: Transfer) -> None:
    at = to_text(transfer.occurred_at)
    data = {
        "occurred_at": at,
        "recorded_at": to_text(work.now),
        "invoice_id": transfer.invoice_id,
        "payment_id": transfer.payment_id,
    }
    work.put(
        keys.transfer(transfer.customer_id, transfer.id),
        {
            **keys.transfers_by_date(transfer.customer_id, at, transfer.id)._asdict(),
            "transfer_id": transfer.id,
            "debit": transfer.debit,
            "credit": transfer.credit,
            "minor": transfer.amount.minor,
            "currency": transfer.amount.currency,
            "data": json.dumps(data),
        },
        version=0,
    )


def add_to_customer(work: Work, transfer: Transfer, changes: dict[str, int]) -> None:
    currency = transfer.amount.currency
    fixed = {**_fixed(transfer.customer_id, currency), "latest": place(transfer)}
    work.add(keys.balance(transfer.customer_id, currency), changes, fixed=fixed)


def add_to_tenant(work: Work, row: int, currency: str, changes: dict[str, int]) -> None:
    work.add(keys.accounts_balance(row, currency), changes, fixed={"currency": currency})


def add_to_due(work: Work, customer_id: str, currency: str, changes: dict[str, int]) -> None:
    """A day on which nothing is due any more leaves the row."""
    key = keys.balance(customer_id, currency)
    work.add(key, changes, fixed=_fixed(customer_id, currency), sparse=True)


def balances(work: Work, customer_id: str) -> list[Balance]:
    """As committed now: one for each currency."""
    return [_balance(row) for row in work.every(keys.customer_rows(customer_id), BALANCE)]


def all_balances(
    work: Work, *, limit: int, after: str
) -> tuple[list[tuple[str, Balance]], str | None]:
    """Of all customers, with the customer of each, a moment behind. Second: `after` of the next."""
    page = work.query_list(keys.BALANCES, limit=limit, after=after)
    found = [(rows.text(row, "pk").rpartition("#")[2], _balance(row)) for row in page.rows]
    return found, page.next_after


def due_attribute(due: Due) -> str:
    return f"{DUE_BY_ITSELF if due.automatic else DUE}{due.day.isoformat()}"


def place(transfer: Transfer) -> str:
    """In the list of the customer's transfers, by date."""
    at = to_text(transfer.occurred_at)
    return keys.transfers_by_date(transfer.customer_id, at, transfer.id).list_sk


def listed(work: Work, customer_id: str, after: str) -> Iterator[Listed]:
    """Those past this place, the earliest first; a moment behind."""
    own = keys.transfers_listed(customer_id)
    page = work.query_list(own, limit=TRANSFERS_A_PAGE, after=after)
    while True:
        yield from (Listed(rows.text(row, "list_sk"), _transfer(row)) for row in page.rows)
        if page.next_after is None:
            return
        page = work.query_list(own, limit=TRANSFERS_A_PAGE, after=page.next_after)


def balance_row(work: Work, customer_id: str, currency: str) -> Row | None:
    """As committed now."""
    key = keys.balance(customer_id, currency)
    found = work.query(key.pk, key.sk, limit=1).rows
    return found[0] if found else None


def from_head(head: Iterable[Row]) -> list[Balance]:
    """From the head of a customer's partition, as read: one for each currency."""
    return [_balance(row) for row in head if rows.text(row, "sk").startswith(BALANCE)]


def latest(balance_row: Row) -> str:
    """Empty in rows that are older than this attribute."""
    return str(balance_row.get("latest", ""))


def every(work: Work, customer_id: str) -> Iterator[Kept[Transfer]]:
    """All of a customer's transfers, as committed now, in no order that means anything."""
    return map(_checked, work.every(keys.customer_rows(customer_id), keys.TRANSFERS))


def figures(work: Work, customer_id: str) -> list[Figures]:
    """All rows of a customer's balances, as committed now."""
    return [_figures(row) for row in work.every(keys.customer_rows(customer_id), BALANCE)]


def tenants_figures(work: Work, row: int) -> list[Figures]:
    """One of the rows that the tenant's accounts are spread over, in each currency."""
    return [_figures(found) for found in work.every(keys.accounts(row), "BALANCE#")]


def _fixed(customer_id: str, currency: str) -> Row:
    return {"currency": currency, **keys.balances_listed(customer_id, currency)._asdict()}


def _checked(row: Row) -> Kept[Transfer]:
    return stored.checked(row, _transfer, _belongs)


def _belongs(transfer: Transfer) -> tuple[Key, ListKey]:
    listed = ListKey(keys.transfers_listed(transfer.customer_id), place(transfer))
    return keys.transfer(transfer.customer_id, transfer.id), listed


def _figures(row: Row) -> Figures:
    numbers = {name: value for name, value in row.items() if isinstance(value, int)}
    due = {name: n for name, n in numbers.items() if name.startswith((DUE, DUE_BY_ITSELF))}
    return Figures(
        currency=rows.text(row, "sk").rpartition("#")[2],
        accounts={name: n for name, n in numbers.items() if name not in due},
        due=due,
        latest=latest(row),
    )


def _transfer(row: Row) -> Transfer:
    data = json.loads(rows.text(row, "data"))
    return Transfer(
        id=rows.text(row, "transfer_id"),
        debit=rows.text(row, "debit"),
        credit=rows.text(row, "credit"),
        amount=Money(rows.number(row, "minor"), rows.text(row, "currency")),
        customer_id=rows.text(row, "pk").rpartition("#")[2],
        occurred_at=from_text(data["occurred_at"]),
        invoice_id=data["invoice_id"],
        payment_id=data["payment_id"],
    )


def _balance(row: Row) -> Balance:
    currency = rows.text(row, "currency")
    return Balance(
        receivable=Money(rows.number(row, RECEIVABLE), currency),
        unapplied=Money(rows.number(row, UNAPPLIED), currency),
        reclaim=Money(rows.number(row, RECLAIM), currency),
        due=tuple(sorted(_due(row, currency), key=lambda due: (due.day, due.automatic))),
    )


def _due(row: Row, currency: str) -> list[Due]:
    found = []
    for name in row:
        prefix, _, day = name.partition("#")
        amount = rows.number(row, name) if f"{prefix}#" in (DUE, DUE_BY_ITSELF) else 0
        if amount:
            automatic = f"{prefix}#" == DUE_BY_ITSELF
            found.append(Due(date.fromisoformat(day), automatic, Money(amount, currency)))
    return found
