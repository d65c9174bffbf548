"""Signing in by mail: a request by a browser, the link that answers it, the session after it.

Tokens are 256 random bits; rows hold their SHA-256, so that reading the table signs nobody in.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from balie.ground.core.ids import new_id
from balie.ground.core.stored import Stored
from balie.relation.customers.model import Contact, email_digest

LINK_LIVES = timedelta(minutes=10)  # OWASP ASVS 5.0, 6.5.5
SESSION_SLIDES = timedelta(days=30)
SESSION_ENDS = timedelta(days=90)
PROOF_LASTS = timedelta(minutes=15)
CODE_TRIES = 5
LONGEST_DEVICE = 300


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Link(Stored):
    """nonce_digest: the browser that asked for it. email_digest: of the contact's address then.

    new_email: the address that the contact shall have, which this link went to.
    """

    customer_id: str
    contact_id: str
    nonce_digest: str
    email_digest: str
    new_email: str | None = None
    expires_at: datetime

    def lets_in(self, contact: Contact) -> bool:
        """Not under another address, nor when it was asked for before signing out everywhere."""
        ended = contact.signed_out_at
        return self.email_digest == email_digest(contact.email) and (
            ended is None or self.expires_at - LINK_LIVES > ended
        )


class SignInRequest(Stored):
    """A browser that asked, known by its nonce cookie.

    code_digest, link: set once the link was opened on another device, which shows the code.
    """

    expires_at: datetime
    code_digest: str | None = None
    link: Link | None = None
    tries: int = 0


class Session(Stored):
    """expires_at slides with use; ends_at does not.

    email_digest: of the contact's address when it began; the session ends when that changes.
    id, device: for the list of devices, empty in older rows; device is what the browser says it is.
    proved_at: when a link or code last proved who it is; None in older rows, when it began.
    """

    id: str = ""
    device: str = ""
    proved_at: datetime | None = None
    customer_id: str
    contact_id: str
    created_at: datetime
    expires_at: datetime
    ends_at: datetime
    email_digest: str

    def is_of(self, contact: Contact) -> bool:
        """Not when it began before the contact signed out everywhere, or under another address."""
        ended = contact.signed_out_at
        return self.email_digest == email_digest(contact.email) and (
            ended is None or self.created_at > ended
        )

    def was_proved(self, now: datetime) -> bool:
        """A short while ago: OWASP ASVS 5.0, 7.5.3."""
        return now - (self.proved_at or self.created_at) <= PROOF_LASTS


def new_session(contact: Contact, now: datetime, device: str = "") -> Session:
    return Session(
        id=new_id("ses"),
        device=device[:LONGEST_DEVICE],
        proved_at=now,
        customer_id=contact.customer_id,
        contact_id=contact.id,
        created_at=now,
        expires_at=now + SESSION_SLIDES,
        ends_at=now + SESSION_ENDS,
        email_digest=email_digest(contact.email),
    )
