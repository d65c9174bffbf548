"""The invoice numbers of one customer in the shapes in which payers mangle them.

Loose shapes identify only inside one customer: 1062 is the tail of many a number, of few here.
"""

from collections.abc import Iterable

from balie.money.reconciliation.model import OpenInvoice
from balie.money.reconciliation.rules.folding import as_read, canonical, one_edit_apart

SHORTEST_NEAR = 4  # signs; below that everything is near everything
SHORTEST_TAIL = 2
MOST_COMPARED = 400


class OwnNumbers:
    """exact: letters read as digits. tails: by the last digits, with and without zeros in front."""

    def __init__(self, invoices: Iterable[OpenInvoice]) -> None:
        self.exact: dict[str, list[OpenInvoice]] = {}
        self.tails: dict[str, list[OpenInvoice]] = {}
        self.near: list[tuple[str, str, OpenInvoice]] = []
        for invoice in invoices:
            self._add(invoice)

    def _add(self, invoice: OpenInvoice) -> None:
        number = canonical(invoice.number)
        digits = "".join(sign for sign in number if sign.isdigit())
        read = as_read(number)
        self.near.append((read, digits, invoice))
        for shape in {read, digits, digits.lstrip("0")}:
            if shape:
                self.exact.setdefault(shape, []).append(invoice)
        ends = {digits[-length:] for length in range(SHORTEST_TAIL, len(digits))}
        for end in ends | {end.lstrip("0") for end in ends}:
            if len(end) >= SHORTEST_TAIL:
                self.tails.setdefault(end, []).append(invoice)

    def like(self, text: str) -> list[OpenInvoice]:
        """Those whose number is this text but for letters in front, zeros and misread signs."""
        read = as_read(text)
        return self.exact.get(read) or self.exact.get(read.lstrip("0")) or []

    def ending(self, digits: str) -> list[OpenInvoice]:
        return self.tails.get(digits) or self.tails.get(digits.lstrip("0")) or []

    def nearly(self, text: str) -> list[OpenInvoice]:
        """Those one typing error away: VF26-009001 for VF26-000901."""
        if len(text) < SHORTEST_NEAR:
            return []
        read = as_read(text)
        only_digits = text.isdigit()
        return [
            invoice
            for number, digits, invoice in self.near[:MOST_COMPARED]
            if one_edit_apart(read, number) or (only_digits and one_edit_apart(read, digits))
        ]
