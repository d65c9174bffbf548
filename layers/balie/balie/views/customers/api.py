"""The desk's list of customers."""

from typing import Annotated

from fastapi import APIRouter, Query

from balie.firm.users.api import DeskWork, may
from balie.firm.users.roles import Operation
from balie.firm.users.sessions import Caller
from balie.views.customers import service, wire
from balie.views.customers.model import Filter

MOST_ON_A_PAGE = 100

router = APIRouter(prefix="/desk", tags=["customers"])

Reader = Annotated[Caller, may(Operation.SEE_CUSTOMERS)]
Search = Annotated[str, Query(max_length=254)]
Cursor = Annotated[str, Query(max_length=80, pattern=r"^[A-Za-z0-9_#-]*$")]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)]


@router.get("/customers")
async def list_customers(
    work: DeskWork,
    _: Reader,
    q: Search = "",
    show: Filter | None = None,
    cursor: Cursor = "",
    limit: Limit = 25,
) -> wire.WireCustomers:
    """By name; who is late by how long, others by how much."""
    found = service.page(work, search=q, wanted=show, limit=limit, after=cursor)
    return wire.customers(found)


@router.get("/customers/sums")
async def sums(work: DeskWork, _: Reader) -> wire.WireSums:
    return wire.sums(service.sums(work))
