"""Passkeys: the only way into the desk.

A challenge belongs to the browser that asked for it, known by a nonce in a cookie, and to one
purpose; it is spent by the first answer, whatever that is worth. Whose passkey an answer is stands
in its user handle, so that signing in asks for no address.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from balie.firm.passkeys import ceremonies, model, rules, store
from balie.firm.passkeys.ceremonies import refused
from balie.firm.passkeys.model import Challenge, Credential, Options, Passkey
from balie.firm.tenants import service as tenants
from balie.firm.users import service as team
from balie.firm.users import sessions, set_up
from balie.firm.users.model import Claim, User, digest, new_token
from balie.firm.users.sessions import Caller
from balie.firm.users.set_up import SetUp
from balie.ground.aws.work import Work
from balie.ground.core.errors import Changed, Conflict, NotFound
from balie.ground.core.ids import new_id

HANDLE = re.compile(r"(ten_[0-9A-Z]{26})\.(usr_[0-9A-Z]{26})")  # 61 bytes of at most 64


class PasskeyMissing(NotFound):
    code = "passkey_missing"


class LastPasskey(Conflict):
    code = "last_passkey"


class PasskeysFull(Conflict):
    code = "passkeys_full"


class Owner(NamedTuple):
    """Whose a passkey says it is."""

    tenant: str
    user_id: str

    def __str__(self) -> str:
        return ".".join(self)


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """name: what its owner calls it. transports: how browsers reach it."""

    name: str
    credential: Credential
    transports: tuple[str, ...] = ()


class Asked(NamedTuple):
    """nonce: for the cookie of the browser that asked. options: for `navigator.credentials`."""

    nonce: str
    options: Options


def ask_to_sign_in(door: Work) -> Asked:
    """door: the unit of work of whoever comes, before it is known from which firm."""
    nonce, challenge = _ask(door, "sign_in")
    return Asked(nonce, ceremonies.ask_for(challenge))


def ask_to_set_up(work: Work, claim: Claim) -> tuple[Asked, SetUp]:
    """Spends no link. Raises SetUpRefused."""
    found = set_up.check(work, claim)
    return _ask_to_make(work, found.user, f"set_up:{found.user.id}", known=()), found


def ask_to_add(work: Work, caller: Caller) -> Asked:
    known = store.passkeys(work, caller.user.id)
    return _ask_to_make(work, caller.user, f"add:{caller.session.id}", known=known)


def ask_to_step_up(work: Work, caller: Caller) -> Asked:
    nonce, challenge = _ask(work, f"step_up:{caller.session.id}")
    return Asked(nonce, ceremonies.ask_for(challenge, known=store.passkeys(work, caller.user.id)))


def sign_in_challenge(door: Work, nonce: str) -> Challenge:
    """The one that this browser was asked; spent. Raises PasskeyRefused."""
    return _spent(door, nonce, "sign_in")


def whose(credential: Credential) -> Owner:
    """What the credential says; nothing is proved yet. Raises PasskeyRefused."""
    found = HANDLE.fullmatch(ceremonies.handle_in(credential))
    if found is None:
        raise refused()
    return Owner(*found.groups())


def sign_in(
    work: Work, user_id: str, credential: Credential, challenge: Challenge, *, device: str
) -> Claim:
    """Raises PasskeyRefused."""
    passkey = _shown(work, user_id, credential, challenge)
    try:
        user = team.get(work, user_id)
    except NotFound as error:
        raise refused() from error
    return sessions.begin(work, user, passkey=passkey.name, device=device)


def step_up(work: Work, caller: Caller, claim: Claim, credential: Credential, nonce: str) -> None:
    """Raises PasskeyRefused."""
    challenge = _spent(work, nonce, f"step_up:{caller.session.id}")
    _shown(work, caller.user.id, credential, challenge)
    sessions.step_up(work, claim)


def take_set_up(
    work: Work, claim: Claim, nonce: str, new: NewPasskey, *, name: str, device: str
) -> Claim:
    """The first passkey, and the session that follows. name: the user's own.

    Raises SetUpRefused, PasskeyRefused.
    """
    challenge = _spent(work, nonce, f"set_up:{claim.user_id}")
    found = set_up.check(work, claim)
    user = set_up.spend(work, found, name)
    _keep(work, user, new, challenge, by="recovery" if found.is_recovery else "invitation")
    return sessions.begin(work, user, passkey=new.name, device=device)


def add(work: Work, caller: Caller, nonce: str, new: NewPasskey) -> Passkey:
    """Raises PasskeyRefused, PasskeysFull."""
    challenge = _spent(work, nonce, f"add:{caller.session.id}")
    if len(store.passkeys(work, caller.user.id)) >= model.MOST_PASSKEYS:
        raise PasskeysFull(f"{model.MOST_PASSKEYS} passkeys are the most: remove one first.")
    return _keep(work, caller.user, new, challenge, by="user")


def listed(work: Work, user_id: str) -> list[Passkey]:
    """In the order in which they were made."""
    return sorted(store.passkeys(work, user_id), key=lambda passkey: passkey.created_at)


def rename(work: Work, user_id: str, passkey_id: str, name: str) -> Passkey:
    """Raises PasskeyMissing."""
    _, passkey = _of_own(work, user_id, passkey_id)
    renamed = passkey.model_copy(update={"name": name})
    store.save(work, renamed)
    work.record("passkey.renamed", user_id, passkey=passkey.id)
    return renamed


def remove(work: Work, user_id: str, passkey_id: str) -> None:
    """Raises PasskeyMissing, LastPasskey."""
    all_of_them, passkey = _of_own(work, user_id, passkey_id)
    if len(all_of_them) == 1:
        raise LastPasskey("This is your only way in: add another passkey first.")
    for other in all_of_them:
        if other is not passkey:
            store.save(work, other)  # of two who each remove the other's last, one commits
    store.remove(work, passkey)
    work.record("passkey.removed", user_id, passkey=passkey.id)


def _of_own(work: Work, user_id: str, passkey_id: str) -> tuple[list[Passkey], Passkey]:
    all_of_them = store.passkeys(work, user_id)
    for passkey in all_of_them:
        if passkey.id == passkey_id:
            return all_of_them, passkey
    raise PasskeyMissing("You have no such passkey.")


def _keep(work: Work, user: User, new: NewPasskey, challenge: Challenge, *, by: str) -> Passkey:
    """by: what let it be made; only the first of who was invited is no news to its user."""
    made = ceremonies.made(new.credential, challenge)
    passkey = Passkey(
        id=new_id("pky"),
        user_id=user.id,
        name=new.name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        synced=made.synced,
        transports=new.transports,
        created_at=work.now,
    )
    store.save(work, passkey)
    work.record("passkey.added", user.id, passkey=passkey.id, by=by)
    return passkey


def _shown(work: Work, user_id: str, credential: Credential, challenge: Challenge) -> Passkey:
    """The passkey that was shown, which has been used now. Raises PasskeyRefused."""
    passkey = store.passkey(work, user_id, credential["id"])
    if passkey is None:
        raise refused()
    count = ceremonies.shown(credential, challenge, passkey)
    if rules.went_back(passkey.sign_count, count):
        work.record("passkey.count_went_back", user_id, passkey=passkey.id)
        work.commit()  # the firm is told, though the answer is an error
        raise refused()
    used = passkey.model_copy(update={"sign_count": count, "last_used_at": work.now})
    store.save(work, used)
    return used


def _ask(work: Work, purpose: str) -> tuple[str, Challenge]:
    nonce = new_token()
    challenge = model.new_challenge(purpose, work.now)
    store.save_challenge(work, digest(nonce), challenge)
    return nonce, challenge


def _ask_to_make(work: Work, user: User, purpose: str, *, known: Sequence[Passkey]) -> Asked:
    nonce, challenge = _ask(work, purpose)
    handle = str(Owner(work.tenant, user.id))
    account = f"{tenants.current(work).name}: {user.email}"  # who works for several firms chooses
    options = ceremonies.ask_to_make(
        challenge, handle=handle, account=account, name=user.name, known=known
    )
    return Asked(nonce, options)


def _spent(work: Work, nonce: str, purpose: str) -> Challenge:
    """Committed at once: a wrong answer spends it as well. Raises PasskeyRefused."""
    challenge = store.challenge(work, digest(nonce))
    if challenge is None or challenge.purpose != purpose or work.now >= challenge.expires_at:
        raise refused()
    store.spend_challenge(work, digest(nonce), challenge)
    try:
        work.commit()
    except Changed as error:
        raise refused() from error
    return challenge
