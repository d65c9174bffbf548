"""Under which name a document is kept, and how it is called when it is saved."""

import re

from balie.ground.core import canonical
from balie.money.invoices.model import Invoice

# What Stripe prints on an invoice's document and may change once it is final: its memo, the day it
# is due, whether it is void, what was paid and credited and so what is left. How the provider goes
# on collecting is not printed, nor where it is paid.
PRINTED = {"number", "description", "status", "total", "due_date", "lines", "posted"}
UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def name(invoice: Invoice) -> str:
    """Another one whenever the document may have changed. One too many costs a call, one too few
    would show an invoice as open that has been paid."""
    said = canonical.to_text(invoice.model_dump(mode="json", include=PRINTED))
    return f"invoices/{invoice.id}/{canonical.digest(said)[:32]}.pdf"


def saved_as(invoice: Invoice) -> str:
    """By its number, of which nothing is left that could end a header or hide what a file is."""
    plain = UNSAFE.sub("-", invoice.number).strip("-")
    return f"{plain or invoice.id}.pdf"
