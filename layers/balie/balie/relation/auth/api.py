"""Routes of signing in, and what other routes ask for: the caller."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Header, Request, Response
from fastapi.security import APIKeyCookie
from pydantic import BaseModel, Field

from balie.ground.core.errors import Forbidden, SignedOut, TooMany
from balie.ground.web import problems
from balie.ground.web.requests import TenantWork
from balie.ground.web.visitors import visitor_of
from balie.relation.auth import model, service, sessions
from balie.relation.auth.service import Browser, Caller, CodeToType, CodeWrong, Holder, Viewer
from balie.relation.customers.roles import Operation
from balie.relation.viewing.api import ViewToken
from balie.relation.viewing.service import ViewIsReadOnly

SESSION_COOKIE = "__Host-balie_session"
NONCE_COOKIE = "__Host-balie_sign_in"

FOR_CALLERS = problems.said(SignedOut)  # for the `responses` of routes that ask for the caller
FROM_OUR_PAGE = problems.said(Forbidden)  # and of those that change something

SESSION = APIKeyCookie(name=SESSION_COOKIE, scheme_name="session", auto_error=False)

router = APIRouter(prefix="/api", tags=["signing in"])
SessionToken = Annotated[str, Cookie(alias=SESSION_COOKIE)]
Nonce = Annotated[str, Cookie(alias=NONCE_COOKIE)]
UserAgent = Annotated[str, Header(include_in_schema=False)]


async def caller_of(
    work: TenantWork, token: Annotated[str | None, Depends(SESSION)], view_token: ViewToken = ""
) -> Caller:
    """A view goes before a session: a browser that has both shows what its banner says."""
    return service.viewer(work, view_token) if view_token else service.caller(work, token or "")


async def holder_of(caller: Annotated[Caller, Depends(caller_of)]) -> Holder:
    """For what concerns a person and its devices, which a view shows none of."""
    if not isinstance(caller, Holder):
        raise ViewIsReadOnly("This is for the customer's own people: you are only looking.")
    return caller


async def this_browser(
    nonce: Nonce = "", token: SessionToken = "", user_agent: UserAgent = ""
) -> Browser:
    return Browser(nonce, token, user_agent)


ThisBrowser = Annotated[Browser, Depends(this_browser)]
SignedInCaller = Annotated[Caller, Depends(caller_of)]
SignedInHolder = Annotated[Holder, Depends(holder_of)]


class SignInBody(BaseModel):
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    language: Literal["nl", "en"] = "en"


class RedeemBody(BaseModel):
    token: str = Field(min_length=40, max_length=64)


class CodeBody(BaseModel):
    code: str = Field(pattern=r"^[0-9]{6}$")


class SignInResult(BaseModel):
    """code: only when the link was opened on another device."""

    result: Literal["signed_in", "code"]
    code: str | None = None


class WireContact(BaseModel):
    id: str
    name: str
    email: str
    language: str | None
    role: str


class WireCustomer(BaseModel):
    id: str
    name: str


class WireView(BaseModel):
    ends_at: datetime


class WireSession(BaseModel):
    """may: what the contact's role allows. others: customers that the same person acts for.

    is_fresh: whether who it is was proved so short a while ago that identities may be changed.
    view: where somebody of the firm looks as the customer does, who may change nothing.
    """

    contact: WireContact
    customer: WireCustomer
    others: list[WireCustomer]
    may: list[Operation]
    is_fresh: bool
    view: WireView | None


@router.post("/sign-in", status_code=202, responses=problems.said(Forbidden, TooMany))
async def ask_for_link(
    body: SignInBody, request: Request, response: Response, work: TenantWork
) -> dict[str, str]:
    """Always the same answer, whoever the address belongs to."""
    nonce = service.request_link(work, body.email, body.language, visitor_of(request))
    remember_nonce(response, nonce)
    return {}


@router.post("/sign-in/redeem", response_model_exclude_none=True, responses=FROM_OUR_PAGE)
async def redeem(
    body: RedeemBody, response: Response, work: TenantWork, browser: ThisBrowser
) -> SignInResult:
    outcome = service.redeem(work, body.token, browser)
    if isinstance(outcome, CodeToType):
        return SignInResult(result="code", code=outcome.code)
    begin_session(response, outcome.token)
    return SignInResult(result="signed_in")


@router.post("/sign-in/code", response_model_exclude_none=True, responses=FROM_OUR_PAGE)
async def type_code(
    body: CodeBody, response: Response, work: TenantWork, browser: ThisBrowser
) -> SignInResult:
    outcome = service.type_code(work, body.code, browser)
    if outcome is None:
        work.commit()  # the wrong try counts, though the answer is an error
        raise CodeWrong("That is not the code. Look once more at the other device.")
    begin_session(response, outcome.token)
    return SignInResult(result="signed_in")


@router.get("/session", responses=FOR_CALLERS)
async def session(work: TenantWork, caller: SignedInCaller) -> WireSession:
    contact, customer = caller.contact, caller.customer
    return WireSession(
        contact=WireContact(
            id=contact.id,
            name=contact.name,
            email=contact.email,
            language=contact.language,
            role=contact.role,
        ),
        customer=WireCustomer(id=customer.id, name=customer.name),
        others=[WireCustomer(id=one.id, name=one.name) for one in sessions.others(work, caller)],
        may=sessions.operations_of(caller),
        is_fresh=isinstance(caller, Holder) and caller.session.was_proved(work.now),
        view=WireView(ends_at=caller.ends_at) if isinstance(caller, Viewer) else None,
    )


@router.post("/sign-out", status_code=204, responses=FROM_OUR_PAGE)
async def sign_out(work: TenantWork, response: Response, token: SessionToken = "") -> None:
    service.sign_out(work, token)
    forget_session(response)


def remember_nonce(response: Response, nonce: str) -> None:
    _set_cookie(response, NONCE_COOKIE, nonce, int(model.LINK_LIVES.total_seconds()))


def forget_session(response: Response) -> None:
    response.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="lax")


def begin_session(response: Response, token: str) -> None:
    _set_cookie(response, SESSION_COOKIE, token, int(model.SESSION_SLIDES.total_seconds()))
    response.delete_cookie(NONCE_COOKIE, secure=True, httponly=True, samesite="strict")


def _set_cookie(response: Response, name: str, value: str, max_age: int) -> None:
    strict = name == NONCE_COOKIE
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        secure=True,
        httponly=True,
        samesite="strict" if strict else "lax",
    )
