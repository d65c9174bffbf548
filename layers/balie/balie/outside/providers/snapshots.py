"""What a provider says about its objects, in our words. Nothing here knows any provider."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from balie.ground.core.money import Money


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
class InvoiceSnapshot:
    """total: what was billed, tax included; negative for an invoice in the customer's favour.

    reduced: what the provider took off the total by other ways than payment (credit notes before
    payment, the customer's credit balance); negative when it put a debit on it.
    paid_out_of_band: paid in ways the provider has not seen. overpaid: what its payments brought
    beyond what was due.
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
    overpaid: Money
    issued_at: datetime
    due_at: datetime | None
    paid_at: datetime | None
    closed_at: datetime | None
    collection: Collection
    next_attempt_at: datetime | None
    pay_url: str | None


@dataclass(frozen=True, slots=True)
class AllocationSnapshot:
    """So much of a payment went to that invoice."""

    invoice_ref: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSnapshot:
    """captured: what came in, refunds not subtracted. allocations: in the order they were made.

    invoice_refs: the invoices it is meant for, whether or not it has succeeded.

    attempted: whether anybody has tried to pay; an invoice's payment is prepared when it is issued.
    made_at: when it was last tried, or came in.
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
    refunded: Money
    disputed: bool
    method_type: str
    method_label: str
    failure: str | None
    invoice_refs: tuple[str, ...]
    allocations: tuple[AllocationSnapshot, ...]


Snapshot = CustomerSnapshot | InvoiceSnapshot | PaymentSnapshot
