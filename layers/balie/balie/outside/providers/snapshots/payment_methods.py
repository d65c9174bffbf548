"""What a provider says of a way to pay that a customer has left with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MandateStatus(StrEnum):
    """Whether an account may be debited. inactive: refused, revoked or used up.

    https://docs.stripe.com/api/mandates/object#mandate_object-status
    """

    ACTIVE = "active"
    INACTIVE = "inactive"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A customer's permission to debit its account. reference: what bank statements call it."""

    ref: str
    status: MandateStatus
    reference: str | None
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMethodSnapshot:
    """customer_ref: None when it belongs to nobody, or to nobody any more.

    type: the provider's word ("card", "sepa_debit"); label: for people. last4: of the card or
    account. country: of its bank, ISO 3166-1. expires_year, expires_month: the last month it works.
    mandate: None when none is known, which is no proof that there is none.
    """

    ref: str
    requested_at: datetime
    created_at: datetime
    customer_ref: str | None
    type: str
    label: str
    last4: str | None
    country: str | None
    expires_year: int | None
    expires_month: int | None
    mandate: Mandate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMethodGone:
    """The provider has no such method any more."""

    ref: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedMethods:
    """All methods that a customer has: whatever else it had, it has no more."""

    customer_ref: str
    requested_at: datetime
    refs: frozenset[str]
