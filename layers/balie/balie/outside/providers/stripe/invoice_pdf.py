"""The document of an invoice, as Stripe draws it.

Its address is open to whoever has it and ends after some weeks, so a fresh one is asked for each
time, used at once and kept nowhere. https://docs.stripe.com/invoicing/hosted-invoice-page
"""

import re

from balie.outside.providers import downloads
from balie.outside.providers.stripe.client import Account

# `pay.stripe.com` passes on to a bucket of Stripe's own, in whichever region that is.
# https://github.com/stripe/stripe-php/issues/1229
ORIGIN = re.compile(
    r"https://(pay\.stripe\.com|files\.stripe\.com"
    r"|stripe-upload-api\.s3\.[a-z]{2}-[a-z]+-[0-9]\.amazonaws\.com)"
)


def fetch(account: Account, ref: str, base: str | None) -> bytes | None:
    """base: where another server that speaks Stripe's API is, and keeps its documents.

    None when Stripe has no such invoice, or it is not final. Raises DownloadRefused.
    """
    found = account.find(f"/v1/invoices/{ref}")
    address = found and found.get("invoice_pdf")
    if not address:
        return None
    return downloads.pdf(address, lambda origin: origin == base or is_stripes(origin))


def is_stripes(origin: str) -> bool:
    return ORIGIN.fullmatch(origin) is not None
