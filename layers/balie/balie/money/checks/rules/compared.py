"""What must be the same here and at the provider."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from balie.ground.core.money import Money
from balie.money.checks.model import Book, Difference
from balie.money.checks.rules.laws import amount
from balie.money.invoices.model import Invoice
from balie.money.ledger.model import Transfer
from balie.money.payments.model import Payment
from balie.outside.providers.figures import CustomerFigures, InvoiceFigures, PaymentFigures
from balie.outside.providers.snapshots import BalanceChange, BalanceReason, InvoiceStatus

NOTHING = "nothing"


def of_customer(
    book: Book, connection_id: str, theirs: CustomerFigures, balance: Iterable[Transfer]
) -> list[Difference]:
    """balance: what the changes of the balance at the provider post; signed amounts."""
    invoices = {one.ref: one for one in book.invoices if one.connection_id == connection_id}
    payments = {one.ref: one for one in book.payments if one.connection_id == connection_id}
    found = [
        *_invoices(book, invoices, theirs.invoices),
        *_payments(book, payments, theirs.payments),
    ]
    if theirs.balance_changes is not None:
        found += _applied(book, invoices, theirs.balance_changes)
        found += _balance(book, connection_id, balance)
    return found


def _invoices(
    book: Book, ours: Mapping[str, Invoice], theirs: Iterable[InvoiceFigures]
) -> Iterator[Difference]:
    listed = {one.ref: one for one in theirs}
    yield from _missing("provider_invoice", book, ours, listed)
    disputed = Counter[str]()
    for payment in book.payments:
        for number in payment.invoice_numbers:
            disputed[number] += sum(payment.posted.disputes.values())
    for ref in sorted(ours.keys() & listed.keys()):
        yield from _invoice(ours[ref], listed[ref], disputed[ours[ref].number])


def _invoice(ours: Invoice, theirs: InvoiceFigures, disputed: int) -> Iterator[Difference]:
    """disputed: what payers took back of payments for it. Here that is owed again, while the
    provider goes on calling it paid: so much may differ. Likewise what came beyond the claim, or
    was given back, is the customer's credit here and there, but is not called paid there.
    """
    where = f"{ours.customer_id} {ours.id} {theirs.ref}"
    if ours.status is not theirs.status:
        yield Difference("provider_status", where, ours.status, theirs.status)
    for total in {ours.total, Money(ours.posted.issued, ours.total.currency)} - {theirs.total}:
        yield Difference("provider_total", where, _said(total), _said(theirs.total))
    posted = ours.posted
    through = sum(posted.allocated.values()) + sum(posted.conceded.values())
    paid = through + posted.out_of_band - posted.overpaid
    given = -sum(minor for minor in posted.credit_applied.values() if minor < 0)
    if not theirs.paid.minor - disputed <= paid <= theirs.paid.minor + given:
        yield Difference("provider_paid", where, _like(paid, theirs.paid), _said(theirs.paid))
    if theirs.status is InvoiceStatus.VOID:
        return
    left = posted.remaining + posted.written_off
    if not theirs.remaining.minor <= left <= theirs.remaining.minor + disputed:
        found = _like(left, theirs.remaining)
        yield Difference("provider_remaining", where, found, _said(theirs.remaining))


def _payments(
    book: Book, ours: Mapping[str, Payment], theirs: Iterable[PaymentFigures]
) -> Iterator[Difference]:
    listed = {one.ref: one for one in theirs}
    yield from _missing("provider_payment", book, ours, listed)
    for ref in sorted(ours.keys() & listed.keys()):
        yield from _payment(ours[ref], listed[ref])


def _payment(ours: Payment, theirs: PaymentFigures) -> Iterator[Difference]:
    """Money that went to no invoice is not posted: no claim is known for it."""
    where = f"{ours.customer_id} {ours.id} {theirs.ref}"
    if ours.status is not theirs.status:
        yield Difference("provider_status", where, ours.status, theirs.status)
    figures = [("provider_refunded", ours.refunded.minor, theirs.refunded)]
    if ours.invoice_numbers or ours.posted.captured:
        posted = ours.posted
        figures += [
            ("provider_captured", posted.captured, theirs.captured),
            ("provider_refunded", posted.refunded + sum(posted.refunds.values()), theirs.refunded),
            ("provider_disputed", sum(posted.disputes.values()), theirs.disputed),
        ]
    for law, found, expected in figures:
        if found != expected.minor:
            yield Difference(law, where, _like(found, expected), _said(expected))


def _applied(
    book: Book, invoices: Mapping[str, Invoice], changes: Iterable[BalanceChange]
) -> Iterator[Difference]:
    """What invoices used of the balance, or added to it."""
    expected = Counter[tuple[str, str, str]]()
    for change in changes:
        ref = change.invoice_ref or ""
        if change.reason is BalanceReason.APPLIED and ref in invoices:
            expected[ref, change.ref, "credit_applied"] -= change.credit.minor
            expected[ref, change.ref, "debit_charged"] -= change.debit.minor
    found = Counter[tuple[str, str, str]]()
    for invoice in invoices.values():
        for what in ("credit_applied", "debit_charged"):
            for ref, minor in getattr(invoice.posted, what).items():
                found[invoice.ref, ref, what] += minor
    for name in sorted(found.keys() | expected.keys()):
        if found[name] != expected[name]:
            currency = invoices[name[0]].total.currency
            where = " ".join((book.customer_id, *name))
            wrong, right = amount(found[name], currency), amount(expected[name], currency)
            yield Difference("provider_balance", where, wrong, right)


def _balance(book: Book, connection_id: str, changes: Iterable[Transfer]) -> Iterator[Difference]:
    """What changed it in other ways."""
    expected = {one.id: _moved(one) for one in changes if one.amount}
    own = f"{connection_id}:"
    found = {id: _moved(one) for id, one in book.posted.loose.items() if id.startswith(own)}
    for name in sorted(found.keys() | expected.keys()):
        ours, theirs = found.get(name, NOTHING), expected.get(name, NOTHING)
        if ours != theirs:
            yield Difference("provider_balance", f"{book.customer_id} {name}", ours, theirs)


def _moved(transfer: Transfer) -> str:
    """A negative amount goes the other way round."""
    ways = (transfer.credit, transfer.debit)
    source, target = ways if transfer.amount.minor > 0 else reversed(ways)
    moved = amount(abs(transfer.amount.minor), transfer.amount.currency)
    return f"{moved} from {source} to {target}"


def _missing(
    law: str, book: Book, ours: Mapping[str, object], theirs: Mapping[str, object]
) -> Iterator[Difference]:
    kind = law.removeprefix("provider_")
    for ref in sorted(theirs.keys() - ours.keys()):
        yield Difference(law, f"{book.customer_id} {ref}", NOTHING, f"the provider's {kind}")
    for ref in sorted(ours.keys() - theirs.keys()):
        found = f"an {kind}" if kind == "invoice" else f"a {kind}"
        yield Difference(law, f"{book.customer_id} {ref}", found, NOTHING)


def _said(money: Money) -> str:
    return amount(money.minor, money.currency)


def _like(minor: int, money: Money) -> str:
    return amount(minor, money.currency)
