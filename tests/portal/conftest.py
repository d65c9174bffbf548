"""A browser for the portal's tests, and a page that fails its test when the browser complains."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.portal import fake_portal
from tests.portal.fake_portal import FakePortal, Scene


@pytest.fixture(scope="session")
def running_portal() -> Iterator[FakePortal]:
    with fake_portal.running() as portal:
        yield portal


@pytest.fixture
def portal(running_portal: FakePortal) -> FakePortal:
    """The fake portal with a fresh scene: Sanne de Wit is signed in and speaks English."""
    running_portal.scene = Scene()
    return running_portal


@pytest.fixture
def scene(portal: FakePortal) -> Scene:
    return portal.scene


class Complaints(list[str]):
    """What a browser complained about: console errors, uncaught errors, CSP violations."""

    def watch(self, page: Page) -> None:
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.append(f"uncaught: {error}"))

    def hear(self, message: ConsoleMessage) -> None:
        # The browser itself notes every answer of 400 and above; those are the scene's doing.
        of_the_api = "/api/" in message.location.get("url", "")
        refused = of_the_api and message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not refused:
            self.append(f"{message.type}: {message.text}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    found = Complaints()
    yield found
    assert found == []


@pytest.fixture
def new_context(browser: Browser, portal: FakePortal, complaints: Complaints) -> Iterator[Any]:
    """Makes browser contexts on the portal; all are watched and closed after the test."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        defaults = {"base_url": portal.url, "locale": "en-GB", "reduced_motion": "reduce"}
        context = browser.new_context(**(defaults | options))
        context.set_default_timeout(15_000)
        context.on("page", complaints.watch)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: Any) -> Page:
    page: Page = new_context(viewport={"width": 1200, "height": 900}).new_page()
    return page


@pytest.fixture
def phone(new_context: Any) -> Page:
    page: Page = new_context(viewport={"width": 360, "height": 740}).new_page()
    return page
