"""Errors as the portal says them: the only place that knows both our families and statuses."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from balie.ground.aws.observe import log
from balie.ground.core.errors import (
    BalieError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    SignedOut,
    TooMany,
    Unavailable,
)
from balie.ground.core.problem import MEDIA_TYPE, body_of

STATUSES: tuple[tuple[type[BalieError], HTTPStatus], ...] = (
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (SignedOut, HTTPStatus.UNAUTHORIZED),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)
DOCUMENT = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
CODES_BY_STATUS = {404: "no_such_address", 405: "method_not_allowed", 415: "invalid"}


def said(*families: type[BalieError]) -> dict[int | str, dict[str, Any]]:
    """For the `responses` of a route: it may answer with problems of these families."""
    return {status.value: _said(status) for family, status in STATUSES if family in families}


def said_anywhere() -> dict[int | str, dict[str, Any]]:
    """For the `responses` of an application. 400: what was sent is not even text."""
    others = (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)
    families = said(Invalid, NotFound, Conflict, Unavailable)
    return {**families, **{status.value: _said(status) for status in others}}


def _said(status: HTTPStatus) -> dict[str, Any]:
    return {"description": status.phrase, "content": {MEDIA_TYPE: {"schema": DOCUMENT}}}


def status_of(error: BalieError) -> HTTPStatus:
    return next(status for family, status in STATUSES if isinstance(error, family))


def response(
    code: str, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    return JSONResponse(
        {**body_of(code, status, detail), **more},
        status_code=status,
        headers=dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


async def on_balie_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BalieError)
    status = status_of(error)
    log.info("request refused", extra={"code": error.code, "status": status.value})
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after_seconds)
    return response(error.code, status.value, error.detail, headers)


async def on_invalid_request(_: Request, error: Exception) -> JSONResponse:
    """Names the fields and what is wrong with each; never repeats what was sent."""
    assert isinstance(error, RequestValidationError)
    fields = [
        {"field": ".".join(str(part) for part in found["loc"][1:]), "detail": found["msg"]}
        for found in error.errors()
    ]
    return response("invalid", 422, "Some of the input is not valid.", errors=fields)


async def on_http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = CODES_BY_STATUS.get(error.status_code, "invalid")
    return response(code, error.status_code, str(error.detail), error.headers)


async def on_failure(_: Request, __: Exception) -> JSONResponse:
    """What went wrong stands in the log, not in the answer."""
    return response("internal", 500, "Something went wrong on our side. Try again in a moment.")
