"""What every page of a portal is painted with, by the host that was asked for.

Public, and the same for everybody at one host, so that browsers and a CDN may keep it. `Vary` names
the header that tells hosts apart behind a CDN: without it in the cache's key, one firm's customers
would see another's colours. A host of nobody gets the neutral look, as firms do without a choice.
"""

import hashlib

from fastapi import APIRouter, Request, Response

from balie.firm.branding import service as branding
from balie.firm.branding import wire
from balie.firm.branding.model import Branding
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.ground.web.requests import TenantWork, WorkAtHost

router = APIRouter(prefix="/branding", tags=["appearance"])

# Painted at once with what was kept, for a day, while what holds now is fetched behind it.
A_MINUTE = "public, max-age=60, stale-while-revalidate=86400"
FOR_EVER = "public, max-age=31536000, immutable"
BY_HOST = "X-Balie-Host"
# A picture is named by its content and shown in mails, so in pages of other sites.
OF_A_PICTURE = {
    "Cache-Control": FOR_EVER,
    "Vary": BY_HOST,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Content-Disposition": "inline",
}


@router.get("/portal.css", response_class=Response)
async def style_sheet(request: Request, work: WorkAtHost) -> Response:
    chosen = branding.current(work) if work else Branding()
    return _kept(request, wire.style_sheet(chosen), "text/css")


@router.get("/portal.json", response_model=wire.WireLook)
async def look(request: Request, work: WorkAtHost) -> Response:
    return _kept(request, _look(work).model_dump_json(), "application/json")


@router.get("/{file}", response_class=Response)
async def picture(file: str, work: TenantWork) -> Response:
    found = branding.picture(work, file)
    return Response(found.content, media_type=found.media_type, headers=OF_A_PICTURE)


def _look(work: Work | None) -> wire.WireLook:
    if work is None:
        return wire.look_of_nobody()
    return wire.look(tenants.current(work), branding.current(work))


def _kept(request: Request, text: str, media_type: str) -> Response:
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"Cache-Control": A_MINUTE, "Vary": BY_HOST, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=media_type, headers=headers)
