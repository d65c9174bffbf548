"""What a provider's lists say of a customer's money, to be compared with what stands here."""

from dataclasses import dataclass

from balie.ground.core.money import Money
from balie.outside.providers.snapshots import BalanceChange, InvoiceStatus, PaymentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFigures:
    """remaining: to be paid, as the provider counts; of a void invoice it says nothing."""

    ref: str
    status: InvoiceStatus
    total: Money
    paid: Money
    remaining: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFigures:
    """A payment that was tried. disputed: what the bank took back, as it stands."""

    ref: str
    status: PaymentStatus
    captured: Money
    refunded: Money
    disputed: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFigures:
    """balance_changes: of the balance that the provider keeps for the customer, all of them, the
    oldest first; None when it tells nothing of it, because the customer is deleted there."""

    invoices: tuple[InvoiceFigures, ...]
    payments: tuple[PaymentFigures, ...]
    balance_changes: tuple[BalanceChange, ...] | None
