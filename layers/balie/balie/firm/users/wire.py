"""Users and sessions as the desk's pages get them."""

from datetime import datetime

from pydantic import BaseModel

from balie.firm.users.model import Session, User
from balie.firm.users.roles import Operation, Role
from balie.ground.core.clock import to_text


class WireRecovery(BaseModel):
    started_by: str
    started_at: str
    ready_at: str
    ready: bool


class WireUser(BaseModel):
    """last_seen_at: null for who has never signed in."""

    id: str
    name: str
    email: str
    role: Role
    state: str
    language: str | None
    invited_at: str
    last_seen_at: str | None
    recovery: WireRecovery | None


class WireSession(BaseModel):
    """device: what the browser calls itself."""

    id: str
    device: str
    passkey: str
    created_at: str
    last_used_at: str
    current: bool


class WireFirm(BaseModel):
    id: str
    name: str
    language: str
    timezone: str
    live: bool


class WireCaller(BaseModel):
    """stepped_up_until: after that, roles and keys ask for the passkey again."""

    user: WireUser
    firm: WireFirm
    operations: list[Operation]
    stepped_up_until: str
    ends_at: str


def user(user: User, now: datetime, last_seen_at: datetime | None) -> WireUser:
    recovery = user.recovery
    return WireUser(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        state=user.state,
        language=user.language,
        invited_at=to_text(user.invited_at),
        last_seen_at=to_text(last_seen_at) if last_seen_at else None,
        recovery=WireRecovery(
            started_by=recovery.started_by,
            started_at=to_text(recovery.started_at),
            ready_at=to_text(recovery.ready_at),
            ready=now >= recovery.ready_at,
        )
        if recovery
        else None,
    )


def session(session: Session, *, current: bool) -> WireSession:
    return WireSession(
        id=session.id,
        device=session.device,
        passkey=session.passkey,
        created_at=to_text(session.created_at),
        last_used_at=to_text(session.last_used_at),
        current=current,
    )
