"""What a provider says about its objects, in our words. Nothing here knows any provider."""

from balie.outside.providers.snapshots.customers import (
    Address,
    BalanceChange,
    BalanceReason,
    BalanceSnapshot,
    CustomerSnapshot,
    TaxId,
)
from balie.outside.providers.snapshots.invoices import (
    Collection,
    CreditNoteSnapshot,
    InvoiceSnapshot,
    InvoiceStatus,
)
from balie.outside.providers.snapshots.payments import (
    AllocationSnapshot,
    DisputeSnapshot,
    PaymentSnapshot,
    PaymentStatus,
    RefundSnapshot,
)
from balie.outside.providers.snapshots.subscriptions import (
    SubscriptionItem,
    SubscriptionSnapshot,
    SubscriptionStatus,
)

Snapshot = (
    CustomerSnapshot | BalanceSnapshot | InvoiceSnapshot | PaymentSnapshot | SubscriptionSnapshot
)

__all__ = [
    "Address",
    "AllocationSnapshot",
    "BalanceChange",
    "BalanceReason",
    "BalanceSnapshot",
    "Collection",
    "CreditNoteSnapshot",
    "CustomerSnapshot",
    "DisputeSnapshot",
    "InvoiceSnapshot",
    "InvoiceStatus",
    "PaymentSnapshot",
    "PaymentStatus",
    "RefundSnapshot",
    "Snapshot",
    "SubscriptionItem",
    "SubscriptionSnapshot",
    "SubscriptionStatus",
    "TaxId",
]
