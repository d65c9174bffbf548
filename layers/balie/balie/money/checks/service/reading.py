"""All that the ledger has of one customer, read as it stands now."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from balie.ground.aws.stored import Kept
from balie.ground.aws.work import Work
from balie.money.checks.model import Book, Difference, Posted, Sums
from balie.money.checks.rules import laws
from balie.money.invoices import service as invoices
from balie.money.invoices.model import Invoice
from balie.money.ledger import service as ledger
from balie.money.ledger.model import RECEIVABLE, Transfer
from balie.money.payments import service as payments

Read = TypeVar("Read")


def book(work: Work, customer_id: str) -> Book:
    broken: list[Difference] = []
    balances = ledger.figures(work, customer_id)
    transfers = _readable(ledger.every(work, customer_id), customer_id, broken)
    posted = _summed(transfers, {row.latest for row in balances}, broken)
    of_invoices = list(_readable(invoices.every(work, customer_id), customer_id, broken))
    of_payments = list(_readable(payments.every(work, customer_id), customer_id, broken))
    for invoice in of_invoices:
        broken += laws.of_kept_due(invoice, invoices.due(invoice))
    return Book(
        customer_id=customer_id,
        balances=balances,
        invoices=of_invoices,
        payments=of_payments,
        posted=posted,
        said_by_invoices=_said((one.id, invoices.booked(one)) for one in of_invoices),
        said_by_payments=_said((one.id, payments.booked(one)) for one in of_payments),
        due=_due(of_invoices),
        broken=broken,
    )


def _readable(
    rows: Iterable[Kept[Read]], customer_id: str, broken: list[Difference]
) -> Iterator[Read]:
    """As they come; what is wrong with a row is added to `broken`."""
    for row in rows:
        where = f"{customer_id} {row.name}"
        if row.found is None:
            broken.append(Difference("row", where, "nothing that can be read", "a row"))
            continue
        if not row.in_place:
            broken.append(Difference("row", where, "another place", "where it belongs"))
        yield row.found


def _summed(transfers: Iterable[Transfer], latest: set[str], broken: list[Difference]) -> Posted:
    """latest: the places that balances name."""
    posted = Posted()
    for transfer in transfers:
        broken += laws.of_transfer(transfer)
        posted.latest |= {ledger.place(transfer)} & latest
        if not transfer.invoice_id and not transfer.payment_id:
            posted.loose[transfer.id] = transfer
        _add(posted, transfer)
    return posted


def _add(posted: Posted, transfer: Transfer) -> None:
    currency = transfer.amount.currency
    invoice_id, payment_id = transfer.invoice_id, transfer.payment_id
    for account, minor in ledger.changes([transfer]).items():
        posted.accounts[account, currency] += minor
        if payment_id:
            posted.payments[payment_id, account, currency] += minor
        elif invoice_id:
            posted.invoices[invoice_id, account, currency] += minor
        if account == RECEIVABLE:
            posted.claims[invoice_id or "no invoice", currency] += minor


def _said(objects: Iterable[tuple[str, list[Transfer]]]) -> Sums:
    """By object and account: what its row says is posted."""
    found: Sums = Sums()
    for id, booked in objects:
        for transfer in booked:
            for account, minor in ledger.changes([transfer]).items():
                found[id, account, transfer.amount.currency] += minor
    return found


def _due(of: Iterable[Invoice]) -> Sums:
    found: Sums = Sums()
    for invoice in of:
        due = invoices.due(invoice)
        if due:
            found[ledger.due_attribute(due), due.amount.currency] += due.amount.minor
    return found
