"""The outermost layer of an HTTP API: nobody who passed the CDN by, headers on every answer, and no
error that escapes."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from balie.ground.aws.observe import log
from balie.ground.core.errors import BalieError
from balie.ground.web import origin, problems, visitors

HEADERS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=63072000; includeSubDomains"),
    (b"x-content-type-options", b"nosniff"),
)


class Edge:
    """ASGI: wraps an application. A route that gives one of the headers itself is left to it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                added = [each for each in HEADERS if each[0] not in given]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            origin.check(Request(scope).headers)
        except BalieError as error:
            refusal = await problems.on_balie_error(Request(scope), error)
            await refusal(scope, receive, send_with_headers)
            return
        visitors.vouch_for(scope)
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            log.exception("request failed")  # answered already, by `problems.on_failure`


def answer_with_problems(app: FastAPI) -> None:
    app.add_exception_handler(BalieError, problems.on_balie_error)
    app.add_exception_handler(RequestValidationError, problems.on_invalid_request)
    app.add_exception_handler(HTTPException, problems.on_http_error)
    app.add_exception_handler(Exception, problems.on_failure)
