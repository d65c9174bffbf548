"""What a provider says of a payment: what came in, where it went, and what went back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from balie.ground.core.money import Money, zero


class PaymentStatus(StrEnum):
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class AllocationSnapshot:
    """So much of a payment went to that invoice, at that moment."""

    invoice_ref: str
    amount: Money
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundSnapshot:
    """amount: what is gone, or on its way; nothing once it has failed or was cancelled.

    credited: how much of it pays out credit notes, and credited_at when the last of them was made.
    """

    ref: str
    made_at: datetime
    amount: Money
    credited: Money
    credited_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSnapshot:
    """A payer takes money back through the bank (a chargeback).

    amount: what is taken back as it stands; nothing for an inquiry, or once it is won. taken_at:
    when the money went, which for an inquiry is later than its beginning, if ever.
    is_decided: False while the money may still come back.
    """

    ref: str
    taken_at: datetime
    amount: Money
    is_decided: bool
    reinstated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSnapshot:
    """captured: what came in, refunds not subtracted. allocations: in the order they were made.

    invoice_refs: the invoices it is meant for, whether or not it has succeeded.

    attempted: whether anybody has tried to pay; an invoice's payment is prepared when it is issued.
    made_at: when it was last tried, or came in. captured_at: when it came in; None until then.
    method_type: the provider's word ("card", "sepa_debit"); method_label: for people.
    customer_ref: None for a payment by a guest.
    """

    ref: str
    requested_at: datetime
    customer_ref: str | None
    created_at: datetime
    made_at: datetime
    status: PaymentStatus
    attempted: bool
    amount: Money
    captured: Money
    captured_at: datetime | None
    refunds: tuple[RefundSnapshot, ...]
    disputes: tuple[DisputeSnapshot, ...]
    disputed: bool
    method_type: str
    method_label: str
    failure: str | None
    invoice_refs: tuple[str, ...]
    allocations: tuple[AllocationSnapshot, ...]

    @property
    def refunded(self) -> Money:
        return sum((refund.amount for refund in self.refunds), zero(self.amount.currency))
