"""What a route may ask for: the tenant's unit of work, and proof that its own page is asking."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request

from balie.ground.aws import directory
from balie.ground.aws.work import Work, open_work
from balie.ground.core import clock
from balie.ground.core.errors import Forbidden, NotFound
from balie.ground.core.events import Cause

LONGEST_HOST = 261  # a name of 255 octets and a port
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class HostUnknown(NotFound):
    code = "host_unknown"


class CrossSite(Forbidden):
    code = "cross_site"


def host_of(request: Request) -> str:
    """The host that the browser asked for, as the CDN passes it on."""
    return request.headers.get("x-balie-host") or request.headers.get("host") or ""


def request_id(request: Request) -> str | None:
    """API Gateway's own id of the request, which no caller chooses; None without a gateway."""
    event: Any = request.scope.get("aws.event", {})
    found = event.get("requestContext", {}).get("requestId")
    return str(found) if found else None


async def refuse_cross_site(request: Request) -> None:
    """Unsafe methods come from our own page only; raises CrossSite.

    A custom header and JSON cannot be sent across origins without a preflight, which nothing
    answers; `Sec-Fetch-Site`, or `Origin` where a browser lacks it, must agree.
    """
    if request.method in SAFE_METHODS:
        return
    headers = request.headers
    json = headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    site = headers.get("sec-fetch-site")
    same = site == "same-origin" if site else _same_origin(request)
    if not (json and headers.get("x-balie") == "1" and same):
        raise CrossSite("This must be sent by the portal's own page.")


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == host_of(request)


async def work_at_host(request: Request) -> AsyncIterator[Work | None]:
    """The unit of work of the tenant whose host was asked for; None for a host of nobody."""
    host = host_of(request)
    tenant = directory.tenant_of_host(host) if len(host) <= LONGEST_HOST else None
    if tenant is None:
        yield None
        return
    asked = request_id(request)
    with open_work(tenant, "visitor", Cause.PERSON, clock.now(), cause_ref=asked) as work:
        yield work


WorkAtHost = Annotated[Work | None, Depends(work_at_host, scope="function")]


async def tenant_work(work: WorkAtHost) -> Work:
    """The same, committed before the answer. Raises HostUnknown."""
    if work is None:
        raise HostUnknown("There is no portal at this address.")
    return work


TenantWork = Annotated[Work, Depends(tenant_work, scope="function")]
