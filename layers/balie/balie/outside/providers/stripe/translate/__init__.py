"""Stripe's words in, ours out. Pure: no network, no clock, no tenant.

`raw` is always an object as fetched with `client.API_VERSION`; fields that older versions back to
2025-03-31.basil lack are read as absent.
"""

from balie.outside.providers.stripe.translate.amounts import id_of, instant, instant_or_none
from balie.outside.providers.stripe.translate.customers import customer, customer_of
from balie.outside.providers.stripe.translate.invoices import invoice
from balie.outside.providers.stripe.translate.payments import payment, payment_intent_of

__all__ = [
    "customer",
    "customer_of",
    "id_of",
    "instant",
    "instant_or_none",
    "invoice",
    "payment",
    "payment_intent_of",
]
