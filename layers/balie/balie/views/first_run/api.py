"""The guide through a firm's first steps."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from balie.firm.users.api import DeskWork, may
from balie.firm.users.roles import Operation
from balie.firm.users.sessions import Caller
from balie.views.connections import wire as connections
from balie.views.connections.wire import WireConnection
from balie.views.first_run import service
from balie.views.first_run.service import Invitee

router = APIRouter(prefix="/desk/first-run", tags=["first run"])

Settler = Annotated[Caller, may(Operation.CHANGE_SETTINGS)]
Cursor = Annotated[str, Query(pattern=r"^(cus_[0-9A-HJKMNP-TV-Z]{26})?$")]
Limit = Annotated[int, Query(ge=1, le=100)]


class WireFirstRun(BaseModel):
    """connections: those that are open. sender: where mails come from; answers go to reply_to."""

    connections: list[WireConnection]
    has_customers: bool
    is_branded: bool
    sender_name: str
    sender: str
    reply_to: str
    portal_url: str


class WireInvitee(BaseModel):
    """emails: empty for a customer whom no invitation would reach."""

    customer_id: str
    name: str
    emails: list[str]


class WireInvitees(BaseModel):
    invitees: list[WireInvitee]
    next_cursor: str | None


@router.get("")
async def first_run(work: DeskWork, _: Settler) -> WireFirstRun:
    found = service.first_run(work)
    return WireFirstRun(
        connections=[connections.connection(one) for one in found.connections],
        has_customers=found.has_customers,
        is_branded=found.is_branded,
        sender_name=found.firm.name,
        sender=found.sender,
        reply_to=found.firm.support_email,
        portal_url=found.firm.portal_url,
    )


@router.get("/invitees")
async def invitees(
    work: DeskWork, _: Settler, cursor: Cursor = "", limit: Limit = 50
) -> WireInvitees:
    """Whom an invitation would reach. Nothing is sent."""
    found, following = service.invitees(work, limit=limit, after=cursor)
    return WireInvitees(invitees=[_invitee(one) for one in found], next_cursor=following)


def _invitee(of: Invitee) -> WireInvitee:
    emails = [contact.email for contact in of.contacts]
    return WireInvitee(customer_id=of.customer.id, name=of.customer.name, emails=emails)
