"""Find anything: customers by a word of the name or mail address, invoices by number, and whatever
has an id.

A handful of each, in a fixed number of reads however much there is.
"""

import re
from dataclasses import dataclass
from datetime import date

from balie.firm.audit import service as audit
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.payments import service as payments
from balie.money.payments.model import Payment
from balie.outside.providers import connections
from balie.relation.customers import groups, names
from balie.relation.customers import service as customers
from balie.relation.customers.model import Customer
from balie.relation.customers.names import Found as Named

SHOWN = 6  # of each kind
SHORTEST = 2
ID = re.compile(r"[A-Za-z]{2,12}_[A-Za-z0-9_]{1,120}")
INVOICES = "in_"  # Stripe's own prefixes: what a ref is of, its first letters say
PAYMENTS = ("pi_", "ch_", "py_")
OWN = re.compile(r"[a-z]{2,3}_[0-9A-HJKMNP-TV-Z]{26}")


@dataclass(frozen=True, slots=True)
class Of:
    """Something of a customer. through: the one merged into it that was found instead."""

    customer: Customer
    through: Customer | None = None
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
    customers: list[Of]
    invoices: list[Of]
    payments: list[Of]


def find(work: Work, text: str) -> Found:
    text = text.strip()
    named = _everything(work, text) if len(text) >= SHORTEST else []
    each_once = {one.ids: one for one in named}.values()
    return Found(
        today=tenants.today(work),
        customers=[one for one in each_once if not (one.invoice or one.payment)][:SHOWN],
        invoices=[one for one in each_once if one.invoice][:SHOWN],
        payments=[one for one in each_once if one.payment][:SHOWN],
    )


def _everything(work: Work, text: str) -> list[Of]:
    if "@" in text:
        return [Of(*one) for one in _with_email(work, text)]
    by_name, _ = names.search(work, text, limit=SHOWN)
    by_number = invoices.with_number(work, text, limit=SHOWN)
    return [
        *_by_id(work, text),
        *(Of(*one) for one in by_name),
        *(Of(groups.of(work, one.customer_id), invoice=one) for one in by_number),
    ]


def _with_email(work: Work, email: str) -> list[Named]:
    found = {one.customer_id for one in customers.contacts_with_email(work, email)}
    return names.by_id(work, sorted(found)[:SHOWN])


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
    of = (events and events[0].event.customer_id) or object_id
    for named in names.by_id(work, [of]):
        if object_id.startswith("inv_"):
            return [Of(named.customer, invoice=invoices.get(work, of, object_id))]
        return [Of(*named)]
    return []


def _of_provider(work: Work, connection_id: str, ref: str) -> list[Of]:
    customer_id = customers.id_of_ref(work, connection_id, ref)
    for named in names.by_id(work, [customer_id] if customer_id else []):
        if ref.startswith(PAYMENTS) and (payment := payments.by_ref(work, connection_id, ref)):
            return [Of(named.customer, payment=payment)]
        if ref.startswith(INVOICES):
            return [Of(named.customer, invoice=invoices.by_ref(work, connection_id, ref))]
        return [Of(*named)]
    return []
