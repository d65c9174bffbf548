"""The front proxy answers as the CDN does in production."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dev.addresses import ORIGIN_SECRET
from dev.front.app import front


@pytest.fixture
def site(tmp_path):
    (tmp_path / "index.html").write_text("<!doctype html>portal")
    (tmp_path / "desk.html").write_text("<!doctype html>desk")
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "main-4F2A.js").write_text("export {}")
    (tmp_path / "half-made.txt").write_text("secret")
    (tmp_path.parent / "secret.txt").write_text("secret")
    return tmp_path


async def echo(request: Request) -> Response:
    answer = JSONResponse(dict(request.headers))
    answer.raw_headers += [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    return answer


async def failing(_: Request) -> Response:
    return PlainTextResponse("KeyError: 'iban'", 502)


@pytest.fixture
def ask(site, monkeypatch):
    """Asks the front proxy, with a stand-in for the HTTP API behind it."""
    routes = [
        Route("/stage/api/echo", echo),
        Route("/stage/api/failing", failing),
        Route("/stage/desk/echo", echo),
    ]
    behind = httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)))
    with monkeypatch.context() as patch:
        patch.setattr(httpx, "AsyncClient", lambda **_: behind)
        app = front(site, "http://aws/stage", lambda: None)

    async def call(path, method, host, headers):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return await client.request(method, path, headers=headers)

    def ask(path, *, method="GET", host="localhost:8400", **headers):
        return asyncio.run(call(path, method, host, headers))

    return ask


@pytest.mark.parametrize("path", ["/", "/invoices", "/invoices/inv_1", "/sign-in"])
def test_every_place_of_the_portal_is_its_page_and_never_kept(ask, path):
    answer = ask(path)
    assert answer.text.endswith("portal")
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "require-trusted-types-for 'script'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_desk_is_another_site(ask):
    assert ask("/", host="desk.localhost:8400").text.endswith("desk")
    assert ask("/desk.html").status_code == 404


def test_what_a_page_names_is_kept_for_ever(ask):
    answer = ask("/v/main-4F2A.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/v/%2e%2e/%2e%2e/secret.txt", "/v/none.js", "/half-made.txt"]
)
def test_nothing_outside_the_folder_is_served(ask, path):
    answer = ask(path)
    assert answer.status_code == 404
    assert "nosniff" in answer.headers["x-content-type-options"]


def test_unknown_hosts_and_methods_are_refused(ask):
    assert ask("/", host="evil.example").status_code == 421
    assert ask("/", method="POST").status_code == 405


def test_the_api_hears_which_host_was_asked_and_nothing_a_viewer_makes_up(ask):
    forged = {"X-Balie-Host": "bank.example", "X-Forwarded-For": "1.2.3.4"}
    forged |= {"X-Balie-Visitor": "1.2.3.4", "X-Balie-Origin": "x"}
    answer = ask("/api/echo", **forged)
    assert answer.json()["x-balie-visitor"] == "127.0.0.1"
    assert answer.json()["x-balie-origin"] == ORIGIN_SECRET
    assert answer.json()["x-balie-host"] == "localhost:8400"
    assert answer.json()["x-forwarded-for"] == "127.0.0.1"
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_handlers_exception_is_a_500_without_its_text(ask):
    answer = ask("/api/failing")
    assert answer.status_code == 500
    assert "iban" not in answer.text


def test_the_desk_reaches_its_own_api_alone_and_no_portal_does(ask):
    desk = "desk.localhost:8400"
    assert ask("/desk/echo", host=desk).json()["x-balie-host"] == desk
    assert ask("/api/echo", host=desk).text.endswith("desk")
    assert ask("/desk/echo", host="localhost:8400").text.endswith("portal")
