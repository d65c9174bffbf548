"""The arithmetic of posting: pure."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from balie.money.ledger.model import OF_A_CUSTOMER, Balance, Transfer, is_debit_normal


def directed(transfer: Transfer) -> list[Transfer]:
    """The transfer with a positive amount: turned round when negative, none when zero."""
    if transfer.amount.minor == 0:
        return []
    if transfer.amount.minor > 0:
        return [transfer]
    return [
        replace(transfer, debit=transfer.credit, credit=transfer.debit, amount=-transfer.amount)
    ]


def changes(transfers: Iterable[Transfer]) -> dict[str, int]:
    """What the transfers add to each account's balance, in minor units of their one currency."""
    found: dict[str, int] = defaultdict(int)
    for transfer in transfers:
        for account, side in ((transfer.debit, 1), (transfer.credit, -1)):
            sign = side if is_debit_normal(account) else -side
            found[account] += sign * transfer.amount.minor
    return found


def together(balances: Iterable[Balance]) -> list[Balance]:
    """What they come to, by currency."""
    found: dict[str, list[Balance]] = defaultdict(list)
    for balance in balances:
        found[balance.currency].append(balance)
    return [reduce(_sum, of_one) for _, of_one in sorted(found.items())]


def _sum(one: Balance, other: Balance) -> Balance:
    return Balance(
        receivable=one.receivable + other.receivable,
        unapplied=one.unapplied + other.unapplied,
        reclaim=one.reclaim + other.reclaim,
        due=tuple(sorted(one.due + other.due, key=lambda due: (due.day, due.automatic))),
    )


def of_customer(account: str) -> bool:
    return account in OF_A_CUSTOMER


def accounts_row(customer_id: str, rows: int) -> int:
    """Which of the tenant's account rows a customer's transfers go to."""
    return hashlib.sha256(customer_id.encode()).digest()[0] % rows
