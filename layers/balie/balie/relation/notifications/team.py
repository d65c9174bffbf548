"""What the firm's own staff is written: invitations, and all that changes how somebody gets in.

A message names who reads and whom it is about, never a link: the worker that writes the mail makes
the link, so that nothing which lets anybody in waits on a queue.
"""

from collections.abc import Iterable
from typing import Literal, TypedDict

from balie.firm.users import service as users
from balie.firm.users.model import User
from balie.ground.aws import queues, settings
from balie.ground.aws.work import Work
from balie.ground.core.clock import to_text
from balie.ground.core.errors import NotFound
from balie.ground.core.events import Event

Mail = Literal[
    "user_invited",
    "user_recovered",
    "recovery_started",
    "recovery_cancelled",
    "passkey_added",
    "passkey_removed",
]


class TeamMail(TypedDict):
    """On the mail queue. about: the user whom it concerns, who may be the reader too.

    asked_at: when it was caused; a link is made within a day of that, or not at all.
    """

    tenant: str
    mail: Mail
    once: str
    reader: str
    about: str
    asked_at: str


def invite(work: Work, event: Event) -> None:
    """After `user.invited`."""
    _send(work, event, "user_invited", [event.object_id])


def let_in_again(work: Work, event: Event) -> None:
    """After `user.recovery_finished`."""
    _send(work, event, "user_recovered", [event.object_id])


def tell_of_recovery(work: Work, event: Event) -> None:
    """After `user.recovery_started`: whoever may stop it."""
    _send(work, event, "recovery_started", _concerned(work, event.object_id))


def tell_of_end(work: Work, event: Event) -> None:
    """After `user.recovery_cancelled`."""
    _send(work, event, "recovery_cancelled", _concerned(work, event.object_id))


def tell_of_new_passkey(work: Work, event: Event) -> None:
    """After `passkey.added`, but for the first of who is new: the link for it came by mail too."""
    if event.data.get("by") != "invitation":
        _send(work, event, "passkey_added", [event.object_id])


def tell_of_removed_passkey(work: Work, event: Event) -> None:
    """After `passkey.removed`."""
    _send(work, event, "passkey_removed", [event.object_id])


def reader_of(work: Work, message: TeamMail) -> tuple[User, User] | None:
    """Who reads, and whom it is about; None when one of them is gone meanwhile."""
    try:
        return users.get(work, message["reader"]), users.get(work, message["about"])
    except NotFound:
        return None


def _concerned(work: Work, user_id: str) -> list[str]:
    owners = [owner.id for owner in users.active_owners(work)]
    return [user_id, *(owner for owner in owners if owner != user_id)]


def _send(work: Work, event: Event, mail: Mail, readers: Iterable[str]) -> None:
    for reader in readers:
        message: TeamMail = {
            "tenant": work.tenant,
            "mail": mail,
            "once": f"{event.id}:{reader}",
            "reader": reader,
            "about": event.object_id,
            "asked_at": to_text(event.recorded_at),
        }
        queues.send(work.tenant, settings.mail_queue(), message)
