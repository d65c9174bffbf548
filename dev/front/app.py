"""The front proxy: which site a host is, and what goes to the API."""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dev.front.gateway import Gateway
from dev.front.headers import SECURITY
from dev.front.pages import Pages
from dev.publish import PublishingFailed

API = ("/api/", "/branding/", "/webhooks/")
DESK = "desk.localhost"
DESK_API = "/desk/"


def asks_the_api(host: str, path: str) -> bool:
    """Portals and desk each reach their own API alone, as two distributions would have it."""
    return path.startswith(DESK_API if host == DESK else API)


def front(site: Path, api: str, freshen: Callable[[], None]) -> ASGIApp:
    """site: as published. api: the URL of the HTTP API's default stage. freshen: before a page."""
    gateway = Gateway(api)
    portal, desk = Pages(site, "index.html"), Pages(site, "desk.html")

    async def answer(request: Request) -> Response:
        host = request.headers.get("host", "").partition(":")[0].lower()
        if not (host in ("localhost", "127.0.0.1") or host.endswith(".localhost")):
            return PlainTextResponse("No site at this host\n", 421, SECURITY)
        if asks_the_api(host, request.url.path):
            return await gateway.answer(request)
        try:
            freshen()
        except PublishingFailed as failure:
            return PlainTextResponse(str(failure), 500, SECURITY)
        return (desk if host == DESK else portal).answer(request)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            await (await answer(request))(scope, receive, send)

    return app
