"""Rows of views, and of the codes that begin them."""

from datetime import timedelta

from balie.ground.aws import rows, staff_keys, stored
from balie.ground.aws.keys import Key
from balie.ground.aws.work import Work
from balie.relation.viewing.model import View

A_DAY_LATE = timedelta(days=1)  # the end is checked when read: rows are only cleared away by it


def code(work: Work, code_digest: str) -> View | None:
    return _read(work, staff_keys.view_code(code_digest))


def save_code(work: Work, code_digest: str, view: View) -> None:
    _save(work, staff_keys.view_code(code_digest), view)


def spend_code(work: Work, code_digest: str, view: View) -> None:
    """Only one of several who try at once commits."""
    work.delete(staff_keys.view_code(code_digest), version=view.version)


def view(work: Work, token_digest: str) -> View | None:
    return _read(work, staff_keys.view(token_digest))


def save(work: Work, token_digest: str, view: View) -> None:
    _save(work, staff_keys.view(token_digest), view)


def end(work: Work, token_digest: str, view: View) -> None:
    work.delete(staff_keys.view(token_digest), version=view.version)


def _read(work: Work, key: Key) -> View | None:
    row = work.get(key)
    return stored.read(View, row) if row else None


def _save(work: Work, key: Key, view: View) -> None:
    row = {**stored.data(view), **rows.ttl(view.ends_at + A_DAY_LATE)}
    work.put(key, row, version=view.version)
