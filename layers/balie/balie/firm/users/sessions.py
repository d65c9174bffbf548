"""Sessions of the desk: half an hour without use, half a day in all, every one revocable."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from balie.firm.users import model, store
from balie.firm.users.model import Claim, Session, State, User
from balie.firm.users.roles import STEPPED_UP, Operation, may
from balie.ground.aws.work import Work
from balie.ground.core.errors import Changed, Forbidden, NotFound, SignedOut
from balie.ground.core.ids import new_id

MOVED_EVERY = timedelta(minutes=1)
LONGEST_DEVICE = 300
MOST_SESSIONS = 20  # of one user, so that all of them can end in one transaction


class RoleTooSmall(Forbidden):
    code = "role_too_small"


class StepUpNeeded(Forbidden):
    code = "step_up_needed"


class SessionMissing(NotFound):
    code = "session_missing"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is signed in, and by which session."""

    user: User
    session: Session


def begin(work: Work, user: User, *, passkey: str, device: str) -> Claim:
    """For the session cookie. passkey: its name, which the list of sessions shows."""
    _end_the_oldest(work, user.id)
    token = model.new_token()
    session = Session(
        id=new_id("ses"),
        user_id=user.id,
        device=device[:LONGEST_DEVICE],
        passkey=passkey,
        created_at=work.now,
        expires_at=work.now + model.SESSION_IDLES,
        ends_at=work.now + model.SESSION_ENDS,
        stepped_up_at=work.now,
    )
    store.save_session(work, model.digest(token), session)
    store.note_seen(work, user.id)
    work.actor = f"user:{user.id}"
    work.record("user.signed_in", user.id, session=session.id)
    return Claim(work.tenant, user.id, token)


def caller(work: Work, claim: Claim | None) -> Caller:
    """Who this claim proves to be, for one minute's use more. Raises SignedOut."""
    if claim is None:
        raise _signed_out()
    found = going_on(work, claim.user_id, digest(claim))
    if found is None:
        raise _signed_out()
    idles_until = work.now + model.SESSION_IDLES
    if idles_until - found.session.expires_at >= MOVED_EVERY:
        _slide(work, found.user.id, digest(claim), idles_until)
    work.actor = f"user:{found.user.id}"
    return found


def going_on(work: Work, user_id: str, token_digest: str) -> Caller | None:
    """Whose session this is, as long as it goes on; asking does not make it longer."""
    session = store.session(work, user_id, token_digest)
    user = store.user(work, user_id)
    if session is None or session.has_ended(work.now):
        return None
    if user is None or user.state is not State.ACTIVE:
        return None
    return Caller(user, session)


def digest(claim: Claim) -> str:
    """What the row of the claim's session is known by."""
    return model.digest(claim.token)


def check(caller: Caller, operation: Operation, work: Work) -> None:
    """Raises RoleTooSmall, StepUpNeeded."""
    if not may(caller.user.role, operation):
        raise RoleTooSmall("Your role does not allow this. Ask an owner of your team.")
    if operation in STEPPED_UP and not caller.session.is_stepped_up(work.now):
        raise StepUpNeeded("Confirm with your passkey that it is you, then try again.")


def step_up(work: Work, claim: Claim) -> None:
    store.move_session(work, claim.user_id, digest(claim), stepped_up=work.now)
    work.record("user.stepped_up", claim.user_id)


def sign_out(work: Work, claim: Claim | None) -> None:
    """Of a session that has ended already nothing is left to do."""
    token = digest(claim) if claim else ""
    session = store.session(work, claim.user_id, token) if claim else None
    if session:
        store.end_session(work, token, session)
        work.actor = f"user:{session.user_id}"
        work.record("user.signed_out", session.user_id, session=session.id)


def listed(work: Work, user_id: str) -> list[Session]:
    """Those that still go on, the newest first."""
    found = [session for _, session in store.sessions(work, user_id)]
    going_on = [session for session in found if not session.has_ended(work.now)]
    return sorted(going_on, key=lambda session: session.created_at, reverse=True)


def revoke(work: Work, user_id: str, session_id: str) -> None:
    """Raises SessionMissing."""
    for token, session in store.sessions(work, user_id):
        if session.id == session_id:
            store.end_session(work, token, session)
            work.record("user.session_revoked", user_id, session=session.id)
            return
    raise SessionMissing("There is no such session of yours.")


def end_all(work: Work, user_id: str, *, but: str = "") -> None:
    """but: the id of the one that goes on."""
    for token, session in store.sessions(work, user_id):
        if session.id != but:
            store.end_session(work, token, session)
    work.record("user.sessions_ended", user_id)


def _slide(work: Work, user_id: str, token: str, until: datetime) -> None:
    """At once: the session that slides may be the one that is to be ended."""
    store.move_session(work, user_id, token, slid_to=until)
    store.note_seen(work, user_id)
    try:
        work.commit()
    except Changed as error:
        if store.session(work, user_id, token) is None:
            raise _signed_out() from error


def _end_the_oldest(work: Work, user_id: str) -> None:
    """Make room for one more."""
    kept = sorted(store.sessions(work, user_id), key=lambda one: one[1].created_at, reverse=True)
    for token, session in kept[MOST_SESSIONS - 1 :]:
        store.end_session(work, token, session)


def _signed_out() -> SignedOut:
    return SignedOut("You are not signed in.")
