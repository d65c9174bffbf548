"""Rows of users: all of a firm's in one partition, what belongs to each in one of their own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from balie.firm.users.model import Session, SetUpLink, User
from balie.ground.aws import rows, staff_keys, stored
from balie.ground.aws.keys import Key
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work

A_DAY_LATE = timedelta(days=1)  # expiry is checked when read: rows are only cleared away by it


def user(work: Work, user_id: str) -> User | None:
    row = work.get(staff_keys.user(user_id))
    return stored.read(User, row) if row else None


def users(work: Work) -> list[User]:
    """All, also those who were removed; in the order in which they came."""
    return [stored.read(User, row) for row in work.every(staff_keys.USERS, staff_keys.USER)]


def save(work: Work, user: User) -> None:
    work.put(staff_keys.user(user.id), stored.data(user), version=user.version)


def id_of_email(work: Work, email_digest: str) -> str | None:
    row = work.get(staff_keys.user_email(email_digest))
    return rows.text(row, "user") if row else None


def claim_email(work: Work, email_digest: str, user_id: str) -> None:
    """Only one user has an address: of several who try at once one commits."""
    work.put(staff_keys.user_email(email_digest), {"user": user_id}, version=0)


def free_email(work: Work, email_digest: str) -> None:
    if (row := work.get(staff_keys.user_email(email_digest))) is not None:
        work.delete(staff_keys.user_email(email_digest), version=rows.number(row, "version"))


def count_owners(work: Work, change: int) -> None:
    """Active ones. The last cannot go: of two who leave at once one commits."""
    work.add(staff_keys.owners(), {"active": change}, at_least={"active": 2} if change < 0 else {})


def seen(work: Work) -> dict[str, datetime]:
    """When each was last seen, by user; those who never were are missing."""
    found = {}
    for row in work.every(staff_keys.USERS, staff_keys.SEEN_USER):
        user_id = rows.text(row, "sk").removeprefix(staff_keys.SEEN_USER)
        found[user_id] = datetime.fromtimestamp(rows.number(row, "seen_at"), UTC)
    return found


def note_seen(work: Work, user_id: str) -> None:
    fixed: Row = {"seen_at": int(work.now.timestamp())}
    work.add(staff_keys.user_seen(user_id), {"slides": 1}, fixed=fixed)


def set_up_link(work: Work, user_id: str) -> SetUpLink | None:
    row = work.get(staff_keys.set_up_link(user_id))
    return stored.read(SetUpLink, row) if row else None


def save_set_up_link(work: Work, user_id: str, link: SetUpLink) -> None:
    _save_until(work, staff_keys.set_up_link(user_id), link, link.expires_at)


def spend_set_up_link(work: Work, user_id: str, link: SetUpLink) -> None:
    """Only one of several who try at once commits."""
    work.delete(staff_keys.set_up_link(user_id), version=link.version)


def session(work: Work, user_id: str, token_digest: str) -> Session | None:
    row = work.get(staff_keys.user_session(user_id, token_digest))
    return _session(row) if row else None


def sessions(work: Work, user_id: str) -> Iterator[tuple[str, Session]]:
    """Each with the digest of its token."""
    for row in work.every(staff_keys.user_rows(user_id), staff_keys.USER_SESSIONS):
        yield rows.text(row, "sk").removeprefix(staff_keys.USER_SESSIONS), _session(row)


def save_session(work: Work, token_digest: str, session: Session) -> None:
    key = staff_keys.user_session(session.user_id, token_digest)
    _save_until(work, key, session, session.ends_at)


def move_session(work: Work, user_id: str, token_digest: str, **moments: datetime) -> None:
    """slid_to, stepped_up. Without a version, as requests come at once; an ended one stays so."""
    work.add(
        staff_keys.user_session(user_id, token_digest),
        {"slides": 1},
        at_least={"version": 1},
        fixed={name: int(moment.timestamp()) for name, moment in moments.items()},
    )


def end_session(work: Work, token_digest: str, session: Session) -> None:
    work.delete(staff_keys.user_session(session.user_id, token_digest), version=session.version)


def forget_all_of(work: Work, user_id: str) -> None:
    """Sessions, passkeys, the set-up link: whatever lets this user in."""
    for row in work.every(staff_keys.user_rows(user_id), ""):
        key = Key(rows.text(row, "pk"), rows.text(row, "sk"))
        work.delete(key, version=rows.number(row, "version"))


def _session(row: Row) -> Session:
    kept = stored.read(Session, row)
    slid_to = datetime.fromtimestamp(rows.number(row, "slid_to"), UTC)
    stepped_up = datetime.fromtimestamp(rows.number(row, "stepped_up"), UTC)
    moved = {
        "expires_at": max(kept.expires_at, slid_to),
        "stepped_up_at": max(kept.stepped_up_at, stepped_up),
    }
    return kept.model_copy(update=moved)


def _save_until(work: Work, key: Key, saved: SetUpLink | Session, until: datetime) -> None:
    row = {**stored.data(saved), **rows.ttl(until + A_DAY_LATE)}
    work.put(key, row, version=saved.version)
