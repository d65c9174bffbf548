"""Rows of signing in. Each ends by itself some time after it has expired."""

from datetime import UTC, datetime, timedelta

from balie.ground.aws import keys, rows, stored
from balie.ground.aws.keys import Key, ListKey
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.ground.core.stored import Stored
from balie.relation.auth.model import Link, Session, SignInRequest

MOST_SESSIONS = 100  # of one address
A_DAY_LATE = timedelta(days=1)  # expiry is checked when read: rows are only cleared away by it


def link(work: Work, token_digest: str) -> Link | None:
    row = work.get(keys.sign_in_link(token_digest))
    return stored.read(Link, row) if row else None


def save_link(work: Work, token_digest: str, link: Link) -> None:
    _save(work, keys.sign_in_link(token_digest), link, link.expires_at)


def spend_link(work: Work, token_digest: str, link: Link) -> None:
    """Only one of several who try at once commits."""
    work.delete(keys.sign_in_link(token_digest), version=link.version)


def request(work: Work, nonce_digest: str) -> SignInRequest | None:
    row = work.get(keys.sign_in_request(nonce_digest))
    return stored.read(SignInRequest, row) if row else None


def save_request(work: Work, nonce_digest: str, request: SignInRequest) -> None:
    key = keys.sign_in_request(nonce_digest)
    _save(work, key, request, request.expires_at)


def forget_request(work: Work, nonce_digest: str, request: SignInRequest) -> None:
    work.delete(keys.sign_in_request(nonce_digest), version=request.version)


def session(work: Work, token_digest: str) -> Session | None:
    row = work.get(keys.session(token_digest))
    if row is None:
        return None
    return _session(row)


def _session(row: Row) -> Session:
    kept = stored.read(Session, row)
    slid_to = datetime.fromtimestamp(rows.number(row, "slid_to"), UTC)
    return kept.model_copy(update={"expires_at": max(kept.expires_at, slid_to)})


def slide_session(work: Work, token_digest: str, until: datetime) -> None:
    """Without a version, because a page's requests slide it at once; an ended one stays so."""
    work.add(
        keys.session(token_digest),
        {"slides": 1},
        at_least={"version": 1},
        fixed={"slid_to": int(until.timestamp())},
    )


def save_session(work: Work, token_digest: str, session: Session) -> None:
    """Listed with the others of the same address, whichever customer they are for."""
    listed = keys.sessions_of(session.email_digest, session.id) if session.id else None
    _save(work, keys.session(token_digest), session, session.ends_at, listed)


def sessions(work: Work, email_digest: str) -> list[tuple[str, Session]]:
    """Each with the digest of its token; a moment behind."""
    page = work.query_list(keys.sessions_listed(email_digest), limit=MOST_SESSIONS)
    return [(_token_digest(row), _session(row)) for row in page.rows]


def _token_digest(row: Row) -> str:
    return rows.text(row, "pk").removeprefix(keys.session("").pk)


def end_session(work: Work, token_digest: str, session: Session) -> None:
    work.delete(keys.session(token_digest), version=session.version)


def _save(
    work: Work, key: Key, saved: Stored, until: datetime, listed: ListKey | None = None
) -> None:
    row = {**stored.data(saved), **rows.ttl(until + A_DAY_LATE)}
    row |= listed._asdict() if listed else {}
    work.put(key, row, version=saved.version)
