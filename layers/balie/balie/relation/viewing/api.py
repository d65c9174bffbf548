"""Routes of a view in the portal, and what keeps it from changing anything."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import BaseModel, Field

from balie.ground.core.errors import Forbidden
from balie.ground.web import problems
from balie.ground.web.requests import SAFE_METHODS, TenantWork
from balie.relation.viewing import model, service
from balie.relation.viewing.service import ViewIsReadOnly

VIEW_COOKIE = "__Host-balie_view"
BEGINNING, ENDING = "/api/view", "/api/view/end"  # change nothing of the customer's

router = APIRouter(tags=["viewing as a customer"])
ViewToken = Annotated[str, Cookie(alias=VIEW_COOKIE, include_in_schema=False)]
FROM_OUR_PAGE = problems.said(Forbidden)


class CodeBody(BaseModel):
    code: str = Field(min_length=40, max_length=64)


async def refuse_changes(request: Request, token: ViewToken = "") -> None:
    """For all routes of the portal at once, those that are yet to come too. Raises ViewIsReadOnly.

    Whether the view still goes on is not asked: a browser that has one changes nothing.
    """
    own = request.url.path in (BEGINNING, ENDING)
    if token and not own and request.method not in SAFE_METHODS:
        raise ViewIsReadOnly("You are looking as your customer does: nothing can be changed here.")


@router.post(BEGINNING, status_code=204, responses=FROM_OUR_PAGE)
async def take(
    body: CodeBody, work: TenantWork, response: Response, before: ViewToken = ""
) -> None:
    """Once, with the code that the desk has made."""
    response.set_cookie(
        VIEW_COOKIE,
        service.take(work, body.code, before),
        max_age=int(model.VIEW_LIVES.total_seconds()),
        secure=True,
        httponly=True,
        samesite="strict",
    )


@router.post(ENDING, status_code=204, responses=FROM_OUR_PAGE)
async def end(work: TenantWork, response: Response, token: ViewToken = "") -> None:
    if token:
        service.end(work, token)
    response.delete_cookie(VIEW_COOKIE, secure=True, httponly=True, samesite="strict")
