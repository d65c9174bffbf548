"""Find anything, from one field."""

from typing import Annotated

from fastapi import APIRouter, Query

from balie.firm.users.api import DeskWork, may
from balie.firm.users.roles import Operation
from balie.firm.users.sessions import Caller
from balie.views.finding import service, wire

router = APIRouter(prefix="/desk", tags=["finding"])


@router.get("/find")
async def find(
    work: DeskWork,
    _: Annotated[Caller, may(Operation.SEE_CUSTOMERS)],
    q: Annotated[str, Query(max_length=254)],
) -> wire.WireFound:
    return wire.found(service.find(work, q))
