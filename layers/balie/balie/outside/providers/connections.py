"""Connections: a connection is one provider account in one mode, with its keys.

Two rows: `connection` for whoever calls the provider, `endpoint` for whoever verifies a webhook,
so that each reads, and can decrypt, only what it needs.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from balie.ground.aws import keys, rows
from balie.ground.aws.work import Work
from balie.ground.core.clock import from_text, to_text
from balie.ground.core.errors import NotFound


class ConnectionMissing(NotFound):
    code = "connection_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """api_key: ciphertext. account_ref: the provider's id of the account. live: real money.

    endpoint_ref: the provider's id of our webhook endpoint; None until it has been made.
    synced_until: what happened before has been heard of; None until the first sync or import.
    """

    id: str
    provider: str
    account_ref: str
    live: bool
    api_key: str
    endpoint_ref: str | None = None
    synced_until: datetime | None = None
    version: int = 0


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
    data = json.loads(rows.text(row, "data"))
    synced = data.pop("synced_until", None)
    return Connection(
        **data,
        synced_until=from_text(synced) if synced else None,
        version=rows.number(row, "version"),
    )


def of_account(work: Work, provider: str, account_ref: str, live: bool) -> Connection | None:
    """The connection that this account in this mode has, if it is connected."""
    row = work.get(keys.account(provider, account_ref, live))
    return get(work, rows.text(row, "connection_id")) if row else None


def note_synced(work: Work, connection_id: str, until: datetime) -> None:
    save(work, replace(get(work, connection_id), synced_until=until))


def endpoint(work: Work, token: str) -> Endpoint | None:
    row = work.get(keys.endpoint(token))
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


def save_endpoint(work: Work, token: str, endpoint: Endpoint) -> None:
    work.put(keys.endpoint(token), {"data": json.dumps(asdict(endpoint))}, version=0)
