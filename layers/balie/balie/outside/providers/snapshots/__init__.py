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
    InvoiceLine,
    InvoiceSnapshot,
    InvoiceStatus,
    LineTax,
)
from balie.outside.providers.snapshots.payment_methods import (
    AttachedMethods,
    Mandate,
    MandateStatus,
    PaymentMethodGone,
    PaymentMethodSnapshot,
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
    CustomerSnapshot
    | BalanceSnapshot
    | InvoiceSnapshot
    | PaymentSnapshot
    | PaymentMethodSnapshot
    | PaymentMethodGone
    | AttachedMethods
    | SubscriptionSnapshot
)

__all__ = [
    "Address",
    "AllocationSnapshot",
    "AttachedMethods",
    "BalanceChange",
    "BalanceReason",
    "BalanceSnapshot",
    "Collection",
    "CreditNoteSnapshot",
    "CustomerSnapshot",
    "DisputeSnapshot",
    "InvoiceLine",
    "InvoiceSnapshot",
    "InvoiceStatus",
    "LineTax",
    "Mandate",
    "MandateStatus",
    "PaymentMethodGone",
    "PaymentMethodSnapshot",
    "PaymentSnapshot",
    "PaymentStatus",
    "RefundSnapshot",
    "Snapshot",
    "SubscriptionItem",
    "SubscriptionSnapshot",
    "SubscriptionStatus",
    "TaxId",
]
