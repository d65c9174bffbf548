"""The ledger: posting transfers and reading balances. Double entry, append-only."""

from collections.abc import Iterable, Iterator

from balie.ground.aws import keys
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.ground.core.money import zero
from balie.money.ledger import rules, store
from balie.money.ledger.model import Balance, Due, Listed, Position, Transfer


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


def listed(work: Work, customer_id: str, *, after: str) -> Iterator[Listed]:
    """The customer's transfers past this place (or moment, as text), a moment behind."""
    return store.listed(work, customer_id, after)


def from_head(head: Iterable[Row]) -> list[Balance]:
    """A customer's balances, from the head of its partition as read: one for each currency."""
    return store.from_head(head)


def _add_to_balances(work: Work, transfer: Transfer) -> None:
    changes = rules.changes([transfer])
    currency = transfer.amount.currency
    own = {account: n for account, n in changes.items() if rules.of_customer(account)}
    tenants = {account: n for account, n in changes.items() if not rules.of_customer(account)}
    if own:
        store.add_to_customer(work, transfer, own)
    if tenants:
        row = rules.accounts_row(transfer.customer_id, keys.ACCOUNT_ROWS)
        store.add_to_tenant(work, row, currency, tenants)
