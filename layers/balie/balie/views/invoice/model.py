"""What happened to an invoice, as its customer is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from balie.ground.core.money import Money
from balie.money.payments.model import Payment


class Happened(StrEnum):
    """credit_used: of what was in hand. credit_kept: put in hand. carried: brought along from
    before. taken_back: by the payer's bank. paid_back: by the firm. corrected: set right."""

    PAID = "paid"
    PAID_ELSEWHERE = "paid_elsewhere"
    PAID_BACK = "paid_back"
    TAKEN_BACK = "taken_back"
    CREDIT_NOTE = "credit_note"
    CREDIT_USED = "credit_used"
    CREDIT_KEPT = "credit_kept"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    CORRECTED = "corrected"
    TRIED = "tried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """amount: positive. effect: what it adds to what is owed of the invoice, signed; nothing for a
    payment that was tried, and for what was given back without being asked for again.

    payment: whose step it is, as far as it is known.
    """

    at: datetime
    what: Happened
    amount: Money
    effect: Money
    payment_id: str | None
    payment: Payment | None = None
