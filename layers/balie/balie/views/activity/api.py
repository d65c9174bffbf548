"""The log of what happened at the firm."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator

from balie.firm.users.api import DeskWork, may
from balie.firm.users.roles import Operation
from balie.firm.users.sessions import Caller
from balie.views.activity import service, wire
from balie.views.activity.model import Wanted

router = APIRouter(prefix="/desk", tags=["activity"])

PLACE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{15}Z)?#(evt_[0-9A-Z]{26})?)?$"


def _has_a_day(cursor: str) -> str:
    if cursor:
        date.fromisoformat(cursor[:10])
    return cursor


Reader = Annotated[Caller, may(Operation.SEE_ACTIVITY)]
Day = Annotated[date | None, Query(ge=date(2020, 1, 1), le=date(2999, 12, 31))]
Actor = Annotated[str, Query(max_length=60, pattern=r"^([a-z]+:[A-Za-z0-9_]*)?$")]
What = Annotated[str, Query(max_length=60, pattern=r"^[a-z_.]*$")]
ObjectId = Annotated[str, Query(max_length=80, pattern=r"^[A-Za-z0-9_]*$")]
EventCursor = Annotated[str, Query(pattern=PLACE), AfterValidator(_has_a_day)]
EventLimit = Annotated[int, Query(ge=1, le=100)]


@router.get("/activity")
async def list_activity(
    work: DeskWork,
    _: Reader,
    first: Day = None,
    last: Day = None,
    actor: Actor = "",
    what: What = "",
    object_id: ObjectId = "",
    cursor: EventCursor = "",
    limit: EventLimit = 50,
) -> wire.WireEvents:
    wanted = Wanted(first=first, last=last, actor=actor, what=what, object_id=object_id)
    return wire.events(service.log(work, wanted, limit=limit, after=cursor))
