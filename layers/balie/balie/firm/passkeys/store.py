"""Rows of passkeys and of challenges."""

from datetime import timedelta

from balie.firm.passkeys.model import Challenge, Passkey, credential_digest
from balie.ground.aws import rows, staff_keys, stored
from balie.ground.aws.work import Work

A_DAY_LATE = timedelta(days=1)  # expiry is checked when read: rows are only cleared away by it


def passkey(work: Work, user_id: str, credential_id: str) -> Passkey | None:
    row = work.get(staff_keys.passkey(user_id, credential_digest(credential_id)))
    return stored.read(Passkey, row) if row else None


def passkeys(work: Work, user_id: str) -> list[Passkey]:
    rows_found = work.every(staff_keys.user_rows(user_id), staff_keys.PASSKEYS)
    return [stored.read(Passkey, row) for row in rows_found]


def save(work: Work, passkey: Passkey) -> None:
    key = staff_keys.passkey(passkey.user_id, credential_digest(passkey.credential_id))
    work.put(key, stored.data(passkey), version=passkey.version)


def remove(work: Work, passkey: Passkey) -> None:
    key = staff_keys.passkey(passkey.user_id, credential_digest(passkey.credential_id))
    work.delete(key, version=passkey.version)


def challenge(work: Work, nonce_digest: str) -> Challenge | None:
    row = work.get(staff_keys.passkey_challenge(nonce_digest))
    return stored.read(Challenge, row) if row else None


def save_challenge(work: Work, nonce_digest: str, challenge: Challenge) -> None:
    row = {**stored.data(challenge), **rows.ttl(challenge.expires_at + A_DAY_LATE)}
    work.put(staff_keys.passkey_challenge(nonce_digest), row, version=challenge.version)


def spend_challenge(work: Work, nonce_digest: str, challenge: Challenge) -> None:
    """Only one of several who try at once commits."""
    work.delete(staff_keys.passkey_challenge(nonce_digest), version=challenge.version)
