"""A browser with an authenticator of its own, in front of the real desk."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from balie.firm.users.roles import Role
from balie.ground.aws import clients
from dev.addresses import ORIGIN_SECRET
from tests.desk import running_desk
from tests.desk.running_desk import RunningDesk
from tests.house.memory_aws import MemoryAws
from tests.house.team import invited, link_for
from tests.portal.conftest import Complaints


class DeskComplaints(Complaints):
    def hear(self, message: ConsoleMessage) -> None:
        """What the desk's own API refuses is the test's doing."""
        of_the_api = urlsplit(message.location.get("url", "")).path.startswith("/desk/")
        if not (of_the_api and message.text.startswith("Failed to load resource")):
            super().hear(message)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    found = DeskComplaints()
    yield found
    assert found == []


@pytest.fixture(scope="session")
def running() -> Iterator[RunningDesk]:
    with running_desk.running() as desk:
        yield desk


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> MemoryAws:
    made = MemoryAws()
    monkeypatch.setenv("BALIE_TABLE", "table")
    monkeypatch.setenv("BALIE_MAIL_QUEUE", "mail_queue")
    monkeypatch.setenv("BALIE_FILES", "files")
    monkeypatch.setenv("BALIE_ORIGIN_SECRETS", ORIGIN_SECRET)
    monkeypatch.setattr(clients, "clients_for", lambda _tenant: made)
    return made


@pytest.fixture
def desk(running: RunningDesk, memory: MemoryAws, monkeypatch: pytest.MonkeyPatch) -> RunningDesk:
    """Empty: no firm yet."""
    monkeypatch.setenv("BALIE_DESK_URL", running.url)
    monkeypatch.setenv("BALIE_PASSKEY_DOMAIN", "desk.localhost")
    return running


@pytest.fixture
def firm(desk: RunningDesk) -> str:
    return desk.new_firm()


class Person:
    """A browser window with a phone's passkeys at hand."""

    def __init__(self, page: Page, tenant: str) -> None:
        self.page = page
        self.tenant = tenant
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("WebAuthn.enable")
        self.add_authenticator("internal")

    def add_authenticator(self, transport: str) -> str:
        options = {
            "protocol": "ctap2",
            "transport": transport,
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self._devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.authenticator = str(made["authenticatorId"])
        return self.authenticator

    def remove_authenticator(self, authenticator: str) -> None:
        self._devtools.send(
            "WebAuthn.removeVirtualAuthenticator", {"authenticatorId": authenticator}
        )

    def refuse(self) -> None:
        """The finger is not recognised any more."""
        self._devtools.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.authenticator, "isUserVerified": False},
        )

    def open_link(self, role: Role = Role.OWNER, email: str = "noor@studionoord.example") -> None:
        link = link_for(self.tenant, invited(self.tenant, email, role, "Noor de Wit"))
        self.page.goto(f"/set-up#{link}")

    def set_up(self, role: Role = Role.OWNER, email: str = "noor@studionoord.example") -> None:
        """As far as the wish for a second passkey."""
        self.open_link(role, email)
        self.page.get_by_role("button", name="Make a passkey").click()
        self.page.get_by_role("button", name="Make a second passkey").wait_for()

    def enter(self, role: Role = Role.OWNER, email: str = "noor@studionoord.example") -> None:
        self.set_up(role, email)
        self.page.get_by_role("link", name="Later").click()
        self.page.get_by_role("heading", level=1).wait_for()


@pytest.fixture
def new_context(browser: Browser, desk: RunningDesk, complaints: Complaints) -> Iterator[Any]:  # noqa: F811
    """Makes browser contexts on the desk; all are watched and closed after the test."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        defaults = {"base_url": desk.url, "locale": "en-GB", "reduced_motion": "reduce"}
        context = browser.new_context(**(defaults | options))
        context.set_default_timeout(10_000)
        context.on("page", complaints.watch)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def noor(new_context: Any, firm: str) -> Person:
    """The owner, before she has set anything up."""
    return Person(new_context(viewport={"width": 1200, "height": 900}).new_page(), firm)


@pytest.fixture
def page(noor: Person) -> Page:
    return noor.page
