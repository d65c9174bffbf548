"""The team: who belongs to it, in which role. At least one active owner stays, always."""

from datetime import datetime

from balie.firm.users import model, store
from balie.firm.users.model import State, User
from balie.firm.users.roles import Role
from balie.ground.aws import limits
from balie.ground.aws.work import Work
from balie.ground.core.errors import Conflict, NotFound
from balie.ground.core.ids import new_id

INVITATIONS_AN_HOUR = 50
INVITATIONS_AN_HOUR_TO_ONE = 5


class UserMissing(NotFound):
    code = "user_missing"


class UserExists(Conflict):
    code = "user_exists"


class AlreadyActive(Conflict):
    code = "user_already_active"


class LastOwner(Conflict):
    code = "last_owner"


def invite(work: Work, *, email: str, name: str, role: Role, language: str | None = None) -> User:
    """The mail with the set-up link follows from the event. Raises UserExists, TooMany."""
    user = add(work, email=email, name=name, role=role, language=language)
    _tell_of_invitation(work, user)
    return user


def add(work: Work, *, email: str, name: str, role: Role, language: str | None = None) -> User:
    """Somebody who may set up a passkey, once a link is at hand. Raises UserExists."""
    address = model.email_digest(email)
    if store.id_of_email(work, address):
        raise UserExists("Somebody with this address is in the team already.")
    user = User(
        id=new_id("usr"),
        name=name,
        email=email.strip(),
        role=role,
        language=language,
        invited_at=work.now,
    )
    store.claim_email(work, address, user.id)
    store.save(work, user)
    work.record("user.added", user.id, role=user.role.value)
    return user


def invite_again(work: Work, user_id: str) -> User:
    """Raises UserMissing, AlreadyActive."""
    user = get(work, user_id)
    if user.state is not State.INVITED:
        raise AlreadyActive("This user has set up a passkey already.")
    _tell_of_invitation(work, user)
    return user


def get(work: Work, user_id: str) -> User:
    """Somebody of the team. Raises UserMissing, also for who was removed."""
    user = store.user(work, user_id)
    if user is None or user.state is State.REMOVED:
        raise UserMissing("There is no such user in this team.")
    return user


def find(work: Work, user_id: str) -> User | None:
    """Also who was removed: the log speaks of them."""
    return store.user(work, user_id)


def with_email(work: Work, email: str) -> User:
    """Raises UserMissing."""
    user_id = store.id_of_email(work, model.email_digest(email))
    if user_id is None:
        raise UserMissing("Nobody in this team has that address.")
    return get(work, user_id)


def team(work: Work) -> list[User]:
    return [user for user in store.users(work) if user.state is not State.REMOVED]


def active_owners(work: Work) -> list[User]:
    return [user for user in store.users(work) if user.is_active_owner]


def last_seen(work: Work) -> dict[str, datetime]:
    """By user; those who never signed in are missing."""
    return store.seen(work)


def describe(work: Work, user: User, *, name: str, language: str | None) -> User:
    """How somebody wants to be called, and spoken to."""
    described = user.model_copy(update={"name": name, "language": language})
    store.save(work, described)
    work.record("user.described", user.id)
    return described


def change_role(work: Work, user_id: str, role: Role) -> User:
    """Raises UserMissing, LastOwner."""
    user = get(work, user_id)
    if role is user.role:
        return user
    changed = user.model_copy(update={"role": role})
    _count_owners(work, user, changed)
    store.save(work, changed)
    work.record("user.role_changed", user.id, before=user.role.value, after=role.value)
    return changed


def remove(work: Work, user_id: str) -> None:
    """Sessions, passkeys and links end at once. Raises UserMissing, LastOwner."""
    user = get(work, user_id)
    removed = user.model_copy(update={"state": State.REMOVED, "recovery": None})
    _count_owners(work, user, removed)
    store.forget_all_of(work, user.id)
    store.free_email(work, model.email_digest(user.email))
    store.save(work, removed)
    work.record("user.removed", user.id, role=user.role.value)


def _count_owners(work: Work, before: User, after: User) -> None:
    change = after.is_active_owner - before.is_active_owner
    if change < 0 and len(active_owners(work)) < 2:
        raise LastOwner("A team needs an owner: make somebody else owner first.")
    if change:
        store.count_owners(work, change)


def _tell_of_invitation(work: Work, user: User) -> None:
    to_one = f"invitation:{model.email_digest(user.email)}"
    limits.count(work, to_one, INVITATIONS_AN_HOUR_TO_ONE)
    limits.count(work, "invitations", INVITATIONS_AN_HOUR)
    work.record("user.invited", user.id, role=user.role.value)
