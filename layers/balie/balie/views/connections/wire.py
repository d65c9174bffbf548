"""Connections as the desk's API says them: never a key."""

from datetime import datetime

from pydantic import BaseModel

from balie.ground.core.clock import to_text
from balie.outside.providers.catch_up import CatchUp
from balie.outside.providers.stripe import permissions
from balie.views.connections.service import Doing, Health


class WireKind(BaseModel):
    """kind: what was listed ("invoice"); how many were found, and are done."""

    kind: str
    found: int
    done: int


class WireCatchUp(BaseModel):
    """cause: import or sync. has_listed_all: found grows no more. is_stopped: the account was
    closed before that. finished_at: None as long as something is to be done."""

    id: str
    cause: str
    started_at: str
    has_listed_all: bool
    is_complete: bool
    is_stopped: bool
    found: int
    done: int
    kinds: list[WireKind]
    moved_at: str | None
    finished_at: str | None


class WireConnection(BaseModel):
    """missing_permissions: as the provider's page for keys names them.

    last_error_code: what the provider last refused, and when.
    """

    id: str
    provider: str
    account_ref: str
    account_name: str
    live: bool
    status: str
    health: Health
    connected_at: str | None
    disconnected_at: str | None
    synced_until: str | None
    next_sync_at: str | None
    missing_permissions: list[str]
    last_error_code: str | None
    last_error_at: str | None
    latest: WireCatchUp | None


class WireConnections(BaseModel):
    connections: list[WireConnection]


class WireKeyPage(BaseModel):
    """url: where the provider makes a key with these permissions filled in."""

    url: str
    permissions: list[str]


def connection(of: Doing) -> WireConnection:
    found = of.connection
    return WireConnection(
        id=found.id,
        provider=found.provider,
        account_ref=found.account_ref,
        account_name=found.account_name,
        live=found.live,
        status=found.status.value,
        health=of.health,
        connected_at=_text(found.connected_at),
        disconnected_at=_text(found.disconnected_at),
        synced_until=_text(found.synced_until),
        next_sync_at=_text(of.next_sync_at),
        missing_permissions=[permissions.told([name]) for name in found.missing_permissions],
        last_error_code=found.last_error_code,
        last_error_at=_text(found.last_error_at),
        latest=catch_up(of.latest) if of.latest else None,
    )


def catch_up(of: CatchUp) -> WireCatchUp:
    return WireCatchUp(
        id=of.id,
        cause=of.cause.value,
        started_at=to_text(of.started_at),
        has_listed_all=of.has_listed_all,
        is_complete=of.is_complete,
        is_stopped=of.is_stopped,
        found=of.found,
        done=of.done,
        kinds=[
            WireKind(kind=kind.value, found=found, done=of.done_of.get(kind, 0))
            for kind, found in of.found_of.items()
        ],
        moved_at=_text(of.moved_at),
        finished_at=_text(of.finished_at),
    )


def key_page(*, live: bool) -> WireKeyPage:
    wanted = permissions.needed(write_back=False)
    return WireKeyPage(
        url=permissions.page_for_a_key(wanted, live=live),
        permissions=[permissions.told([permission.name]) for permission in wanted],
    )


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None
