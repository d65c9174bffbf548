"""The keys of rows about files: which is the newest that is kept."""

from balie.ground.aws import keys
from balie.ground.aws.keys import Key


def invoice_pdf(customer_id: str, invoice_id: str) -> Key:
    return Key(keys.customer_rows(customer_id), f"INVOICE_PDF#{invoice_id}")
