"""The Starlette application: the API under /v1, commands under /_sim, pages for people."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dev.stripe import commands
from dev.stripe.errors import ApiError, NoAnswer, invalid
from dev.stripe.simulator import Simulator
from dev.stripe.site import control_page
from dev.stripe.site.background import Background
from dev.stripe.site.documents import Documents
from dev.stripe.site.forms import filled, foreign
from dev.stripe.site.hosted_invoice import HostedInvoice
from dev.stripe.site.html import page

STYLE = Path(__file__).with_name("style.css")
HOSTS = ["localhost", "127.0.0.1", "*.localhost", "testserver"]
METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"]


class Site:
    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    async def api(self, request: Request) -> Response:
        query = request.url.query
        path = request.url.path + (f"?{query}" if query else "")
        body = await request.body()
        try:
            status, headers, answer = await run_in_threadpool(
                self.simulator.handle, request.method, path, request.headers, body
            )
        except NoAnswer as silence:
            await asyncio.sleep(silence.seconds)
            return Response(status_code=504)
        return Response(answer, status, headers)

    async def command(self, request: Request) -> Response:
        """POST /_sim/pay {"invoice": "in_…"}; GET /_sim/state."""
        if foreign(request):
            return JSONResponse(invalid("Not from another site.").body(), 403)
        if request.method == "GET":
            return JSONResponse(commands.state(self.simulator))
        try:
            given = await request.json() if await request.body() else {}
            name = request.path_params["name"]
            answer = await run_in_threadpool(commands.run, self.simulator, name, given)
        except ApiError as error:
            return JSONResponse(error.body(), error.status)
        except ValueError:
            return JSONResponse(invalid("The body must be JSON.").body(), 400)
        return JSONResponse({"ok": True, "result": answer})

    async def do(self, request: Request) -> Response:
        """The same commands from the control page's forms."""
        if foreign(request):
            return Response("Not from another site.", 403)
        given = await filled(request)
        try:
            name = request.path_params["name"]
            await run_in_threadpool(commands.run, self.simulator, name, given)
        except ApiError as error:
            message = urlencode({"said": error.error["message"]})
            return RedirectResponse(f"/?{message}", 303)
        return RedirectResponse("/", 303)

    async def control(self, request: Request) -> Response:
        said = request.query_params.get("said")
        title = f"Stripe simulator: {self.simulator.settings.account_name}"
        return page(title, control_page.body(self.simulator, said))

    async def style(self, request: Request) -> Response:
        return FileResponse(STYLE, media_type="text/css")


def application(simulator: Simulator, state: Path | None = None) -> Starlette:
    """state: where the account is kept; None forgets it."""
    site = Site(simulator)
    background = Background(simulator, state)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        background.start()
        yield
        await run_in_threadpool(background.stop)

    return Starlette(
        routes=[
            Route("/v1/{rest:path}", site.api, methods=METHODS),
            Route("/_sim/state", site.command, methods=["GET"]),
            Route("/_sim/{name}", site.command, methods=["POST"]),
            Route("/do/{name}", site.do, methods=["POST"]),
            Route("/style.css", site.style),
            Route("/", site.control),
            *Documents(simulator).routes(),
            *HostedInvoice(simulator).routes(),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
        lifespan=lifespan,
    )
