"""The front proxy: which site a host is, and what goes to the API."""

from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dev.front.gateway import Gateway
from dev.front.headers import SECURITY
from dev.front.pages import Pages

API = ("/api/", "/branding/", "/webhooks/")
DESK = "desk.localhost"
DESK_API = "/desk/"  # where its own files are too, which have an extension


def asks_the_api(host: str, path: str) -> bool:
    """Portals and desk each reach their own API alone, as two distributions would have it."""
    if host == DESK:
        return path.startswith(DESK_API) and not PurePosixPath(path).suffix
    return path.startswith(API)


def front(static: Path, api: str) -> ASGIApp:
    """static: portal_static/. api: the URL of the HTTP API's default stage."""
    gateway = Gateway(api)
    portal, desk = Pages(static, "index.html"), Pages(static, "desk.html")

    async def answer(request: Request) -> Response:
        host = request.headers.get("host", "").partition(":")[0].lower()
        if not (host in ("localhost", "127.0.0.1") or host.endswith(".localhost")):
            return PlainTextResponse("No site at this host\n", 421, SECURITY)
        if asks_the_api(host, request.url.path):
            return await gateway.answer(request)
        return (desk if host == DESK else portal).answer(request)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            await (await answer(request))(scope, receive, send)

    return app
