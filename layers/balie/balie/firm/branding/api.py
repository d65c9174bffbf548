"""Routes of the desk to see and change how the firm looks to its customers."""

import base64
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from balie.firm.branding import model, service, wire
from balie.firm.branding.model import Branding, Change, Place
from balie.firm.tenants import service as tenants
from balie.firm.users.api import DeskWork, may
from balie.firm.users.roles import Operation
from balie.firm.users.sessions import Caller
from balie.ground.aws.work import Work
from balie.ground.core.images import ImageRefused

router = APIRouter(prefix="/desk/branding", tags=["branding"])

LONGEST_FILE = 512 * 1024  # as base64; how large a picture may be is its place's own rule
Settler = Annotated[Caller, may(Operation.CHANGE_SETTINGS)]
Version = Annotated[int, Field(ge=0)]


class ChangeBody(Change):
    """version: of the branding that the person saw."""

    version: Version


class PictureBody(BaseModel):
    """content: the file, as base64."""

    version: Version
    content: str = Field(max_length=LONGEST_FILE)


class PreviewQuery(BaseModel):
    color: model.Color
    radius_px: model.Radius


@router.get("")
async def get(work: DeskWork, _: Settler) -> wire.WireBranding:
    return _shown(work, service.current(work))


@router.get("/preview")
async def preview(
    query: Annotated[PreviewQuery, Query()], _work: DeskWork, _: Settler
) -> wire.WireJudgement:
    """How it would look; nothing is saved."""
    return wire.judgement(query.color, query.radius_px)


@router.put("")
async def update(body: ChangeBody, work: DeskWork, _: Settler) -> wire.WireBranding:
    wanted = Change(**body.model_dump(exclude={"version"}))
    return _shown(work, service.change(work, wanted, version=body.version))


@router.put("/pictures/{place}")
async def set_picture(
    place: Place, body: PictureBody, work: DeskWork, _: Settler
) -> wire.WireBranding:
    content = _decoded(body.content)
    return _shown(work, service.set_picture(work, place, content, version=body.version))


@router.delete("/pictures/{place}")
async def remove_picture(
    place: Place, version: Annotated[int, Query(ge=0)], work: DeskWork, _: Settler
) -> wire.WireBranding:
    return _shown(work, service.remove_picture(work, place, version=version))


@router.get("/pictures/{place}", response_class=Response)
async def picture(place: Place, work: DeskWork, _: Settler) -> Response:
    """The one that is shown now."""
    found = service.picture_at(work, place)
    return Response(found.content, media_type=found.media_type)


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except ValueError as error:  # not base64, or not even ASCII
        raise ImageRefused("The picture did not arrive whole. Send it again.") from error


def _shown(work: Work, chosen: Branding) -> wire.WireBranding:
    return wire.branding(tenants.current(work), chosen)
