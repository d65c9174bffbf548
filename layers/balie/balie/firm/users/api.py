"""Routes of the team, and what every route of the desk asks for: a caller who may do this.

@router.get("/things")
async def things(work: DeskWork, _: Annotated[Caller, may(Operation.SEE_THINGS)]) -> …
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Cookie, Depends, Path, Request, Response
from pydantic import AfterValidator, BaseModel, Field

from balie.firm.audit import service as audit
from balie.firm.audit.model import Audited
from balie.firm.tenants import service as tenants
from balie.firm.users import model, recovery, service, sessions, wire
from balie.firm.users.model import Claim, User, claim_in
from balie.firm.users.roles import Operation, Role, operations_of
from balie.firm.users.sessions import Caller
from balie.ground.aws.work import Work
from balie.ground.core.clock import to_text
from balie.ground.core.errors import SignedOut
from balie.ground.web import desk

SESSION_COOKIE = "__Host-balie_desk"
ACTIVITY_GOES_BACK = timedelta(days=30)
MOST_ACTIVITY = 200

router = APIRouter(prefix="/desk", tags=["team"])


async def claim_of(cookie: Annotated[str, Cookie(alias=SESSION_COOKIE)] = "") -> Claim | None:
    """What the session cookie says; nothing is proved yet."""
    return claim_in(cookie)


SessionClaim = Annotated[Claim | None, Depends(claim_of)]


async def desk_work(request: Request, claim: SessionClaim) -> AsyncIterator[Work]:
    """The unit of work of the firm that the session is of. Raises SignedOut."""
    if claim is None:
        raise SignedOut("You are not signed in.")
    with desk.open_for(request, claim.tenant) as work:
        yield work


DeskWork = Annotated[Work, Depends(desk_work, scope="function")]


@dataclass(frozen=True)
class Gate:
    """Lets those through who are signed in and may do this."""

    operation: Operation

    async def __call__(self, work: DeskWork, claim: SessionClaim) -> Caller:
        """Raises SignedOut, RoleTooSmall, StepUpNeeded."""
        caller = sessions.caller(work, claim)
        sessions.check(caller, self.operation, work)
        return caller


def may(operation: Operation) -> Any:
    """For a parameter of a route: `Annotated[Caller, may(Operation.…)]`."""
    return Depends(Gate(operation))


Oneself = Annotated[Caller, may(Operation.KEEP_OWN_ACCOUNT)]
TeamReader = Annotated[Caller, may(Operation.SEE_TEAM)]
TeamManager = Annotated[Caller, may(Operation.MANAGE_TEAM)]
UserId = Annotated[str, Path(pattern=r"^usr_[0-9A-Z]{26}$")]
SessionId = Annotated[str, Path(pattern=r"^ses_[0-9A-Z]{26}$")]


def on_one_line(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("a name, on one line")
    return text.strip()


Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(on_one_line)]
Language = Literal["nl", "en"] | None


class Invitation(BaseModel):
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    name: Name
    role: Role
    language: Language = None


class RoleBody(BaseModel):
    role: Role


class Description(BaseModel):
    name: Name
    language: Language = None


class WireTeam(BaseModel):
    users: list[wire.WireUser]


class WireSessions(BaseModel):
    sessions: list[wire.WireSession]


class WireEvent(BaseModel):
    """seq: the event's place in the audit log; null until it has one, a moment later."""

    id: str
    name: str
    at: str
    actor: str
    seq: int | None
    data: dict[str, str]


class WireActivity(BaseModel):
    """Oldest first, of the last thirty days."""

    events: list[WireEvent]


@router.get("/session")
async def who(work: DeskWork, caller: Oneself) -> wire.WireCaller:
    firm = tenants.current(work)
    session = caller.session
    return wire.WireCaller(
        user=wire.user(caller.user, work.now, session.last_used_at),
        firm=wire.WireFirm(
            id=firm.id,
            name=firm.name,
            language=firm.language,
            timezone=firm.timezone,
            live=firm.live,
        ),
        operations=operations_of(caller.user.role),
        stepped_up_until=to_text(session.stepped_up_at + model.STEPPED_UP_FOR),
        ends_at=to_text(session.ends_at),
    )


