"""Five years of a customer's invoices, written through the product's stores.

What is issued and what is paid of it come in units of work of their own, as the news would have:
the balance keeps an attribute for each day on which something was due. Rows that neither the
overview nor a payment reads (transfers, events, payments but the newest) are left out.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import day_in
from balie.ground.core.events import Cause
from balie.ground.core.money import Money, zero
from balie.money.invoices import model as invoices
from balie.money.invoices import rules
from balie.money.invoices import store as invoice_store
from balie.money.invoices.model import Invoice, Posted
from balie.money.ledger import service as ledger
from balie.money.ledger import store as ledger_store
from balie.money.ledger.model import RECEIVABLE
from balie.money.payments import model as payments
from balie.money.payments import store as payment_store
from balie.money.payments.model import Payment, PostedPayment
from balie.outside.providers.snapshots import Collection, InvoiceStatus, PaymentStatus
from tests.bench.furnished import Furnished

SPAN = timedelta(days=5 * 365)
TERM = timedelta(days=30)
IN_A_UNIT = 40  # an invoice is two rows, and a transaction takes a hundred
PAYMENTS = 100  # more than the head of the overview reads
TOTAL = Money(121_000, "EUR")
PAY_URL = "https://invoice.example/i/acct_1PortalStudioNoord/live_YWNjdF8xUG9ydGFsU3R1ZGlvTm9vcmQ"


def fill(furnished: Furnished, count: int) -> int:
    """How many of them are open: the newest hundredth, but half of a few."""
    still_open = max(min(10, count // 2), count // 100)
    for numbers in _batches(0, count - still_open):
        issued = [_invoice(furnished, number, count) for number in numbers]
        with _unit(furnished) as work:
            _owe(work, issued)
        with _unit(furnished) as work:
            _save(work, map(_paid, issued))
            _owe(work, issued, sign=-1)
    for numbers in _batches(count - still_open, count):
        issued = [_invoice(furnished, number, count) for number in numbers]
        with _unit(furnished) as work:
            _save(work, issued)
            _owe(work, issued)
    for numbers in _batches(max(0, count - still_open - PAYMENTS), count - still_open):
        with _unit(furnished) as work:
            for number in numbers:
                payment_store.save(work, _payment(_paid(_invoice(furnished, number, count))))
    return still_open


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
        due = rules.due(invoice)
        before, after = (None, due) if sign > 0 else (due, None)
        ledger.move_due(work, invoice.customer_id, TOTAL.currency, before, after)
        change = {RECEIVABLE: sign * invoice.posted.remaining}
        ledger_store.add_to_customer(work, invoice.customer_id, TOTAL.currency, change)


def _invoice(furnished: Furnished, number: int, count: int) -> Invoice:
    """Open. The numbers of `count` invoices are spread evenly over the span until now."""
    today = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
    issued_at = today - SPAN + SPAN * number / count
    ref = f"in_1Sbench{number:016d}"
    return Invoice(
        id=invoices.invoice_id(furnished.house.connection, ref, issued_at),
        connection_id=furnished.house.connection,
        ref=ref,
        customer_id=furnished.customer,
        number=f"SN-{issued_at.year}-{number:06d}",
        description="Website, part 2",
        status=InvoiceStatus.OPEN,
        total=TOTAL,
        issued_at=issued_at,
        issued_date=day_in("Europe/Amsterdam", issued_at),
        due_date=day_in("Europe/Amsterdam", issued_at + TERM),
        paid_at=None,
        paid_date=None,
        collection=Collection.BY_CUSTOMER,
        next_attempt_date=None,
        pay_url=PAY_URL,
        posted=Posted(issued=TOTAL.minor, number=1),
        as_of=issued_at,
    )


def _paid(invoice: Invoice) -> Invoice:
    paid_at = invoice.issued_at + TERM
    allocated = {_payment_id(invoice): TOTAL.minor}
    posted = invoice.posted.model_copy(update={"allocated": allocated, "number": 2})
    return invoice.model_copy(
        update={
            "status": InvoiceStatus.PAID,
            "paid_at": paid_at,
            "paid_date": paid_at.date(),
            "posted": posted,
        }
    )


def _payment(invoice: Invoice) -> Payment:
    assert invoice.paid_at
    assert invoice.paid_date
    return Payment(
        id=_payment_id(invoice),
        connection_id=invoice.connection_id,
        ref=f"pi_{invoice.ref}",
        customer_id=invoice.customer_id,
        status=PaymentStatus.SUCCEEDED,
        created_at=invoice.paid_at,
        created_date=invoice.paid_date,
        amount=TOTAL,
        refunded=zero(TOTAL.currency),
        disputed=False,
        method_type="ideal",
        method_label="iDEAL",
        failure=None,
        invoice_numbers=(invoice.number,),
        posted=PostedPayment(captured=TOTAL.minor, allocated={invoice.id: TOTAL.minor}, number=1),
        as_of=invoice.paid_at,
    )


def _payment_id(invoice: Invoice) -> str:
    paid_at = invoice.issued_at + TERM
    return payments.payment_id(invoice.connection_id, f"pi_{invoice.ref}", paid_at)
