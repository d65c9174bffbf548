"""The invoice numbers of one customer in the shapes in which payers mangle them.

Loose shapes identify only inside one customer: 1062 is the tail of many a number, of few here.
"""

from collections.abc import Sequence

from balie.money.reconciliation.model import OpenInvoice
from balie.money.reconciliation.rules.folding import as_read, canonical, one_edit_apart

SHORTEST_NEAR = 4  # signs; below that everything is near everything
MOST_COMPARED = 400


class OwnNumbers:
    """Of each invoice its number with letters read as digits, and its digits; the first 400."""

    def __init__(self, invoices: Sequence[OpenInvoice]) -> None:
        self._shapes: list[tuple[str, str, OpenInvoice]] = []
        for invoice in invoices[:MOST_COMPARED]:
            number = canonical(invoice.number)
            digits = "".join([sign for sign in number if sign.isdigit()])
            self._shapes.append((as_read(number), digits, invoice))

    def like(self, text: str) -> list[OpenInvoice]:
        """Those whose number is this text but for letters in front, zeros and misread signs."""
        read = as_read(text)
        bare = read.lstrip("0")
        return [
            invoice
            for number, digits, invoice in self._shapes
            if bare and (read == number or bare == number or bare == digits.lstrip("0"))
        ]

    def ending(self, digits: str) -> list[OpenInvoice]:
        """Those whose digits end so; zeros in front may be lost or added."""
        bare = digits.lstrip("0")
        if len(bare) < 2:
            return []
        exact = [each[2] for each in self._shapes if each[1].endswith(digits)]
        return exact or [each[2] for each in self._shapes if each[1].endswith(bare)]

    def nearly(self, text: str) -> list[OpenInvoice]:
        """Those one typing error away: VF26-009001 for VF26-000901."""
        if len(text) < SHORTEST_NEAR:
            return []
        read = as_read(text)
        only_digits = text.isdigit()
        return [
            invoice
            for number, digits, invoice in self._shapes
            if one_edit_apart(read, number) or (only_digits and one_edit_apart(read, digits))
        ]
