"""The desk with its real API and a table in memory, on an address where passkeys work."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.ground.web.edge import Edge
from dev.addresses import ORIGIN_SECRET
from dev.front.app import DESK, asks_the_api
from dev.front.pages import Pages
from dev.publish import publish
from dev.sites import listen
from functions.desk_api.app import app as desk_api


class RunningDesk:
    def __init__(self, port: int) -> None:
        self.url = f"http://{DESK}:{port}"

    def new_firm(self, name: str = "Studio Noord", language: str = "en") -> str:
        tenant = new_id("ten")
        with open_work(tenant, "operator:test", Cause.OPERATOR, clock.now()) as work:
            firm = Tenant(
                id=tenant,
                name=name,
                portal_url="https://billing.studionoord.example",
                support_email="facturen@studionoord.example",
                language=language,
            )
            tenants.create(work, firm)
        return tenant


def desk_in(folder: Path) -> ASGIApp:
    """folder: where portal_static/ was published."""
    api, pages = Edge(desk_api), Pages(folder, "desk.html")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if asks_the_api(DESK, scope["path"]):
            shown = [*scope["headers"], (b"x-balie-origin", ORIGIN_SECRET.encode())]
            await api({**scope, "headers": shown}, receive, send)
        else:
            await pages.answer(Request(scope, receive))(scope, receive, send)

    return app


@contextmanager
def running() -> Iterator[RunningDesk]:
    """On a free port of this machine, stopped when the block ends."""
    with TemporaryDirectory() as folder:
        publish(Path(folder))
        yield from _served(desk_in(Path(folder)))


def _served(app: ASGIApp) -> Iterator[RunningDesk]:
    listener = listen(0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield RunningDesk(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
