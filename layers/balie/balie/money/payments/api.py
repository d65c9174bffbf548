"""The list of a customer's payments."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from balie.firm.tenants import service as tenants
from balie.ground.web.requests import TenantWork
from balie.money.payments import service, wire
from balie.money.payments.wire import WirePayment
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller

router = APIRouter(prefix="/api", tags=["payments"])

Place = Annotated[str, Query(pattern=r"^(at_[0-7][0-9A-HJKMNP-TV-Z]{25})?$")]
Limit = Annotated[int, Query(ge=1, le=100)]


class WirePayments(BaseModel):
    """next_cursor: for the page after this one; None at the end."""

    today: date
    payments: list[WirePayment]
    next_cursor: str | None


@router.get("/payments", responses=FOR_CALLERS)
async def list_payments(
    work: TenantWork, caller: SignedInCaller, cursor: Place = "", limit: Limit = 20
) -> WirePayments:
    """By the moment they were last tried, the newest first; those that failed too."""
    today = tenants.today(work)
    found, following = service.page(work, caller.customer.group, limit=limit, after=cursor)
    shown = [wire.payment(payment) for payment in found]
    return WirePayments(today=today, payments=shown, next_cursor=following)
