"""Five years of a customer's invoices: copies of real ones, written through the product's stores.

What is issued and what is paid of it come in units of work of their own, as the news would have:
the balance keeps an attribute for each day on which something was due. Rows that neither the
overview nor a payment reads (transfers, events, payments but the newest) are left out.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from balie.ground.aws import keys
from balie.ground.aws.work import Work, open_work
from balie.ground.core.events import Cause
from balie.money.invoices import model as invoices
from balie.money.invoices import rules
from balie.money.invoices import service as invoice_service
from balie.money.invoices import store as invoice_store
from balie.money.invoices.model import Invoice
from balie.money.ledger import service as ledger
from balie.money.ledger.model import RECEIVABLE
from balie.money.payments import model as payments
from balie.money.payments import store as payment_store
from balie.money.payments.model import Payment
from balie.outside.providers.snapshots import InvoiceStatus
from tests.bench.furnished import Furnished

SPAN = timedelta(days=5 * 365)
TERM = timedelta(days=30)
IN_A_UNIT = 40  # an invoice is two rows, and a transaction takes a hundred
PAYMENTS = 100  # more than the head of the overview reads


def fill(furnished: Furnished, count: int) -> int:
    """How many of them are open: the newest hundredth, but half of a few.

    The customer must have one open and one paid invoice: those are copied.
    """
    still_open = max(min(10, count // 2), count // 100)
    with _unit(furnished) as work:
        copier = _copier(work, furnished.customer, count)
    for numbers in _batches(0, count - still_open):
        issued = [copier.open(number) for number in numbers]
        with _unit(furnished) as work:
            _owe(work, issued)
        with _unit(furnished) as work:
            _save(work, map(copier.paid, numbers))
            _owe(work, issued, sign=-1)
    for numbers in _batches(count - still_open, count):
        issued = [copier.open(number) for number in numbers]
        with _unit(furnished) as work:
            _save(work, issued)
            _owe(work, issued)
    for numbers in _batches(max(0, count - still_open - PAYMENTS), count - still_open):
        with _unit(furnished) as work:
            for number in numbers:
                payment_store.save(work, copier.payment(number), None)
    return still_open


@dataclass(frozen=True, slots=True)
class Copier:
    """Copies by number: `count` of them are spread evenly over the span until `now`."""

    open_one: Invoice
    paid_one: Invoice
    paying: Payment
    count: int
    now: datetime

    def open(self, number: int) -> Invoice:
        return self._copy(self.open_one, number)

    def paid(self, number: int) -> Invoice:
        invoice = self._copy(self.paid_one, number)
        paid_at = invoice.issued_at + TERM
        allocated = {self.payment_id(number): invoice.total.minor}
        posted = invoice.posted.model_copy(update={"allocated": allocated})
        changed = {"paid_at": paid_at, "paid_date": paid_at.date(), "posted": posted}
        return invoice.model_copy(update=changed)

    def payment(self, number: int) -> Payment:
        invoice = self.paid(number)
        paid_at = invoice.issued_at + TERM
        allocated = {invoice.id: invoice.total.minor}
        return self.paying.model_copy(
            update={
                "id": self.payment_id(number),
                "ref": _ref("pi", number),
                "made_at": paid_at,
                "made_date": paid_at.date(),
                "invoice_numbers": (invoice.number,),
                "posted": self.paying.posted.model_copy(update={"allocated": allocated}),
                "version": 0,
            }
        )

    def payment_id(self, number: int) -> str:
        paid_at = self._issued_at(number) + TERM
        return payments.payment_id(self.paying.connection_id, _ref("pi", number), paid_at)

    def _copy(self, invoice: Invoice, number: int) -> Invoice:
        issued_at = self._issued_at(number)
        ref = _ref("in", number)
        return invoice.model_copy(
            update={
                "id": invoices.invoice_id(invoice.connection_id, ref, issued_at),
                "ref": ref,
                "number": f"SN-{number:06d}",
                "issued_at": issued_at,
                "issued_date": issued_at.date(),
                "due_date": (issued_at + TERM).date(),
                "version": 0,
            }
        )

    def _issued_at(self, number: int) -> datetime:
        return self.now - SPAN + SPAN * number / self.count


def _copier(work: Work, customer_id: str, count: int) -> Copier:
    def first(status: InvoiceStatus) -> Invoice:
        return invoice_service.page(work, (customer_id,), status, limit=1)[0][0]

    head = work.query(keys.customer_rows(customer_id), keys.HEAD).rows
    paying = payment_store.from_heads([head], 1)[0]
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    return Copier(first(InvoiceStatus.OPEN), first(InvoiceStatus.PAID), paying, count, noon)


def _ref(kind: str, number: int) -> str:
    return f"{kind}_1Sbench{number:017d}"


def _batches(start: int, end: int) -> Iterator[range]:
    for first in range(start, end, IN_A_UNIT):
        yield range(first, min(first + IN_A_UNIT, end))


def _unit(furnished: Furnished) -> AbstractContextManager[Work]:
    return open_work(furnished.house.tenant, "operator:bench", Cause.IMPORT, datetime.now(UTC))


def _save(work: Work, made: Iterable[Invoice]) -> None:
    for invoice in made:
        invoice_store.save(work, invoice)


def _owe(work: Work, issued: list[Invoice], sign: int = 1) -> None:
    """sign: -1 when they are owed no more."""
    for invoice in issued:
        due, currency = rules.due(invoice), invoice.total.currency
        before, after = (None, due) if sign > 0 else (due, None)
        ledger.move_due(work, invoice.customer_id, currency, before, after)
        change = {RECEIVABLE: sign * invoice.posted.remaining}
        work.add(keys.balance(invoice.customer_id, currency), change, fixed={"currency": currency})
