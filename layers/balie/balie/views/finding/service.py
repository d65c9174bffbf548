"""Find anything: customers by name or mail address, invoices by number, and whatever has an id.

A handful of each, in a fixed number of reads however much there is.
"""

import re
from dataclasses import dataclass
from datetime import date

from balie.firm.audit import service as audit
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.payments import service as payments
from balie.money.payments.model import Payment
from balie.outside.providers import connections
from balie.relation.customers import service as customers
from balie.relation.customers.model import Customer

SHOWN = 6  # of each kind
SHORTEST = 2
ID = re.compile(r"[A-Za-z]{2,12}_[A-Za-z0-9_]{1,120}")
INVOICES = "in_"  # Stripe's own prefixes: what a ref is of, its first letters say
PAYMENTS = ("pi_", "ch_", "py_")
OWN = re.compile(r"[a-z]{2,3}_[0-9A-HJKMNP-TV-Z]{26}")


@dataclass(frozen=True, slots=True)
class Of:
    """Something of a customer."""

    customer: Customer
    invoice: Invoice | None = None
    payment: Payment | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        found = (self.customer, self.invoice, self.payment)
        return tuple(one.id if one else "" for one in found)


@dataclass(frozen=True, slots=True)
class Found:
    """An invoice or payment is only in its own group."""

    today: date
    customers: list[Customer]
    invoices: list[Of]
    payments: list[Of]


def find(work: Work, text: str) -> Found:
    text = text.strip()
    named = _everything(work, text) if len(text) >= SHORTEST else []
    each_once = {one.ids: one for one in named}.values()
    return Found(
        today=day_in(tenants.current(work).timezone, work.now),
        customers=[one.customer for one in each_once if not (one.invoice or one.payment)][:SHOWN],
        invoices=[one for one in each_once if one.invoice][:SHOWN],
        payments=[one for one in each_once if one.payment][:SHOWN],
    )


def _everything(work: Work, text: str) -> list[Of]:
    if "@" in text:
        return [Of(customer) for customer in _with_email(work, text)]
    by_name, _ = customers.page(work, prefix=text, limit=SHOWN)
    by_number = invoices.with_number(work, text, limit=SHOWN)
    return [
        *_by_id(work, text),
        *map(Of, by_name),
        *(Of(customers.get(work, one.customer_id), invoice=one) for one in by_number),
    ]


def _with_email(work: Work, email: str) -> list[Customer]:
    found = {one.customer_id for one in customers.contacts_with_email(work, email)}
    return [customers.get(work, customer_id) for customer_id in sorted(found)[:SHOWN]]


def _by_id(work: Work, text: str) -> list[Of]:
    """By our own id, or a provider's."""
    if not ID.fullmatch(text):
        return []
    if OWN.fullmatch(text):
        return _own(work, text)
    return [of for one in connections.of_tenant(work) for of in _of_provider(work, one.id, text)]


def _own(work: Work, object_id: str) -> list[Of]:
    """The log says whose it is."""
    events = audit.of_object(work, object_id, limit=1).events
    customer = customers.find(work, (events and events[0].event.customer_id) or object_id)
    if customer is None:
        return []
    if object_id.startswith("inv_"):
        return [Of(customer, invoice=invoices.get(work, customer.id, object_id))]
    return [Of(customer)]


def _of_provider(work: Work, connection_id: str, ref: str) -> list[Of]:
    customer_id = customers.id_of_ref(work, connection_id, ref)
    customer = customers.find(work, customer_id) if customer_id else None
    if customer is None:
        return []
    if ref.startswith(PAYMENTS) and (payment := payments.by_ref(work, connection_id, ref)):
        return [Of(customer, payment=payment)]
    if ref.startswith(INVOICES):
        return [Of(customer, invoice=invoices.by_ref(work, connection_id, ref))]
    return [Of(customer)]
