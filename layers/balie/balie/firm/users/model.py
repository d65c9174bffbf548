"""A user: somebody of the firm's own staff, who works in the desk.

Tokens are 256 random bits; rows hold their SHA-256, so that reading the table signs nobody in.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from balie.firm.users.roles import Role
from balie.ground.core.stored import Stored

SET_UP_LIVES = timedelta(hours=24)
RECOVERY_WAITS = timedelta(hours=24)
SESSION_IDLES = timedelta(minutes=30)
SESSION_ENDS = timedelta(hours=12)
STEPPED_UP_FOR = timedelta(minutes=5)
CLAIM = re.compile(r"(ten_[0-9A-Z]{26})\.(usr_[0-9A-Z]{26})\.([A-Za-z0-9_-]{43})")


class State(StrEnum):
    """removed: no more of the firm; kept because the log of events speaks of them."""

    INVITED = "invited"
    ACTIVE = "active"
    REMOVED = "removed"


class Recovery(BaseModel):
    """Begun by a colleague; the new set-up link may be sent from ready_at on."""

    model_config = ConfigDict(frozen=True)

    started_by: str
    started_at: datetime
    ready_at: datetime


class User(Stored):
    """language: of mails and the desk; None for the firm's own."""

    id: str
    name: str
    email: str
    role: Role
    state: State = State.INVITED
    language: str | None = None
    invited_at: datetime
    recovery: Recovery | None = None

    @property
    def is_active_owner(self) -> bool:
        return self.role is Role.OWNER and self.state is State.ACTIVE


class SetUpLink(Stored):
    """The one that works now; a newer one replaces it."""

    token_digest: str
    expires_at: datetime


class Session(Stored):
    """expires_at and stepped_up_at move with use; ends_at does not.

    device: what the browser calls itself. passkey: the name of the one that signed in.
    """

    id: str
    user_id: str
    device: str
    passkey: str
    created_at: datetime
    expires_at: datetime
    ends_at: datetime
    stepped_up_at: datetime

    @property
    def last_used_at(self) -> datetime:
        return self.expires_at - SESSION_IDLES

    def has_ended(self, now: datetime) -> bool:
        return now >= min(self.expires_at, self.ends_at)

    def is_stepped_up(self, now: datetime) -> bool:
        return now < self.stepped_up_at + STEPPED_UP_FOR


class Claim(NamedTuple):
    """Whose token it says it is, and the token that proves it: in session cookies and links."""

    tenant: str
    user_id: str
    token: str

    def __str__(self) -> str:
        return ".".join(self)


def claim_in(text: str) -> Claim | None:
    """None for what no claim of ours looks like."""
    found = CLAIM.fullmatch(text)
    return Claim(*found.groups()) if found else None


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def email_digest(email: str) -> str:
    """The same for an address in any case, so that no address need stand in a key."""
    return digest(email.strip().lower())
