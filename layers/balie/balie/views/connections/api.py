"""Routes to see how provider accounts are doing, and to connect and disconnect them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from balie.firm.tenants import service as tenants
from balie.firm.users.api import DeskWork, may
from balie.firm.users.roles import Operation
from balie.firm.users.sessions import Caller
from balie.ground.aws import limits
from balie.ground.aws.work import Work
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up, connecting, connections
from balie.outside.providers.connections import Connection
from balie.views.connections import service, wire

KEYS_AN_HOUR = 20  # each is tried at the provider
CATCH_UPS_AN_HOUR = 10  # of one account: each may list all of it, and all firms share the workers

router = APIRouter(prefix="/desk/connections", tags=["connections"])

Reader = Annotated[Caller, may(Operation.SEE_CONNECTIONS)]
Manager = Annotated[Caller, may(Operation.MANAGE_CONNECTIONS)]
ConnectionId = Annotated[str, Path(pattern=r"^con_[0-9A-HJKMNP-TV-Z]{26}$")]
CatchUpId = Annotated[str, Path(pattern=r"^cup_[0-9A-HJKMNP-TV-Z]{26}$")]
CAUSES: dict[str, Literal[Cause.IMPORT, Cause.SYNC]] = {"import": Cause.IMPORT, "sync": Cause.SYNC}


class KeyBody(BaseModel):
    """key: as the provider shows it once. It is tried, encrypted and never shown again."""

    key: str = Field(min_length=10, max_length=300, pattern=r"^[\x21-\x7e]+$", repr=False)


class CatchUpBody(BaseModel):
    cause: Literal["import", "sync"]


@router.get("")
async def list_connections(work: DeskWork, _: Reader) -> wire.WireConnections:
    found = [wire.connection(one) for one in service.every(work)]
    return wire.WireConnections(connections=found)


@router.get("/key-page")
async def key_page(work: DeskWork, _: Reader) -> wire.WireKeyPage:
    return wire.key_page(live=tenants.current(work).live)


@router.post("", status_code=201)
async def connect(body: KeyBody, work: DeskWork, _: Manager) -> wire.WireConnection:
    return _connected(work, body.key)


@router.put("/{connection_id}/key")
async def replace_key(
    connection_id: ConnectionId, body: KeyBody, work: DeskWork, _: Manager
) -> wire.WireConnection:
    """Of the same account; one that was disconnected is connected again."""
    return _connected(work, body.key, only=connections.get(work, connection_id))


@router.delete("/{connection_id}", status_code=202)
async def disconnect(
    connection_id: ConnectionId, work: DeskWork, _: Manager
) -> wire.WireConnection:
    """A worker does it within moments."""
    return wire.connection(service.of(work, connecting.ask_to_disconnect(work, connection_id)))


@router.post("/{connection_id}/catch-ups", status_code=202)
async def start_catch_up(
    connection_id: ConnectionId, body: CatchUpBody, work: DeskWork, _: Manager
) -> wire.WireCatchUp:
    limits.count(work, f"catch_ups:{connection_id}", CATCH_UPS_AN_HOUR)
    return wire.catch_up(catch_up.start(work, connection_id, CAUSES[body.cause]))


@router.get("/{connection_id}/catch-ups/{catch_up_id}")
async def progress(
    connection_id: ConnectionId, catch_up_id: CatchUpId, work: DeskWork, _: Reader
) -> wire.WireCatchUp:
    return wire.catch_up(service.progress(work, connection_id, catch_up_id))


def _connected(work: Work, key: str, only: Connection | None = None) -> wire.WireConnection:
    """Kept in units of work of its own, before and after the provider is called."""
    limits.count(work, "provider_keys", KEYS_AN_HOUR)
    work.commit()  # a try counts, whatever comes of it
    connected = connecting.connect_stripe(
        work.tenant,
        api_key=key,
        live=tenants.current(work).live,
        actor=work.actor,
        now=work.now,
        cause=Cause.PERSON,
        write_back=bool(only and only.write_back),
        only=only,
    )
    return wire.connection(service.of(work, connected))
