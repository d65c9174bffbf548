"""Routes of a person's own profile, its devices, and the contacts of its company."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from balie.ground.core.errors import Forbidden, SignedOut, TooMany
from balie.ground.web import problems
from balie.ground.web.requests import TenantWork
from balie.ground.web.visitors import visitor_of
from balie.outside.providers.snapshots import Address, TaxId
from balie.relation.auth import api as signing_in
from balie.relation.auth import sessions
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller, SignedInHolder
from balie.relation.auth.service import Holder
from balie.relation.customers import groups
from balie.relation.customers.model import Contact
from balie.relation.customers.roles import Role
from balie.relation.profile import service

router = APIRouter(prefix="/api", tags=["profile"])

TO_CHANGE = problems.said(SignedOut, Forbidden)
TO_WRITE = problems.said(SignedOut, Forbidden, TooMany)
SOMETHING = r"^[^\x00-\x1f]*[^\s\x00-\x1f][^\x00-\x1f]*$"  # in one line, and not only blanks
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=SOMETHING)]
EmailAddress = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
ContactId = Annotated[str, Path(pattern=r"^con_[0-9A-HJKMNP-TV-Z]{26}$")]
SessionId = Annotated[str, Path(pattern=r"^ses_[0-9A-HJKMNP-TV-Z]{26}$")]
CustomerId = Annotated[str, Field(pattern=r"^cus_[0-9A-HJKMNP-TV-Z]{26}$")]


class NameBody(BaseModel):
    name: Name


class LanguageBody(BaseModel):
    language: Literal["nl", "en"]


class EmailBody(BaseModel):
    email: EmailAddress


class NewContact(BaseModel):
    name: Name
    email: EmailAddress
    role: Role


class RoleBody(BaseModel):
    role: Role


class CustomerBody(BaseModel):
    customer_id: CustomerId


class WirePerson(BaseModel):
    id: str
    name: str
    email: str
    role: str


class WireCompany(BaseModel):
    """As the firm has it at its payment provider; only the firm changes it."""

    name: str
    email: str | None
    phone: str | None
    address: Address | None
    tax_ids: tuple[TaxId, ...]


class WireProfile(BaseModel):
    """contacts: of the company, the caller among them."""

    company: WireCompany
    contacts: list[WirePerson]


class WireDevice(BaseModel):
    """device: what the browser calls itself, to be shown as text. is_this: the one that asks."""

    id: str
    device: str
    signed_in_at: datetime
    is_this: bool


class WireDevices(BaseModel):
    devices: list[WireDevice]


@router.get("/profile", responses=FOR_CALLERS)
async def profile(work: TenantWork, caller: SignedInCaller) -> WireProfile:
    company = caller.customer
    return WireProfile(
        company=WireCompany(
            name=company.name,
            email=company.email,
            phone=company.phone,
            address=company.address,
            tax_ids=company.tax_ids,
        ),
        contacts=[_person(contact) for contact in groups.contacts(work, company)],
    )


@router.post("/profile/name", status_code=204, responses=TO_CHANGE)
async def change_name(body: NameBody, work: TenantWork, caller: SignedInHolder) -> None:
    service.describe(work, caller, name=body.name)


@router.post("/profile/language", status_code=204, responses=TO_CHANGE)
async def change_language(body: LanguageBody, work: TenantWork, caller: SignedInHolder) -> None:
    service.describe(work, caller, language=body.language)


@router.post("/profile/proof", status_code=202, responses=TO_WRITE)
async def ask_for_proof(
    request: Request, response: Response, work: TenantWork, caller: SignedInHolder
) -> dict[str, str]:
    """A link by mail to the caller's own address; opening it counts as signing in just now."""
    nonce = service.ask_for_proof(work, caller, visitor_of(request))
    signing_in.remember_nonce(response, nonce)
    return {}


@router.post("/profile/email", status_code=202, responses=TO_WRITE)
async def change_email(
    body: EmailBody, request: Request, response: Response, work: TenantWork, caller: SignedInHolder
) -> dict[str, str]:
    """A link to the new address; it counts from the moment that the link is opened."""
    nonce = service.ask_for_email(work, caller, body.email, visitor_of(request))
    signing_in.remember_nonce(response, nonce)
    return {}


@router.post("/contacts", status_code=201, responses=TO_WRITE)
async def invite(body: NewContact, work: TenantWork, caller: SignedInHolder) -> WirePerson:
    made = service.invite(work, caller, name=body.name, email=body.email, role=body.role)
    return _person(made)


@router.put("/contacts/{contact_id}/role", responses=TO_CHANGE)
async def change_role(
    contact_id: ContactId, body: RoleBody, work: TenantWork, caller: SignedInHolder
) -> WirePerson:
    return _person(service.change_role(work, caller, contact_id, body.role))


@router.delete("/contacts/{contact_id}", status_code=204, responses=TO_CHANGE)
async def remove(contact_id: ContactId, work: TenantWork, caller: SignedInHolder) -> None:
    service.remove(work, caller, contact_id)


@router.get("/sessions", responses=FOR_CALLERS)
async def devices(work: TenantWork, caller: SignedInCaller) -> WireDevices:
    current = caller.session.id if isinstance(caller, Holder) else None
    return WireDevices(
        devices=[
            WireDevice(
                id=session.id,
                device=session.device,
                signed_in_at=session.created_at,
                is_this=session.id == current,
            )
            for session in sessions.of_caller(work, caller)
        ]
    )


@router.delete("/sessions/{session_id}", status_code=204, responses=TO_CHANGE)
async def end_session(session_id: SessionId, work: TenantWork, caller: SignedInHolder) -> None:
    sessions.end(work, caller, session_id)


@router.post("/sign-out-everywhere", status_code=204, responses=TO_CHANGE)
async def sign_out_everywhere(work: TenantWork, response: Response, caller: SignedInHolder) -> None:
    sessions.end_everywhere(work, caller)
    signing_in.forget_session(response)


@router.post("/session/customer", status_code=204, responses=TO_CHANGE)
async def choose_customer(
    body: CustomerBody, work: TenantWork, response: Response, caller: SignedInHolder
) -> None:
    """Go on for another customer that this person acts for."""
    signing_in.begin_session(response, sessions.switch(work, caller, body.customer_id))


def _person(of: Contact) -> WirePerson:
    return WirePerson(id=of.id, name=of.name, email=of.email, role=of.role)
