"""Serves portal_static as production does, with a scripted API in place of the product."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, urlsplit

from balie.firm.branding import wire
from balie.firm.branding.model import Branding
from balie.ground.core.problem import MEDIA_TYPE, body_of
from dev.front.headers import KEPT_FOR_EVER, NEVER_KEPT, SECURITY
from dev.publish import publish
from tests.portal import stories

TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
Answer = tuple[int, Any]


def problem(status: int, code: str) -> Answer:
    return status, body_of(code, status, detail="")


SIGNED_OUT = problem(401, "signed_out")


@dataclass
class Scene:
    """What the fake answers now, and what it was asked. A test changes it as it goes."""

    tenant: dict[str, Any] = field(default_factory=stories.noord)
    branding: Branding = stories.NOORD
    pictures: dict[str, bytes] = field(default_factory=stories.pictures)
    session: dict[str, Any] | None = field(default_factory=stories.session)
    overview: dict[str, Any] = field(default_factory=stories.overview)
    invoices: list[dict[str, Any]] = field(default_factory=stories.invoices)
    story: dict[str, Any] = field(default_factory=stories.story)
    pdf: dict[str, Any] = field(default_factory=stories.pdf)
    payments: list[dict[str, Any]] = field(default_factory=stories.payments)
    statement: dict[str, Any] = field(default_factory=stories.statement)
    subscriptions: list[dict[str, Any]] = field(default_factory=stories.subscriptions)
    payment_methods: list[dict[str, Any]] = field(default_factory=stories.payment_methods)
    profile: dict[str, Any] = field(default_factory=stories.profile)
    devices: list[dict[str, Any]] = field(default_factory=stories.devices)
    others: list[dict[str, Any]] = field(default_factory=list)
    same_browser: bool = True
    spent: set[str] = field(default_factory=set)
    code: str = "482913"
    failing: dict[str, Answer] = field(default_factory=dict)
    slow: threading.Event = field(default_factory=threading.Event)
    held: set[str] = field(default_factory=set)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def bodies(self, path: str) -> list[Any]:
        return [body for method, asked, body in self.asked if asked == path and method == "POST"]


class FakePortal:
    """One running server. `scene` is replaced for each test."""

    def __init__(self, url: str, site: Path) -> None:
        """site: where portal_static/ was published."""
        self.url = url
        self.site = site
        self.scene = Scene()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: FakePortal

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/api/") or path == "/branding/portal.json":
            self.answer("GET", path, None)
        elif path.startswith("/branding/"):
            self.send_branding(path)
        elif path.startswith("/files/"):
            self.send_attachment(path.removeprefix("/files/"))
        else:
            self.send_file(path)

    def do_POST(self) -> None:
        self.change("POST")

    def do_PUT(self) -> None:
        self.change("PUT")

    def do_DELETE(self) -> None:
        self.change("DELETE")

    def change(self, method: str) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        allowed = self.headers["X-Balie"] == "1"
        allowed &= self.headers["Content-Type"] == "application/json"
        allowed &= self.headers["Sec-Fetch-Site"] == "same-origin"
        path = urlsplit(self.path).path
        if allowed:
            self.answer(method, path, body)
        else:
            self.send_json(*problem(403, "cross_site"))

    def answer(self, method: str, path: str, body: Any) -> None:
        scene = self.portal.scene
        scene.asked.append((method, path, body))
        if path in scene.held:
            scene.slow.wait(10)
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if path in scene.failing:
            self.send_json(*scene.failing[path])
        else:
            self.send_json(*route(method, path)(scene, body or query))

    def send_json(self, status: int, document: Any) -> None:
        body = b"" if status == 204 else json.dumps(document).encode()
        self.send_response(status)
        kind = "application/json" if status < 400 else MEDIA_TYPE
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        if status == 429:
            self.send_header("Retry-After", "600")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_branding(self, path: str) -> None:
        scene = self.portal.scene
        if path == "/branding/portal.css":
            self.send_body(200, "text/css", wire.style_sheet(scene.branding).encode())
        else:
            content = scene.pictures.get(path.removeprefix("/branding/"))
            self.send_body(200 if content else 404, "image/png", content or b"")

    def send_attachment(self, name: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Disposition", f'attachment; filename="{name}"')
        self.send_header("Content-Length", "9")
        self.end_headers()
        self.wfile.write(b"%PDF-1.4\n")

    def send_file(self, path: str) -> None:
        file = self.file_for(path)
        body = file.read_bytes() if file else b"Not found"
        kind = TYPES.get(file.suffix, "text/plain") if file else "text/plain"
        self.send_body(200 if file else 404, f"{kind}; charset=utf-8", body)

    def send_body(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        kept = KEPT_FOR_EVER if self.path.startswith("/v/") else NEVER_KEPT
        for name, value in {**SECURITY, **kept}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def file_for(self, path: str) -> Path | None:
        """A path without an extension is a page of the portal; None for a missing file."""
        if not Path(path).suffix:
            return self.portal.site / "index.html"
        file = self.portal.site / path.lstrip("/")
        return file if file.is_file() else None

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the test output quiet."""


