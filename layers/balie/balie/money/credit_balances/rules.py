"""What a change of the balance at the provider posts: pure.

A provider's balance only ever grows longer, and no change in it is ever altered, so each is posted
once and needs no number. Those that an invoice used are posted with the invoice.
"""

from balie.ground.core.money import Money
from balie.money.ledger.model import ADJUSTMENTS, OPENING, RECLAIM, UNAPPLIED, Transfer
from balie.outside.providers.snapshots import BalanceChange, BalanceReason

# The account that stands against the customer's credit or debit. A credit note has posted its
# credit itself: what remains is the part of it that went to an earlier debit.
AGAINST = {
    BalanceReason.ADJUSTED: ADJUSTMENTS,
    BalanceReason.OPENING: OPENING,
    BalanceReason.CREDITED: UNAPPLIED,
}


def unposted(
    changes: tuple[BalanceChange, ...], posted_until: str | None
) -> tuple[BalanceChange, ...]:
    """What came after the last one posted. changes: all, the oldest first."""
    refs = [change.ref for change in changes]
    return changes[refs.index(posted_until) + 1 :] if posted_until in refs else changes


def transfers(connection_id: str, customer_id: str, change: BalanceChange) -> list[Transfer]:
    """None for a change that an invoice used."""
    if change.reason is BalanceReason.APPLIED:
        return []
    against = AGAINST[change.reason]
    moves: list[tuple[str, str, str, Money]] = [
        ("", against, UNAPPLIED, change.credit),
        (":debit", RECLAIM, against, change.debit),
    ]
    return [
        Transfer(
            id=f"{connection_id}:{change.ref}:{change.reason}{leg}",
            debit=debit,
            credit=credit,
            amount=amount,
            customer_id=customer_id,
            occurred_at=change.made_at,
        )
        for leg, debit, credit, amount in moves
        if debit != credit
    ]
