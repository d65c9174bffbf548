"""Stripe's words in, ours out. Pure: no network, no clock, no tenant.

`raw` is always an object as fetched with `client.API_VERSION`; fields that older versions back to
2025-03-31.basil lack are read as absent.
"""

from balie.outside.providers.stripe.translate.amounts import id_of, instant, instant_or_none
from balie.outside.providers.stripe.translate.balances import balance
from balie.outside.providers.stripe.translate.customers import customer, customer_of, has_balance
from balie.outside.providers.stripe.translate.invoices import (
    has_credit_notes,
    invoice,
    uses_balance,
)
from balie.outside.providers.stripe.translate.payment_methods import (
    generated_by_charge,
    mandate_of_charge,
    needs_mandate,
    payment_method,
)
from balie.outside.providers.stripe.translate.payments import payment, payment_intent_of
from balie.outside.providers.stripe.translate.subscriptions import subscription

__all__ = [
    "balance",
    "customer",
    "customer_of",
    "generated_by_charge",
    "has_balance",
    "has_credit_notes",
    "id_of",
    "instant",
    "instant_or_none",
    "invoice",
    "mandate_of_charge",
    "needs_mandate",
    "payment",
    "payment_intent_of",
    "payment_method",
    "subscription",
    "uses_balance",
]
