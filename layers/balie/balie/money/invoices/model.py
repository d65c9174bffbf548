"""An invoice: what the provider says of it, and what the ledger has posted for it."""

from datetime import date, datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from balie.ground.core.ids import derived_id
from balie.ground.core.money import Money
from balie.ground.core.stored import Minor, MinorByRef, Stored
from balie.money.ledger.model import Due
from balie.outside.providers.snapshots import Collection, InvoiceStatus

LONGEST_NUMBER = 60


class Share(NamedTuple):
    """What a payment does for an invoice, in minor units.

    in_flight: what it may yet bring. contested: what the bank took back, but may yet give back.
    """

    allocated: int
    conceded: int
    in_flight: int
    contested: int


class Posted(BaseModel):
    """What has been posted for an invoice, in minor units; the next posting is the difference.

    Of each credit note, by ref: credited (off what remained), credited_back (of what was paid),
    paid_outside (of that, paid out elsewhere). Of each change of the customer's balance at the
    provider, by ref: credit_applied, debit_charged.
    Of each payment: allocated, conceded (allocations undone by a refund that the provider does not
    ask for again). number: how many numbered postings there have been.
    """

    model_config = ConfigDict(frozen=True)

    issued: Minor = 0
    credited: MinorByRef = Field(default_factory=dict)
    credited_back: MinorByRef = Field(default_factory=dict)
    paid_outside: MinorByRef = Field(default_factory=dict)
    credit_applied: MinorByRef = Field(default_factory=dict)
    debit_charged: MinorByRef = Field(default_factory=dict)
    reduced: Minor = 0
    out_of_band: Minor = 0
    overpaid: Minor = 0
    allocated: MinorByRef = Field(default_factory=dict)
    conceded: MinorByRef = Field(default_factory=dict)
    voided: Minor = 0
    written_off: Minor = 0
    number: Minor = 0

    @property
    def claimed(self) -> int:
        """What remains of the claim, before it is voided or given up."""
        asked = self.issued + sum(self.debit_charged.values()) + self.overpaid
        taken_off = sum(self.credited.values()) + sum(self.credit_applied.values()) + self.reduced
        paid = sum(self.allocated.values()) + sum(self.conceded.values()) + self.out_of_band
        return asked - taken_off - paid

    @property
    def remaining(self) -> int:
        return self.claimed - self.voided - self.written_off


class KeptLines(BaseModel):
    """Which set of lines counts. digest: of what they say. rows: how many rows it takes."""

    model_config = ConfigDict(frozen=True)

    digest: str
    count: int
    rows: int


class Invoice(Stored):
    """issued_date, due_date: days in the tenant's time zone. due_date: None when collected at once.

    status: the provider's. in_flight, contested: by payment's id, as in `Share`.
    as_of: when the provider was asked.
    posted_due: what stands beside the customer's balance for this invoice. told_paid: whether
    `invoice.paid` has been recorded. lines: None in rows that are older than these.
    found_as: the number under which it can be looked for, None in older rows as well.
    """

    id: str
    connection_id: str
    ref: str
    customer_id: str
    number: str
    description: str
    status: InvoiceStatus
    total: Money
    issued_at: datetime
    issued_date: date
    due_date: date | None
    paid_at: datetime | None
    paid_date: date | None
    collection: Collection
    next_attempt_date: date | None
    pay_url: str | None
    in_flight: MinorByRef = Field(default_factory=dict)
    contested: MinorByRef = Field(default_factory=dict)
    posted: Posted = Posted()
    posted_due: Due | None = None
    told_paid: bool = False
    lines: KeptLines | None = None
    found_as: str | None = None
    as_of: datetime

    @property
    def standing(self) -> InvoiceStatus:
        """Open again when the payer took a payment back, though the provider still says paid."""
        if self.status is InvoiceStatus.PAID and self.posted.remaining > 0:
            return InvoiceStatus.OPEN
        return self.status

    @property
    def remaining(self) -> Money:
        return Money(self.posted.remaining, self.total.currency)

    def share_of(self, payment_id: str) -> Share:
        return Share(
            allocated=self.posted.allocated.get(payment_id, 0),
            conceded=self.posted.conceded.get(payment_id, 0),
            in_flight=self.in_flight.get(payment_id, 0),
            contested=self.contested.get(payment_id, 0),
        )

    @property
    def paid(self) -> Money:
        paid = sum(self.posted.allocated.values()) + sum(self.posted.conceded.values())
        return Money(paid + self.posted.out_of_band, self.total.currency)


def invoice_id(connection_id: str, ref: str, created_at: datetime) -> str:
    return derived_id("inv", created_at, connection_id, ref)


def sorts_as(number: str) -> str:
    """The number as people look for it, letters and digits alone. "SN-0412" -> "SN0412"."""
    return "".join(filter(str.isalnum, number.upper()))[:LONGEST_NUMBER]
