"""What a provider says about its objects, in our words. Nothing here knows any provider."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from balie.ground.core.money import Money, zero


class InvoiceStatus(StrEnum):
    """Stripe's words, but for drafts: they are no claims, and are not kept.

    https://docs.stripe.com/invoicing/overview#invoice-statuses
    """

    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    UNCOLLECTIBLE = "uncollectible"


class Collection(StrEnum):
    AUTOMATIC = "charge_automatically"
    BY_CUSTOMER = "send_invoice"


class PaymentStatus(StrEnum):
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """country: two letters, ISO 3166-1. state: province or region, where people write it."""

    line1: str | None
    line2: str | None
    postal_code: str | None
    city: str | None
    state: str | None
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxId:
    """type: the provider's word ("eu_vat"). verification: pending, verified, unverified or
    unavailable; None when the provider does not check this type."""

    type: str
    value: str
    verification: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSnapshot:
    """language: ISO 639-1, or None. deleted: the provider keeps a tombstone; name is then empty.

    tax_ids: None when they were not asked for. default_method_ref: what is charged unless something
    else is chosen.
    """

    ref: str
    requested_at: datetime
    created_at: datetime
    name: str
    email: str | None
    phone: str | None
    address: Address | None
    language: str | None
    tax_ids: tuple[TaxId, ...] | None
    default_method_ref: str | None
    deleted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoteSnapshot:
    """A credit note in force: what it takes off what is owed, and gives back of what was paid.

    off_claim: off what remained to be paid. given_back: of what had been paid, tax included; it
    goes back by refunds, stays as the customer's credit, or is paid out elsewhere (paid_outside).
    refunds: how much of each refund, by the refund's ref.
    """

    ref: str
    number: str
    issued_at: datetime
    off_claim: Money
    given_back: Money
    paid_outside: Money
    refunds: tuple[tuple[str, Money], ...]


class BalanceReason(StrEnum):
    """What changed the balance that a provider keeps for a customer.

    applied: an invoice used it, added to it, or gave it back. credited: by a credit note.
    opening: it was brought along from elsewhere. adjusted: anything else.
    """

    ADJUSTED = "adjusted"
    APPLIED = "applied"
    CREDITED = "credited"
    OPENING = "opening"


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceChange:
    """credit: what it adds to the customer's credit; debit: to what the next invoice adds on.

    Both signed. invoice_ref: of the invoice that it was applied to; None for other reasons.
    """

    ref: str
    made_at: datetime
    reason: BalanceReason
    invoice_ref: str | None
    credit: Money
    debit: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceSnapshot:
    """All changes of the balance that the provider keeps for a customer, the oldest first."""

    ref: str
    requested_at: datetime
    changes: tuple[BalanceChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSnapshot:
    """total: what was billed, tax included; negative for an invoice in the customer's favour.

    credit_notes, balance_changes: those in force, and those applied to this invoice.
    reduced: what the provider took off the total in ways that neither they nor payments explain;
    nothing, usually, but for the moment between two answers.
    paid_out_of_band: paid in ways the provider has not seen. overpaid: what its payments brought
    beyond what was due, as far as no balance change tells of it.
    closed_at: when it was voided or given up. next_attempt_at: when the provider tries to collect
    again by itself.
    """

    ref: str
    requested_at: datetime
    customer_ref: str
    created_at: datetime
    number: str
    description: str
    status: InvoiceStatus
    total: Money
    amount_paid: Money
    reduced: Money
    paid_out_of_band: Money
    paid_out_of_band_at: datetime | None
    overpaid: Money
    credit_notes: tuple[CreditNoteSnapshot, ...] = ()
    balance_changes: tuple[BalanceChange, ...] = ()
    issued_at: datetime
    due_at: datetime | None
    paid_at: datetime | None
    closed_at: datetime | None
    collection: Collection
    next_attempt_at: datetime | None
    pay_url: str | None


@dataclass(frozen=True, slots=True)
class AllocationSnapshot:
    """So much of a payment went to that invoice, at that moment."""

    invoice_ref: str
    amount: Money
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundSnapshot:
    """amount: what is gone, or on its way; nothing once it has failed or was cancelled.

    credited: how much of it pays out a credit note.
    """

    ref: str
    made_at: datetime
    amount: Money
    credited: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSnapshot:
    """A payer takes money back through the bank (a chargeback).

    amount: what is taken back as it stands; nothing for an inquiry, or once it is won.
    is_decided: False while the money may still come back.
    """

    ref: str
    opened_at: datetime
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


class SubscriptionStatus(StrEnum):
    """Stripe's words.

    https://docs.stripe.com/api/subscriptions/object#subscription_object-status
    """

    INCOMPLETE = "incomplete"
    INCOMPLETE_EXPIRED = "incomplete_expired"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    UNPAID = "unpaid"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionItem:
    """A price, how often it is charged, and the period that is being charged now.

    description: what tells this price from others of the product; empty when nothing does.
    unit_amount: in minor units, with a fraction where a price has one; None when it depends on the
    quantity, or is set in another currency. quantity: None when what is used is charged.
    interval: "day", "week", "month" or "year"; so many of them are between two charges.
    """

    ref: str
    product: str
    description: str
    quantity: int | None
    unit_amount: Decimal | None
    interval: str
    interval_count: int
    period_start: datetime
    period_end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionSnapshot:
    """items: the oldest first. ends_at: when it is to end, as things stand; None: it goes on.

    ended_at: when it did. is_paused: nothing is collected for now; until resumes_at, if that is
    known. default_method_ref: None when it is the customer's.
    """

    ref: str
    requested_at: datetime
    customer_ref: str
    created_at: datetime
    status: SubscriptionStatus
    currency: str
    description: str
    items: tuple[SubscriptionItem, ...]
    collection: Collection
    started_at: datetime
    trial_ends_at: datetime | None
    is_paused: bool
    resumes_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    default_method_ref: str | None
    latest_invoice_ref: str | None


Snapshot = (
    CustomerSnapshot | BalanceSnapshot | InvoiceSnapshot | PaymentSnapshot | SubscriptionSnapshot
)
