"""Connections: a connection is one provider account in one mode, with its keys.

Two rows: `connection` for whoever calls the provider, `endpoint` for whoever verifies a webhook,
so that each reads, and can decrypt, only what it needs. A connection is never deleted: what it
brought stays, and the account has the same one when it is connected again.

When a webhook was last heard is not kept. The function that hears it may not write, and a row that
every webhook writes to would be hot; silence is found by the nightly look at the endpoint instead.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from balie.ground.aws import keys, rows
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.ground.core.clock import from_text, to_text
from balie.ground.core.errors import Conflict, NotFound

MOMENTS = (
    "synced_until",
    "connected_at",
    "disconnected_at",
    "disconnect_asked_at",
    "last_error_at",
)
LISTS = ("endpoint_digests", "missing_permissions")
ENDPOINTS_KEPT = 2  # one that was replaced still hears what was under way to it


class ConnectionMissing(NotFound):
    code = "connection_missing"


class ConnectionClosed(Conflict):
    code = "connection_closed"


class Status(StrEnum):
    """disconnected: by the firm. deauthorised: the provider refuses our key for good."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    DEAUTHORISED = "deauthorised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """api_key: ciphertext; empty once it is not connected any more. live: real money.

    account_ref: the provider's id of the account. account_name: as the provider shows it.
    endpoint_ref: the provider's id of our webhook endpoint; None when there is none.
    endpoint_digests: of the tokens of our endpoint rows, the newest first.
    synced_until: what happened before has been heard of; None until the first sync or import.
    connected_at: the last time; None on rows that older releases wrote.
    disconnect_asked_at: by somebody of the firm; None once it has been done, or not been asked.
    write_back: whether the provider is told of what happens here.
    missing_permissions: what the key was found to lack since, in the provider's names.
    last_error_code: what the provider last refused, and when; told at most once a minute.
    """

    id: str
    provider: str
    account_ref: str
    live: bool
    api_key: str
    account_name: str = ""
    endpoint_ref: str | None = None
    endpoint_digests: tuple[str, ...] = ()
    synced_until: datetime | None = None
    status: Status = Status.CONNECTED
    connected_at: datetime | None = None
    disconnected_at: datetime | None = None
    disconnect_asked_at: datetime | None = None
    write_back: bool = False
    missing_permissions: tuple[str, ...] = ()
    last_error_code: str | None = None
    last_error_at: datetime | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.status is Status.CONNECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """webhook_secrets: ciphertexts, the newest first; two while they rotate."""

    connection_id: str
    provider: str
    account_ref: str
    live: bool
    webhook_secrets: tuple[str, ...]


def get(work: Work, connection_id: str) -> Connection:
    """Raises ConnectionMissing."""
    row = work.get(keys.connection(connection_id))
    if row is None:
        raise ConnectionMissing("This payment provider account is not connected.")
    return _read(row)


def require_open(work: Work, connection_id: str) -> Connection:
    """Raises ConnectionMissing or ConnectionClosed."""
    connection = get(work, connection_id)
    if not connection.is_open:
        raise ConnectionClosed(
            f"The account {connection.account_ref} is {connection.status}; connect it again first."
        )
    return connection


def of_account(work: Work, provider: str, account_ref: str, live: bool) -> Connection | None:
    """The connection that this account in this mode has, or had."""
    row = work.get(keys.account(provider, account_ref, live))
    return get(work, rows.text(row, "connection_id")) if row else None


def of_tenant(work: Work) -> list[Connection]:
    """All, also those that are not connected any more, in the order they were first connected."""
    return [_read(row) for row in work.query(keys.tenant().pk, keys.CONNECTIONS).rows]


def note_synced(work: Work, connection_id: str, until: datetime) -> None:
    """Not of one that was closed meanwhile, or connected again since: what was found in between has
    not been looked at. A key that was replaced costs a second look."""
    connection = get(work, connection_id)
    connected_at = connection.connected_at
    if connection.is_open and (connected_at is None or connected_at <= until):
        save(work, replace(connection, synced_until=until))


def close(
    work: Work, connection: Connection, status: Status, *, also: tuple[str, ...] = ()
) -> Connection:
    """Forget its key and its webhook addresses; nothing else. also: tokens of addresses.

    The next sync hears again of all that the provider still tells of.
    """
    for digest in {*connection.endpoint_digests, *map(_digest, also)}:
        _forget_endpoint(work, digest)
    closed = replace(
        connection,
        status=status,
        disconnected_at=work.now,
        disconnect_asked_at=None,
        api_key="",
        endpoint_ref=None,
        endpoint_digests=(),
        synced_until=None,
    )
    save(work, closed)
    return closed


def endpoint(work: Work, token: str) -> Endpoint | None:
    row = work.get(keys.endpoint(_digest(token)))
    if row is None:
        return None
    data = json.loads(rows.text(row, "data"))
    return Endpoint(**{**data, "webhook_secrets": tuple(data["webhook_secrets"])})


def save(work: Work, connection: Connection) -> None:
    said = asdict(connection)
    version = said.pop("version")
    data = json.dumps(said, default=to_text)
    work.put(keys.connection(connection.id), {"data": data}, version=version)
    if version == 0:
        account = keys.account(connection.provider, connection.account_ref, connection.live)
        work.put(account, {"connection_id": connection.id}, version=0)


def save_endpoint(
    work: Work, connection: Connection, ref: str, *, token: str, secret: str
) -> Connection:
    """The connection with its new webhook address. ref: the provider's. secret: ciphertext."""
    digests = (_digest(token), *connection.endpoint_digests)
    for digest in digests[ENDPOINTS_KEPT:]:
        _forget_endpoint(work, digest)
    made = Endpoint(
        connection_id=connection.id,
        provider=connection.provider,
        account_ref=connection.account_ref,
        live=connection.live,
        webhook_secrets=(secret,),
    )
    work.put(keys.endpoint(digests[0]), {"data": json.dumps(asdict(made))}, version=0)
    kept = replace(connection, endpoint_ref=ref, endpoint_digests=digests[:ENDPOINTS_KEPT])
    save(work, kept)
    return kept


def _read(row: Row) -> Connection:
    """What a newer release added has a default on older rows."""
    data: dict[str, Any] = json.loads(rows.text(row, "data"))
    data |= {name: from_text(data[name]) for name in MOMENTS if data.get(name)}
    data |= {name: tuple(data[name]) for name in LISTS if name in data}
    data["status"] = Status(data.get("status", Status.CONNECTED))
    return Connection(**data, version=rows.number(row, "version"))


def _forget_endpoint(work: Work, digest: str) -> None:
    row = work.get(keys.endpoint(digest))
    if row is not None:
        work.delete(keys.endpoint(digest), version=rows.number(row, "version"))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
