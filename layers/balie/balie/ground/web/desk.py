"""What a route of the desk may ask for before anybody is signed in: the right host, and a door.

The desk is one origin for all firms; which firm a request is for stands in what it proves.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from balie.ground.aws import limits, settings
from balie.ground.aws.work import Work, open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.web.requests import HostUnknown, host_of, request_id
from balie.ground.web.visitors import visitor_of

DOOR = "desk"  # the scope of keys of whoever comes, before it is known from which firm
TRIES_AN_HOUR = 60


async def refuse_other_hosts(request: Request) -> None:
    """Raises HostUnknown: no portal ever shows the desk."""
    if host_of(request).lower() != urlsplit(settings.desk_url()).netloc:
        raise HostUnknown("There is no desk at this address.")


@contextmanager
def open_for(request: Request, tenant: str) -> Iterator[Work]:
    """The unit of work of a firm that the request named, and has yet to prove."""
    asked = request_id(request)
    with open_work(tenant, "visitor", Cause.PERSON, clock.now(), cause_ref=asked) as work:
        yield work


async def at_the_door(request: Request) -> AsyncIterator[Work]:
    with open_for(request, DOOR) as work:
        yield work


async def count_visitor(request: Request) -> None:
    """Raises TooMany."""
    visitor = limits.whose(visitor_of(request))
    with open_for(request, DOOR) as work:
        limits.count(work, f"desk:{visitor}", TRIES_AN_HOUR)


def device_of(request: Request) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")


DoorWork = Annotated[Work, Depends(at_the_door, scope="function")]
