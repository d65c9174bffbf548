"""A payment: what the provider says of it, and what the ledger has posted for it."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from balie.ground.core.ids import derived_id
from balie.ground.core.money import Money
from balie.ground.core.stored import Minor, MinorByRef, Stored
from balie.outside.providers.snapshots import PaymentStatus


class PostedPayment(BaseModel):
    """What has been posted for a payment, in minor units; the next posting is the difference.

    refunds, disputes: gone, by ref. allocated: by invoice. conceded: allocations undone by a
    refund, by invoice and refund. reclaimed: by dispute, taken back beyond what was left.
    refunded: of all refunds, in rows that are older than `refunds`.
    """

    model_config = ConfigDict(frozen=True)

    captured: Minor = 0
    refunded: Minor = 0
    refunds: MinorByRef = Field(default_factory=dict)
    disputes: MinorByRef = Field(default_factory=dict)
    allocated: MinorByRef = Field(default_factory=dict)
    conceded: MinorByRef = Field(default_factory=dict)
    reclaimed: MinorByRef = Field(default_factory=dict)
    number: Minor = 0

    def conceded_to(self, invoice_id: str) -> int:
        """In older rows the name is the invoice alone."""
        return sum(minor for name, minor in self.conceded.items() if invoice_of(name) == invoice_id)


def invoice_of(name: str) -> str:
    """name: of an allocation or concession, which begins with its invoice's id."""
    return name.partition(":")[0]


class Payment(Stored):
    """invoice_numbers: the invoices that it is meant for. failure: the provider's reason.

    made_at: when it was last tried, or came in; an invoice's payment is prepared long before.
    """

    id: str
    connection_id: str
    ref: str
    customer_id: str
    status: PaymentStatus
    made_at: datetime
    made_date: date
    amount: Money
    refunded: Money
    disputed: bool
    method_type: str
    method_label: str
    failure: str | None
    invoice_numbers: tuple[str, ...]
    posted: PostedPayment = PostedPayment()
    as_of: datetime


def place(payment: Payment) -> str:
    """What payments are listed by: the moment, and something of their own."""
    return derived_id("at", payment.made_at, payment.connection_id, payment.ref)


def payment_id(connection_id: str, ref: str, created_at: datetime) -> str:
    return derived_id("pay", created_at, connection_id, ref)