@router.post("/sign-out", status_code=204)
async def sign_out(request: Request, response: Response, claim: SessionClaim) -> None:
    if claim:
        with desk.open_for(request, claim.tenant) as work:
            sessions.sign_out(work, claim)
    response.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="strict")


@router.put("/account")
async def describe(body: Description, work: DeskWork, caller: Oneself) -> wire.WireUser:
    changed = service.describe(work, caller.user, name=body.name, language=body.language)
    return wire.user(changed, work.now, work.now)


@router.delete("/account/recovery", status_code=204)
async def cancel_own_recovery(work: DeskWork, caller: Oneself) -> None:
    recovery.cancel(work, caller.user.id)


@router.get("/sessions")
async def own_sessions(work: DeskWork, caller: Oneself) -> WireSessions:
    found = sessions.listed(work, caller.user.id)
    shown = [wire.session(each, current=each.id == caller.session.id) for each in found]
    return WireSessions(sessions=shown)


@router.delete("/sessions", status_code=204)
async def end_other_sessions(work: DeskWork, caller: Oneself) -> None:
    sessions.end_all(work, caller.user.id, but=caller.session.id)


@router.delete("/sessions/{session_id}", status_code=204)
async def revoke_session(session_id: SessionId, work: DeskWork, caller: Oneself) -> None:
    sessions.revoke(work, caller.user.id, session_id)


@router.get("/users")
async def team(work: DeskWork, _: TeamReader) -> WireTeam:
    seen = service.last_seen(work)
    found = service.team(work)
    return WireTeam(users=[wire.user(user, work.now, seen.get(user.id)) for user in found])


@router.post("/users", status_code=201)
async def invite(body: Invitation, work: DeskWork, _: TeamManager) -> wire.WireUser:
    invited = service.invite(
        work, email=body.email, name=body.name, role=body.role, language=body.language
    )
    return wire.user(invited, work.now, None)


@router.post("/users/{user_id}/invitation", status_code=202)
async def invite_again(user_id: UserId, work: DeskWork, _: TeamManager) -> wire.WireUser:
    return _shown(work, service.invite_again(work, user_id))


@router.put("/users/{user_id}/role")
async def change_role(
    user_id: UserId, body: RoleBody, work: DeskWork, _: TeamManager
) -> wire.WireUser:
    return _shown(work, service.change_role(work, user_id, body.role))


@router.delete("/users/{user_id}", status_code=204)
async def remove(user_id: UserId, work: DeskWork, _: TeamManager) -> None:
    service.remove(work, user_id)


@router.post("/users/{user_id}/recovery", status_code=201)
async def start_recovery(user_id: UserId, work: DeskWork, caller: TeamManager) -> wire.WireUser:
    return _shown(work, recovery.start(work, user_id, by=caller.user))


@router.delete("/users/{user_id}/recovery")
async def cancel_recovery(user_id: UserId, work: DeskWork, _: TeamManager) -> wire.WireUser:
    return _shown(work, recovery.cancel(work, user_id))


@router.post("/users/{user_id}/recovery/link", status_code=202)
async def finish_recovery(user_id: UserId, work: DeskWork, _: TeamManager) -> wire.WireUser:
    return _shown(work, recovery.finish(work, user_id))


@router.get("/users/{user_id}/activity")
async def activity(
    user_id: UserId, work: DeskWork, _: Annotated[Caller, may(Operation.SEE_ACTIVITY)]
) -> WireActivity:
    user = service.get(work, user_id)
    since = to_text(work.now - ACTIVITY_GOES_BACK)
    page = audit.of_object(work, user.id, limit=MOST_ACTIVITY, after=since)
    return WireActivity(events=[_event(audited) for audited in page.events])


def set_session(response: Response, claim: Claim) -> None:
    response.set_cookie(
        SESSION_COOKIE,
        str(claim),
        max_age=int(model.SESSION_ENDS.total_seconds()),
        secure=True,
        httponly=True,
        samesite="strict",
    )


def _shown(work: Work, user: User) -> wire.WireUser:
    return wire.user(user, work.now, service.last_seen(work).get(user.id))


def _event(audited: Audited) -> WireEvent:
    event = audited.event
    return WireEvent(
        id=event.id,
        name=event.name,
        at=to_text(event.occurred_at),
        actor=event.actor,
        seq=audited.seq,
        data=event.data,
    )
