"""The balance that a provider keeps for a customer: credit for later invoices, or a debit."""

from balie.ground.aws.work import Work
from balie.money.credit_balances import rules, store
from balie.money.credit_balances.model import CreditBalance
from balie.money.ledger import service as ledger
from balie.money.ledger.model import Transfer
from balie.outside.providers.freshness import refuse_older
from balie.outside.providers.snapshots import BalanceChange, BalanceSnapshot
from balie.relation.customers import service as customers

CHANGES_A_COMMIT = 25  # each posts two transfers at the most, of the hundred writes of a commit


def apply(work: Work, connection_id: str, snapshot: BalanceSnapshot) -> None:
    """Post what changed since the last time, the oldest first; much takes several commits.

    Not kept: that of a customer who is not kept.
    """
    customer_id = customers.id_of_ref(work, connection_id, snapshot.ref)
    if customer_id is None:
        return
    while not _post_some(work, connection_id, customer_id, snapshot):
        work.commit()  # its changes are more than a transaction takes


def booked(connection_id: str, customer_id: str, change: BalanceChange) -> list[Transfer]:
    """What a change of the balance posts. Amounts are signed; some post nothing."""
    return rules.transfers(connection_id, customer_id, change)


def _post_some(work: Work, connection_id: str, customer_id: str, snapshot: BalanceSnapshot) -> bool:
    """As many as one commit takes. Whether those were all."""
    before = store.get(work, customer_id, connection_id) or CreditBalance(
        customer_id=customer_id, connection_id=connection_id, as_of=snapshot.requested_at
    )
    refuse_older(snapshot, before.as_of)
    waiting = rules.unposted(snapshot.changes, before.posted_until)
    now = waiting[:CHANGES_A_COMMIT]
    for change in now:
        ledger.post(work, *rules.transfers(connection_id, customer_id, change))
    if now:
        after = {"posted_until": now[-1].ref, "as_of": snapshot.requested_at}
        store.save(work, before.model_copy(update=after))
        work.record("credit_balance.changed", customer_id, customer_id=customer_id)
    return len(now) == len(waiting)