def tenant(scene: Scene, _: Any) -> Answer:
    return 200, scene.tenant


def who(scene: Scene, _: Any) -> Answer:
    return (200, scene.session) if scene.session else SIGNED_OUT


def sign_out(scene: Scene, _: Any) -> Answer:
    scene.session = None
    return 204, None


def ask_link(_: Scene, body: Any) -> Answer:
    return (202, {}) if "@" in body["email"] else problem(422, "email_malformed")


def redeem(scene: Scene, body: Any) -> Answer:
    if body["token"] in scene.spent:
        return problem(403, "link_spent")
    scene.spent.add(body["token"])
    if not scene.same_browser:
        return 200, {"result": "code", "code": scene.code}
    scene.session = stories.session() | {"others": scene.others}
    return 200, {"result": "signed_in"}


def enter_code(scene: Scene, body: Any) -> Answer:
    if body["code"] != scene.code:
        return problem(403, "code_wrong")
    scene.session = stories.session()
    return 200, {"result": "signed_in"}


def overview(scene: Scene, _: Any) -> Answer:
    return (200, scene.overview) if scene.session else SIGNED_OUT


def is_wanted(invoice: dict[str, Any], query: Any) -> bool:
    if "number" in query:
        return str(invoice["number"]).startswith(query["number"])
    if query.get("status") == "overdue":
        return bool(invoice["days_overdue"])
    return query.get("status") in (None, invoice["status"])


def list_invoices(scene: Scene, query: Any) -> Answer:
    if not scene.session:
        return SIGNED_OUT
    limit = int(query.get("limit", 20))
    start = int(query.get("cursor", 0))
    wanted = [each for each in scene.invoices if is_wanted(each, query)]
    if query.get("status") in ("open", "overdue"):
        wanted.sort(key=lambda each: str(each["due_date"]))
    following = start + limit
    cursor = str(following) if following < len(wanted) else None
    shown = wanted[start:following]
    return 200, {"today": stories.TODAY, "invoices": shown, "next_cursor": cursor}


def read_story(scene: Scene, _: Any) -> Answer:
    return (200, scene.story) if scene.session else SIGNED_OUT


def read_pdf(scene: Scene, _: Any) -> Answer:
    if not scene.session:
        return SIGNED_OUT
    return 200, {"url": "/files/SN-2026-0041.pdf", **scene.pdf}


def list_payments(scene: Scene, query: Any) -> Answer:
    if not scene.session:
        return SIGNED_OUT
    start = int(query.get("cursor", 0))
    cursor = str(start + 20) if start + 20 < len(scene.payments) else None
    shown = scene.payments[start : start + 20]
    return 200, {"today": stories.TODAY, "payments": shown, "next_cursor": cursor}


def read_statement(scene: Scene, query: Any) -> Answer:
    if not scene.session:
        return SIGNED_OUT
    period = {name: query[name] for name in ("first", "last")}
    entries = scene.statement["entries"]
    start, end = int(query.get("cursor", 0)), int(query.get("cursor", 0)) + 100
    paged = {"entries": entries[start:end], "next_cursor": str(end) if end < len(entries) else None}
    chosen = {"currency": query.get("currency", scene.statement["currency"])}
    return 200, scene.statement | period | paged | chosen


def statement_file(scene: Scene, _: Any) -> Answer:
    return 200, "a file"


