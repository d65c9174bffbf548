"""Whether a provider still lets us in, and what it last refused, noted on the connection."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta

from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import Clock
from balie.ground.core.errors import BalieError, Changed
from balie.ground.core.events import Cause
from balie.outside.providers import connections, registry
from balie.outside.providers.connections import Connection, Status
from balie.outside.providers.refusals import KeyRefused, ProviderUnavailable

NOTED_EVERY = timedelta(minutes=1)  # an outage fails many calls at once: the row must not be hot


@contextmanager
def watched(tenant: str, connection_id: str, clock: Clock) -> Iterator[None]:
    """Around calls to the provider: what it refuses is noted, and goes on to the caller."""
    try:
        yield
    except (KeyRefused, ProviderUnavailable) as refusal:
        with suppress(Changed):  # somebody else has noted it just then
            note(tenant, connection_id, refusal, clock)
        raise


def note(tenant: str, connection_id: str, refusal: BalieError, clock: Clock) -> None:
    """On the connection, which is closed when the provider refuses its key altogether."""
    with open_work(tenant, "system", Cause.TIMER, clock()) as work:
        connection = connections.get(work, connection_id)
        if not connection.is_open:
            return
        if isinstance(refusal, KeyRefused) and refusal.is_dead:
            close_when_refused(work, connection, reason=refusal.code)
        lacks = refusal.lacks if isinstance(refusal, KeyRefused) else ()
        if _is_news(connection, refusal.code, lacks, work.now):
            connections.save(work, _with_error(work, connection_id, refusal.code, lacks))
            work.record("connection.refused", connection_id, reason=refusal.code)


def close_when_refused(work: Work, connection: Connection, *, reason: str) -> None:
    """Ask the provider, and believe nobody else: a single refusal may be a moment's, a word forged.

    Nothing happens when it lets us in. Raises ProviderUnavailable when it does not say.
    """
    if connection.is_open and not registry.lets_in(work.tenant, connection):
        connections.close(work, connection, Status.DEAUTHORISED)
        work.record("connection.deauthorised", connection.id, reason=reason)


def _is_news(connection: Connection, code: str, lacks: tuple[str, ...], now: datetime) -> bool:
    last = connection.last_error_at
    if code != connection.last_error_code or not last or now - last >= NOTED_EVERY:
        return True
    return not set(lacks) <= set(connection.missing_permissions)


def _with_error(work: Work, connection_id: str, code: str, lacks: tuple[str, ...]) -> Connection:
    connection = connections.get(work, connection_id)
    return replace(
        connection,
        last_error_code=code,
        last_error_at=work.now,
        missing_permissions=tuple(sorted({*connection.missing_permissions, *lacks})),
    )
