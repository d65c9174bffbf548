"""Random histories of a firm at its provider."""

from tests.house.histories import billing, paying, taking_back
from tests.house.histories.life import Life

HAPPENINGS = [*billing.HAPPENINGS, *paying.HAPPENINGS, *taking_back.HAPPENINGS]
BEGINNING = [
    (billing.customer_comes, 1),
    (billing.invoice_is_sent, 3),
    (paying.card_pays, 2),
    (paying.debit_is_handed_in, 1),
]


class History(Life):
    """A firm that soon has some customers, invoices and payments, and then everything happens."""

    def live(self, steps: int) -> None:
        if not self.done:
            self.let([(billing.customer_comes, 1)], 1)
            self.let([(billing.invoice_is_sent, 1)], 1)
            self.let(BEGINNING, min(6, steps // 2))
        self.let(HAPPENINGS, steps)
