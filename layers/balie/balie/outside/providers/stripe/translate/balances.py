"""What changes the balance that Stripe keeps for a customer, in our words. Pure.

Stripe counts it as a debt: negative is credit that the next invoice uses, positive is a debit that
the next invoice adds. https://docs.stripe.com/billing/customer/balance
"""

from collections.abc import Iterable
from datetime import datetime

from balie.outside.providers.snapshots import BalanceChange, BalanceReason, BalanceSnapshot
from balie.outside.providers.stripe.translate.amounts import Raw, amount, id_of, instant

# https://docs.stripe.com/billing/customer/balance#types
REASONS = {
    "applied_to_invoice": BalanceReason.APPLIED,
    "unapplied_from_invoice": BalanceReason.APPLIED,
    "invoice_overpaid": BalanceReason.APPLIED,
    "invoice_too_large": BalanceReason.APPLIED,
    "invoice_too_small": BalanceReason.APPLIED,
    "credit_note": BalanceReason.CREDITED,
    "initial": BalanceReason.OPENING,
    "migration": BalanceReason.OPENING,
}


def balance(
    customer_ref: str, transactions: Iterable[Raw], requested_at: datetime
) -> BalanceSnapshot:
    """transactions: all CustomerBalanceTransactions of a customer, newest first as listed."""
    changes = [_change(raw) for raw in transactions]
    return BalanceSnapshot(
        ref=customer_ref, requested_at=requested_at, changes=tuple(reversed(changes))
    )


def _change(raw: Raw) -> BalanceChange:
    after = raw["ending_balance"]
    before = after - raw["amount"]
    reason = REASONS.get(raw["type"], BalanceReason.ADJUSTED)
    invoice_ref = id_of(raw.get("invoice")) if reason is BalanceReason.APPLIED else None
    if reason is BalanceReason.APPLIED and invoice_ref is None:
        reason = BalanceReason.ADJUSTED  # the invoice is gone, or was a checkout
    return BalanceChange(
        ref=raw["id"],
        made_at=instant(raw["created"]),
        reason=reason,
        invoice_ref=invoice_ref,
        credit=amount(max(0, -after) - max(0, -before), raw["currency"]),
        debit=amount(max(0, after) - max(0, before), raw["currency"]),
    )
