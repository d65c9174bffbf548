"""A payment method: a way to pay that a customer has left with the provider."""

from datetime import datetime

from balie.ground.core.ids import derived_id
from balie.ground.core.stored import Stored
from balie.outside.providers.snapshots import Mandate


class PaymentMethod(Stored):
    """type: the provider's word; label: for people. last4: of the card or account.

    country: of its bank, ISO 3166-1. expires_year, expires_month: the last month it works.
    mandate: the one accepted last; None when none is known. detached: it can be used no more.
    """

    id: str
    connection_id: str
    ref: str
    customer_id: str
    type: str
    label: str
    last4: str | None
    country: str | None
    expires_year: int | None
    expires_month: int | None
    mandate: Mandate | None
    detached: bool
    as_of: datetime


def payment_method_id(connection_id: str, ref: str, created_at: datetime) -> str:
    return derived_id("pm", created_at, connection_id, ref)
