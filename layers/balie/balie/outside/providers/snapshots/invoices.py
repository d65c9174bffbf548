"""What a provider says of an invoice, and of the credit notes that take off it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from balie.ground.core.money import Money
from balie.outside.providers.snapshots.customers import BalanceChange


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


@dataclass(frozen=True, slots=True)
class LineTax:
    """is_included: part of the line's amount, and not added to it."""

    amount: Money
    is_included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """What is billed. amount: before discounts, and before tax that is not included in it.

    quantity may have a fraction; unit_amount too, of a minor unit. None where nothing is counted.
    period_start and period_end are the same moment for what was done once. is_proration: it sets
    right a period that had been billed otherwise.
    """

    ref: str
    description: str
    quantity: Decimal | None
    unit_amount: Decimal | None
    amount: Money
    discount: Money
    taxes: tuple[LineTax, ...]
    period_start: datetime
    period_end: datetime
    is_proration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSnapshot:
    """total: what was billed, tax included; negative for an invoice in the customer's favour.

    credit_notes, balance_changes: those in force, and those applied to this invoice; None when the
    provider shows no balance of the customer any more.
    reduced: what the provider took off the total in ways that neither they nor payments explain;
    nothing, usually, but for the moment between two answers.
    paid_out_of_band: paid in ways the provider has not seen. overpaid: what its payments brought
    beyond what was due, as far as no balance change tells of it.
    lines: all of them, in their order.
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
    balance_changes: tuple[BalanceChange, ...] | None = ()
    issued_at: datetime
    due_at: datetime | None
    paid_at: datetime | None
    closed_at: datetime | None
    collection: Collection
    next_attempt_at: datetime | None
    pay_url: str | None
    lines: tuple[InvoiceLine, ...] = ()
