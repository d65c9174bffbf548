"""Which invoices bank entries pay: what is booked by itself, and what a person is asked."""

from balie.money.reconciliation.model import Book, Proposal
from balie.money.reconciliation.rules import matching


def propose(book: Book) -> list[Proposal]:
    """A proposal for each entry, in the order of the book. Nothing is kept."""
    return matching.match(book)
