"""What a check of the ledger reads, and what it finds."""

from collections import Counter
from dataclasses import dataclass, field

from balie.money.invoices.model import Invoice
from balie.money.ledger.model import Figures, Transfer
from balie.money.payments.model import Payment

Sums = Counter[tuple[str, ...]]
"""Minor units, by what the name of the sum says; the currency comes last."""


@dataclass(frozen=True, slots=True)
class Difference:
    """law: by the name that docs/ledger.md gives it. where: ids and accounts, nothing of a person.

    found: what stands there. expected: what should.
    """

    law: str
    where: str
    found: str
    expected: str


@dataclass(slots=True)
class Posted:
    """What the transfers of a customer add up to.

    accounts: by account. invoices: by invoice and account, but for what payments did. payments: by
    payment and account. claims: what they leave of each invoice. loose: those of neither invoice
    nor payment, by id. latest: the places that balances call their latest, as far as they exist.
    """

    accounts: Sums = field(default_factory=Counter)
    invoices: Sums = field(default_factory=Counter)
    payments: Sums = field(default_factory=Counter)
    claims: Sums = field(default_factory=Counter)
    loose: dict[str, Transfer] = field(default_factory=dict)
    latest: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All that the ledger has of one customer. posted: by its transfers.

    said: what its rows say is posted, by invoice or payment and account. due: by attribute of the
    balance row. broken: rows that cannot be read, or stand where they do not belong.
    """

    customer_id: str
    balances: list[Figures]
    invoices: list[Invoice]
    payments: list[Payment]
    posted: Posted
    said_by_invoices: Sums
    said_by_payments: Sums
    due: Sums
    broken: list[Difference]


@dataclass(frozen=True, slots=True)
class Found:
    """differences: of one customer. tenants: what its transfers add to the tenant's accounts."""

    differences: list[Difference]
    tenants: Sums
