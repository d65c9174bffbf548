"""The firm as its customers' browsers see it."""

from fastapi import APIRouter
from pydantic import BaseModel

from balie.firm.tenants import service
from balie.firm.tenants.model import Brand
from balie.ground.web.requests import TenantWork

router = APIRouter(prefix="/api", tags=["firm"])


class WireTenant(BaseModel):
    name: str
    language: str
    address_form: str
    brand: Brand
    support_email: str


@router.get("/tenant")
async def tenant(work: TenantWork) -> WireTenant:
    """Open to everybody: what the sign-in page is painted with."""
    firm = service.current(work)
    return WireTenant(
        name=firm.name,
        language=firm.language,
        address_form=firm.address_form,
        brand=firm.brand,
        support_email=firm.support_email,
    )
