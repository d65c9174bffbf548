"""What a provider says of a customer: who it is, how it is taxed, and what it holds for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from balie.ground.core.money import Money


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
