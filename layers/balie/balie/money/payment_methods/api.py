"""The ways to pay that a customer has left with the provider."""

from calendar import monthrange
from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from balie.firm.tenants import service as tenants
from balie.ground.core.clock import day_in
from balie.ground.web.requests import TenantWork
from balie.money.payment_methods import service
from balie.money.payment_methods.model import PaymentMethod
from balie.outside.providers.snapshots import Mandate, MandateStatus
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller

router = APIRouter(prefix="/api", tags=["payment methods"])


class WireMandate(BaseModel):
    """reference: what bank statements call it."""

    status: MandateStatus
    reference: str | None
    accepted_date: date | None


class WirePaymentMethod(BaseModel):
    """is_default: charged unless something else is chosen. works_until: the last day it works."""

    id: str
    type: str
    label: str
    last4: str | None
    works_until: date | None
    is_default: bool
    mandate: WireMandate | None


class WirePaymentMethods(BaseModel):
    today: date
    payment_methods: list[WirePaymentMethod]


@router.get("/payment-methods", responses=FOR_CALLERS)
async def list_payment_methods(work: TenantWork, caller: SignedInCaller) -> WirePaymentMethods:
    """The default ones first, then the newest."""
    timezone = tenants.current(work).timezone
    return WirePaymentMethods(
        today=day_in(timezone, work.now),
        payment_methods=[
            _method(method, is_default, timezone)
            for method, is_default in service.of_group(work, caller.customer)
        ],
    )


def _method(of: PaymentMethod, is_default: bool, timezone: str) -> WirePaymentMethod:
    return WirePaymentMethod(
        id=of.id,
        type=of.type,
        label=of.label,
        last4=of.last4,
        works_until=_last_day(of),
        is_default=is_default,
        mandate=_mandate(of.mandate, timezone) if of.mandate else None,
    )


def _last_day(of: PaymentMethod) -> date | None:
    if of.expires_year is None or of.expires_month is None:
        return None
    return date(of.expires_year, of.expires_month, monthrange(of.expires_year, of.expires_month)[1])


def _mandate(of: Mandate, timezone: str) -> WireMandate:
    return WireMandate(
        status=of.status,
        reference=of.reference,
        accepted_date=day_in(timezone, of.accepted_at) if of.accepted_at else None,
    )