def list_subscriptions(scene: Scene, _: Any) -> Answer:
    return 200, {"today": stories.TODAY, "subscriptions": scene.subscriptions}


def list_methods(scene: Scene, _: Any) -> Answer:
    return 200, {"today": stories.TODAY, "payment_methods": scene.payment_methods}


def read_profile(scene: Scene, _: Any) -> Answer:
    return (200, scene.profile) if scene.session else SIGNED_OUT


def list_devices(scene: Scene, _: Any) -> Answer:
    return (200, {"devices": scene.devices}) if scene.session else SIGNED_OUT


def invite(scene: Scene, body: Any) -> Answer:
    scene.profile["contacts"].append({"id": "con_9", **body})
    return 201, scene.profile["contacts"][-1]


def give_role(scene: Scene, body: Any) -> Answer:
    scene.profile["contacts"][1] |= body
    return 200, scene.profile["contacts"][1]


def dismiss(scene: Scene, _: Any) -> Answer:
    del scene.profile["contacts"][1]
    return 204, None


def rename(scene: Scene, body: Any) -> Answer:
    if scene.session:
        scene.session["contact"] |= body
    return 204, None


def end_device(scene: Scene, _: Any) -> Answer:
    scene.devices = scene.devices[:1]
    return 204, None


def choose_customer(scene: Scene, body: Any) -> Answer:
    session = scene.session or {}
    session["others"], session["customer"] = [session["customer"]], session["others"][0]
    return (204, None) if session["customer"]["id"] == body["customer_id"] else (404, {})


def take_view(scene: Scene, body: Any) -> Answer:
    if body["code"] in scene.spent:
        return problem(403, "view_refused")
    scene.spent.add(body["code"])
    scene.session = stories.viewing()
    return 204, None


def end_view(scene: Scene, _: Any) -> Answer:
    scene.session = None
    return 204, None


def accepted(_: Scene, __: Any) -> Answer:
    return 202, {}


def kept(_: Scene, __: Any) -> Answer:
    return 204, None


ROUTES = {
    ("GET", "/branding/portal.json"): tenant,
    ("GET", "/api/session"): who,
    ("POST", "/api/sign-out"): sign_out,
    ("POST", "/api/view"): take_view,
    ("POST", "/api/view/end"): end_view,
    ("POST", "/api/sign-in"): ask_link,
    ("POST", "/api/sign-in/redeem"): redeem,
    ("POST", "/api/sign-in/code"): enter_code,
    ("GET", "/api/overview"): overview,
    ("GET", "/api/invoices"): list_invoices,
    ("GET", "/api/invoices/{id}"): read_story,
    ("GET", "/api/invoices/{id}/pdf"): read_pdf,
    ("GET", "/api/payments"): list_payments,
    ("GET", "/api/profile"): read_profile,
    ("GET", "/api/sessions"): list_devices,
    ("POST", "/api/contacts"): invite,
    ("PUT", "/api/contacts/{id}/role"): give_role,
    ("DELETE", "/api/contacts/{id}"): dismiss,
    ("POST", "/api/profile/name"): rename,
    ("POST", "/api/profile/email"): accepted,
    ("POST", "/api/profile/proof"): accepted,
    ("POST", "/api/profile/language"): kept,
    ("DELETE", "/api/sessions/{id}"): end_device,
    ("POST", "/api/sign-out-everywhere"): sign_out,
    ("POST", "/api/session/customer"): choose_customer,
    ("GET", "/api/statement"): read_statement,
    ("GET", "/api/statement.csv"): statement_file,
    ("GET", "/api/subscriptions"): list_subscriptions,
    ("GET", "/api/payment-methods"): list_methods,
}


def route(method: str, path: str) -> Any:
    """Where an address names an object, the scene has one."""
    return ROUTES.get((method, path)) or ROUTES[method, re.sub(r"/[a-z]+_[^/]+", "/{id}", path)]


@contextmanager
def running() -> Iterator[FakePortal]:
    """A portal on a free port of this machine, stopped when the block ends."""
    handler = type("BoundHandler", (Handler,), {})
    with TemporaryDirectory() as site, ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        publish(Path(site))
        server.daemon_threads = True
        portal = FakePortal(f"http://127.0.0.1:{server.server_port}", Path(site))
        handler.portal = portal  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield portal
        finally:
            server.shutdown()
