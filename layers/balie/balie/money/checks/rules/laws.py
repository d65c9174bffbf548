"""What must hold among our own rows, whatever any provider says."""

from collections.abc import Iterable, Iterator

from balie.ground.core.money import CURRENCY, Money, to_wire
from balie.money.checks.model import Book, Difference, Sums
from balie.money.invoices.model import Invoice
from balie.money.ledger.model import OF_A_CUSTOMER, UNAPPLIED, Due, Figures, Transfer
from balie.money.payments.model import Payment, invoice_of


def amount(minor: int, currency: str) -> str:
    if not CURRENCY.fullmatch(currency):
        return f"{minor} {currency}"
    wire = to_wire(Money(minor, currency))
    return f"{wire['value']} {wire['currency']}"


def of_transfer(transfer: Transfer) -> Iterator[Difference]:
    where = f"{transfer.customer_id} {transfer.id}"
    if transfer.amount.minor <= 0 or transfer.debit == transfer.credit:
        moved = amount(transfer.amount.minor, transfer.amount.currency)
        found = f"{moved} from {transfer.credit} to {transfer.debit}"
        yield Difference("transfer", where, found, "a positive amount between two accounts")


def of_kept_due(invoice: Invoice, due: Due | None) -> Iterator[Difference]:
    """due: what follows from the invoice's own row."""
    if invoice.posted_due != due:
        where = f"{invoice.customer_id} {invoice.id}"
        yield Difference("due", where, _said(invoice.posted_due), _said(due))


def of_book(book: Book) -> list[Difference]:
    """All that is wrong with one customer."""
    accounts: Sums = Sums(
        {name: n for name, n in book.posted.accounts.items() if name[0] in OF_A_CUSTOMER}
    )
    return [
        *book.broken,
        *sums("balance", book.customer_id, held(book.balances), accounts),
        *sums("due", book.customer_id, _held_due(book.balances), book.due),
        *sums("invoice", book.customer_id, book.said_by_invoices, book.posted.invoices),
        *sums("payment", book.customer_id, book.said_by_payments, book.posted.payments),
        *sums("remaining", book.customer_id, _remaining(book.invoices), book.posted.claims),
        *sums("allocation", book.customer_id, _received(book), _given(book)),
        *_credit(book),
        *_latest(book),
        *_no_empty_days(book),
    ]


def sums(law: str, owner: str, found: Sums, expected: Sums) -> Iterator[Difference]:
    """found: what rows say. expected: what the transfers say, or whatever else they rest on."""
    for name in sorted(found.keys() | expected.keys()):
        if found[name] != expected[name]:
            *where, currency = name
            yield Difference(
                law,
                " ".join((owner, *where)),
                amount(found[name], currency),
                amount(expected[name], currency),
            )


def held(balances: Iterable[Figures]) -> Sums:
    return Sums({(name, row.currency): n for row in balances for name, n in row.accounts.items()})


def _held_due(balances: Iterable[Figures]) -> Sums:
    return Sums({(name, row.currency): n for row in balances for name, n in row.due.items()})


def _remaining(invoices: Iterable[Invoice]) -> Sums:
    return Sums({(one.id, one.total.currency): one.posted.remaining for one in invoices})


def _received(book: Book) -> Sums:
    """What invoices say that payments gave them."""
    found: Sums = Sums()
    for invoice in book.invoices:
        for what in ("allocated", "conceded"):
            for payment_id, minor in getattr(invoice.posted, what).items():
                found[invoice.id, payment_id, what, invoice.total.currency] += minor
    return found


def _given(book: Book) -> Sums:
    """What payments say that they gave to invoices."""
    found: Sums = Sums()
    for payment in book.payments:
        for name, what, minor in _shares(payment):
            found[name, payment.id, what, payment.amount.currency] += minor
    return found


def _shares(payment: Payment) -> Iterator[tuple[str, str, int]]:
    for invoice_id, minor in payment.posted.allocated.items():
        yield invoice_id, "allocated", minor
    for name, minor in payment.posted.conceded.items():
        yield invoice_of(name), "conceded", minor


def _credit(book: Book) -> Iterator[Difference]:
    """Nothing is used that was not received."""
    for row in book.balances:
        minor = row.accounts.get(UNAPPLIED, 0)
        if minor < 0:
            where = f"{book.customer_id} {UNAPPLIED}"
            yield Difference("credit", where, amount(minor, row.currency), "nothing less than zero")


def _latest(book: Book) -> Iterator[Difference]:
    """A statement waits for the transfer that the balance names."""
    for row in book.balances:
        if row.latest and row.latest not in book.posted.latest:
            where = f"{book.customer_id} {row.currency}"
            yield Difference("latest", where, row.latest, "the place of a transfer")


def _said(due: Due | None) -> str:
    if due is None:
        return "nothing due"
    when = f"{due.day} by itself" if due.automatic else f"{due.day}"
    return f"{amount(due.amount.minor, due.amount.currency)} due {when}"


def _no_empty_days(book: Book) -> Iterator[Difference]:
    for row in book.balances:
        for name, minor in row.due.items():
            if not minor:
                where = f"{book.customer_id} {name} {row.currency}"
                yield Difference("due", where, "a day on which nothing is due", "no such day")
