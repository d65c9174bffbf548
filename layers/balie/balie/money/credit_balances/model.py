"""The balance that a provider keeps for a customer: how far its changes have been posted."""

from datetime import datetime

from balie.ground.core.stored import Stored


class CreditBalance(Stored):
    """posted_until: ref of the last change that has been posted; None before the first."""

    customer_id: str
    connection_id: str
    posted_until: str | None = None
    as_of: datetime
