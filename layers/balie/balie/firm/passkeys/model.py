"""Passkeys of users, and the challenges that prove that one is at hand."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from balie.ground.core.stored import Stored

CHALLENGE_LIVES = timedelta(minutes=5)
MOST_PASSKEYS = 10  # of one user

# What `navigator.credentials` answers, as its toJSON gives it:
# https://www.w3.org/TR/webauthn-3/#typedefdef-publickeycredentialjson
Credential = dict[str, Any]
Options = dict[str, Any]


class Passkey(Stored):
    """credential_id, public_key: base64url, the key as COSE has it. synced: not bound to one
    device. last_used_at: None when it never signed in.

    sign_count: as the authenticator counts; those that do not count stay at 0.
    """

    id: str
    user_id: str
    name: str
    credential_id: str
    public_key: str
    sign_count: int
    synced: bool
    transports: tuple[str, ...] = ()
    created_at: datetime
    last_used_at: datetime | None = None


class Challenge(Stored):
    """purpose: what it was asked for, and of whom. value: base64url."""

    purpose: str
    value: str
    expires_at: datetime


def new_challenge(purpose: str, now: datetime) -> Challenge:
    return Challenge(
        purpose=purpose, value=secrets.token_urlsafe(32), expires_at=now + CHALLENGE_LIVES
    )


def credential_digest(credential_id: str) -> str:
    """A credential's id may be longer than a key may be."""
    return hashlib.sha256(credential_id.encode()).hexdigest()
