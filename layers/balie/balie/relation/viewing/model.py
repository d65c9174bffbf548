"""Somebody of the firm's staff who looks at the portal with a customer's eyes, for a while.

It begins in the desk with a code, which the portal takes once and gives a view for. Both are 256
random bits; rows hold their SHA-256.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from balie.ground.core.stored import Stored
from balie.relation.customers.model import Contact, Customer
from balie.relation.customers.roles import Role

CODE_LIVES = timedelta(seconds=60)
VIEW_LIVES = timedelta(minutes=15)


class View(Stored):
    """Of a code, what it is for. ends_at stands still. desk_session: the digest of the token.

    The desk's session is what lets the view go on: whatever ends it, ends the view.
    """

    user_id: str
    desk_session: str
    customer_id: str
    ends_at: datetime


def eyes_of(customer: Customer) -> Contact:
    """What an owner sees who is nobody in particular, and has no address and no devices."""
    return Contact(
        id="",
        customer_id=customer.id,
        name="",
        email="",
        language=customer.language,
        role=Role.OWNER.value,
    )


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
