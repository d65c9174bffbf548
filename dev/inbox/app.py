"""The inbox's routes: the page, /messages.json, and each mail's HTML as a document of its own."""

import re
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from dev.inbox.messages import Mailbox

FILES = Path(__file__).parent / "page"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
MAIL_POLICY = (
    "sandbox allow-same-origin allow-top-navigation-by-user-activation; default-src 'none'; "
    "style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "img-src data: http://localhost:* http://*.localhost:*"  # a firm's logo, from its portal
)
LINKS_LEAVE_THE_FRAME = '<base target="_top">'
HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


def _sent(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }


class Inbox:
    """The answers, each from what the embedded AWS holds at that moment."""

    def __init__(self, endpoint: str) -> None:
        self._mailbox = Mailbox(endpoint)

    async def page(self, _: Request) -> Response:
        return FileResponse(FILES / "index.html", headers=_sent(PAGE_POLICY))

    async def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ("inbox.js", "inbox.css"):
            return Response(status_code=404)
        return FileResponse(FILES / name, headers=_sent(PAGE_POLICY))

    async def messages(self, _: Request) -> Response:
        try:
            found = await self._mailbox.read()
        except httpx.HTTPError:
            return JSONResponse({"error": "the embedded AWS does not answer"}, 503)
        return JSONResponse([message.as_json() for message in found], headers=_sent(PAGE_POLICY))

    async def mail(self, request: Request) -> Response:
        for message in await self._mailbox.read():
            if message.id == request.path_params["id"] and message.html:
                return HTMLResponse(_with_links_to_top(message.html), headers=_sent(MAIL_POLICY))
        return Response(status_code=404)


def _with_links_to_top(html: str) -> str:
    with_head, found = HEAD.subn(rf"\g<0>{LINKS_LEAVE_THE_FRAME}", html, count=1)
    return with_head if found else LINKS_LEAVE_THE_FRAME + html


def inbox(endpoint: str) -> Starlette:
    """endpoint: of the embedded AWS."""
    answers = Inbox(endpoint)
    return Starlette(
        routes=[
            Route("/", answers.page),
            Route("/messages.json", answers.messages),
            Route("/messages/{id}.html", answers.mail),
            Route("/{name}", answers.file),
        ],
        # Another site's page may not read sign-in links by a host name that leads here.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1"])],
    )
