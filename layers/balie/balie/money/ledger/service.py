"""The ledger: posting transfers and reading balances. Double entry, append-only."""

from collections.abc import Iterable, Iterator
from heapq import merge

from balie.ground.aws import keys
from balie.ground.aws.rows import Row
from balie.ground.aws.stored import Kept
from balie.ground.aws.work import Work
from balie.ground.core.money import zero
from balie.money.ledger import rules, store
from balie.money.ledger.model import (
    Balance,
    Due,
    Figures,
    Listed,
    Position,
    Transfer,
)


def post(work: Work, *transfers: Transfer) -> None:
    """Post each; a negative amount turns its transfer round, a zero amount posts nothing.

    An id that exists already fails the commit with Changed: it is never taken for a repetition.
    """
    for given in transfers:
        for transfer in rules.directed(given):
            store.save_transfer(work, transfer)
            _add_to_balances(work, transfer)


def move_due(
    work: Work, customer_id: str, currency: str, before: Due | None, after: Due | None
) -> None:
    """Keep the customer's "what is due when" beside the balance, so that no list need be read."""
    changes: dict[str, int] = {}
    for due, sign in ((before, -1), (after, 1)):
        if due:
            name = store.due_attribute(due)
            changes[name] = changes.get(name, 0) + sign * due.amount.minor
    if any(changes.values()):
        store.add_to_due(work, customer_id, currency, changes)


def position(work: Work, customer_id: str, currency: str) -> Position:
    """What the customer owes on balance, as committed now."""
    row = store.balance_row(work, customer_id, currency)
    if row is None:
        return Position(zero(currency), "")
    (balance,) = store.from_head([row])
    owed = balance.receivable + balance.reclaim - balance.unapplied
    return Position(owed, store.latest(row))


def balances(work: Work, group: tuple[str, ...]) -> list[Balance]:
    """Of these customers together, one for each currency, as committed now."""
    return together(found for one in group for found in store.balances(work, one))


def together(balances: Iterable[Balance]) -> list[Balance]:
    """What they come to, by currency."""
    return rules.together(balances)


def all_balances(
    work: Work, *, limit: int, after: str = ""
) -> tuple[list[tuple[str, Balance]], str | None]:
    """Of all customers, with the customer's id, a moment behind.

    Second: `after` of the next page; None at the end.
    """
    return store.all_balances(work, limit=limit, after=after)


def listed(work: Work, group: tuple[str, ...], *, after: str) -> Iterator[Listed]:
    """These customers' transfers past this place (or moment, as text), the earliest first; a
    moment behind."""
    read = (store.listed(work, customer_id, after) for customer_id in group)
    return merge(*read, key=lambda one: one.place)


def every(work: Work, customer_id: str) -> Iterator[Kept[Transfer]]:
    """All of a customer's transfers, to be checked; as committed now."""
    return store.every(work, customer_id)


def figures(work: Work, customer_id: str) -> list[Figures]:
    """A customer's balances, to be checked: one for each currency."""
    return store.figures(work, customer_id)


def tenants_figures(work: Work, row: int) -> list[Figures]:
    """The tenant's accounts, to be checked: what of them one of their rows holds."""
    return store.tenants_figures(work, row)


def accounts_row(customer_id: str) -> int:
    """Which of the tenant's account rows a customer's transfers go to."""
    return rules.accounts_row(customer_id, keys.ACCOUNT_ROWS)


def changes(transfers: Iterable[Transfer]) -> dict[str, int]:
    """What the transfers add to each account's balance, in minor units of their one currency."""
    return rules.changes(transfers)


def place(transfer: Transfer) -> str:
    """In the list of the customer's transfers, by date."""
    return store.place(transfer)


def due_attribute(due: Due) -> str:
    return store.due_attribute(due)


def from_heads(heads: Iterable[Iterable[Row]]) -> list[Balance]:
    """Of customers together, from the heads of their partitions as read: one for each currency."""
    return rules.together(balance for head in heads for balance in store.from_head(head))


def _add_to_balances(work: Work, transfer: Transfer) -> None:
    changes = rules.changes([transfer])
    currency = transfer.amount.currency
    own = {account: n for account, n in changes.items() if rules.of_customer(account)}
    tenants = {account: n for account, n in changes.items() if not rules.of_customer(account)}
    if own:
        store.add_to_customer(work, transfer, own)
    if tenants:
        store.add_to_tenant(work, accounts_row(transfer.customer_id), currency, tenants)
