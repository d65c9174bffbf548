"""Signing in by mail: a request by a browser, the link that answers it, the session after it.

Tokens are 256 random bits; rows hold their SHA-256, so that reading the table signs nobody in.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from balie.ground.core.stored import Stored
from balie.relation.customers.model import Contact, email_digest

LINK_LIVES = timedelta(minutes=10)  # OWASP ASVS 5.0, 6.5.5
SESSION_SLIDES = timedelta(days=30)
SESSION_ENDS = timedelta(days=90)
CODE_TRIES = 5


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class SignInRequest(Stored):
    """A browser that asked, known by its nonce cookie.

    code_digest, contact: set once the link was opened on another device, which shows the code.
    """

    expires_at: datetime
    code_digest: str | None = None
    customer_id: str | None = None
    contact_id: str | None = None
    tries: int = 0


class Link(Stored):
    """nonce_digest: the browser that asked for it."""

    customer_id: str
    contact_id: str
    nonce_digest: str
    expires_at: datetime


class Session(Stored):
    """expires_at slides with use; ends_at does not.

    email_digest: of the contact's address when it began; the session ends when that changes.
    """

    customer_id: str
    contact_id: str
    created_at: datetime
    expires_at: datetime
    ends_at: datetime
    email_digest: str

    def is_of(self, email: str) -> bool:
        return self.email_digest == email_digest(email)


def new_session(contact: Contact, now: datetime) -> Session:
    return Session(
        customer_id=contact.customer_id,
        contact_id=contact.id,
        created_at=now,
        expires_at=now + SESSION_SLIDES,
        ends_at=now + SESSION_ENDS,
        email_digest=email_digest(contact.email),
    )
