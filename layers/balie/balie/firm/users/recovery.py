"""Letting somebody in again whose passkeys are lost.

A colleague who is an owner begins it; all owners and the person hear of it, and any of them can
stop it for a day. Only then a new set-up link may be sent. The last owner has no such colleague:
an operator of the deployment makes the link at once (`balie user recover`).
"""

from balie.firm.users import model, service, sessions, set_up, store
from balie.firm.users.model import Recovery, State, User
from balie.ground.aws.work import Work
from balie.ground.core.errors import Conflict


class RecoveryRefused(Conflict):
    code = "recovery_refused"


def start(work: Work, user_id: str, by: User) -> User:
    """Raises UserMissing, RecoveryRefused."""
    user = service.get(work, user_id)
    if user.id == by.id:
        raise RecoveryRefused("Ask another owner: nobody recovers an account of their own.")
    if user.state is not State.ACTIVE:
        raise RecoveryRefused("This user never had a passkey: send the invitation again.")
    if user.recovery:
        raise RecoveryRefused("Recovery has begun already.")
    begun = Recovery(
        started_by=by.id, started_at=work.now, ready_at=work.now + model.RECOVERY_WAITS
    )
    recovering = user.model_copy(update={"recovery": begun})
    store.save(work, recovering)
    work.record("user.recovery_started", user.id)
    return recovering


def cancel(work: Work, user_id: str) -> User:
    """Raises UserMissing, RecoveryRefused."""
    user = service.get(work, user_id)
    if user.recovery is None:
        raise RecoveryRefused("There is no recovery to stop.")
    stopped = user.model_copy(update={"recovery": None})
    store.save(work, stopped)
    work.record("user.recovery_cancelled", user.id)
    return stopped


def finish(work: Work, user_id: str) -> User:
    """After the day: the mail with a new link follows from the event.

    Raises UserMissing, RecoveryRefused.
    """
    user = service.get(work, user_id)
    if user.recovery is None:
        raise RecoveryRefused("There is no recovery to finish.")
    if work.now < user.recovery.ready_at:
        raise RecoveryRefused("The day is not over in which this can be stopped.")
    finished = user.model_copy(update={"recovery": None})
    store.save(work, finished)
    sessions.end_all(work, user.id)
    work.record("user.recovery_finished", user.id)
    return finished


def at_once(work: Work, user: User) -> str:
    """By an operator: sessions end, and the new link is the answer."""
    sessions.end_all(work, user.id)
    work.record("user.recovered_by_operator", user.id)
    return set_up.new_link(work, user)
