"""The link with which a user sets up a first passkey: one at a time, for a day, once."""

import hmac
from dataclasses import dataclass

from balie.firm.users import model, store
from balie.firm.users.model import Claim, SetUpLink, State, User
from balie.firm.users.roles import Role
from balie.ground.aws import settings
from balie.ground.aws.work import Work
from balie.ground.core.errors import Forbidden


class SetUpRefused(Forbidden):
    """Used, expired, replaced, or never made: one answer for all."""

    code = "set_up_refused"


@dataclass(frozen=True, slots=True)
class SetUp:
    """A link that works, and whose it is."""

    user: User
    link: SetUpLink

    @property
    def is_recovery(self) -> bool:
        """Somebody who had passkeys; they are forgotten when the link is spent."""
        return self.user.state is State.ACTIVE


def new_link(work: Work, user: User) -> str:
    """The address to open. The link that worked so far does so no more."""
    token = model.new_token()
    before = store.set_up_link(work, user.id)
    link = SetUpLink(
        version=before.version if before else 0,
        token_digest=model.digest(token),
        expires_at=work.now + model.SET_UP_LIVES,
    )
    store.save_set_up_link(work, user.id, link)
    work.record("user.link_made", user.id)
    return f"{settings.desk_url()}/set-up#{Claim(work.tenant, user.id, token)}"


def check(work: Work, claim: Claim) -> SetUp:
    """Changes nothing. Raises SetUpRefused."""
    link = store.set_up_link(work, claim.user_id)
    user = store.user(work, claim.user_id)
    if link is None or user is None or user.state is State.REMOVED:
        raise refused()
    fits = hmac.compare_digest(link.token_digest, model.digest(claim.token))
    if not fits or work.now >= link.expires_at:
        raise refused()
    return SetUp(user, link)


def spend(work: Work, found: SetUp, name: str) -> User:
    """The user may now be given a passkey, and has no other way in. name: as they say it."""
    user = found.user
    store.spend_set_up_link(work, user.id, found.link)
    store.forget_all_of(work, user.id)
    if not user.is_active_owner and user.role is Role.OWNER:
        store.count_owners(work, 1)
    active = user.model_copy(update={"state": State.ACTIVE, "name": name, "recovery": None})
    store.save(work, active)
    work.actor = f"user:{user.id}"
    work.record("user.recovered" if found.is_recovery else "user.set_up", user.id)
    return active


def refused() -> SetUpRefused:
    return SetUpRefused("This link has been used or has expired. Ask an owner for a new one.")
