"""The desk in every size: narrow, with large text, and without anything that jumps."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from balie.ground.core.events import Cause
from tests.desk.conftest import Person
from tests.desk.running_desk import RunningDesk
from tests.desk.test_work_pages import fill, house, simulator
from tests.house import catching_up
from tests.house.chromium import CHROMIUM, FLAGS
from tests.house.house import House
from tests.portal.conftest import Complaints

__all__ = ["house", "simulator"]

PLACES = (
    "/customers",
    "/activity",
    "/connections",
    "/start",
    "/account",
    "/settings/branding",
    "/settings/team",
    "/nothing",
)
PARTS = ("invoices", "payments", "statement", "agreements", "activity")
MOST_SHIFT = 0.05  # half of what is called good: https://web.dev/articles/cls
MOVED = """() => new Promise(done => {
  const moved = [];
  const said = ({node, previousRect, currentRect}) =>
    `${node?.nodeName}.${node?.className} from ${previousRect.y} to ${currentRect.y}`;
  new PerformanceObserver(list => {
    for (const {value, sources} of list.getEntries()) moved.push([value, sources.map(said)]);
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(moved), 100);
})"""


def every_page(page: Page) -> Iterator[str]:
    """Opens one after the other, and waits until it has settled."""
    for path in (*PLACES, *pages_of_a_customer(page)):
        page.goto(path)
        page.locator("h1").wait_for()
        expect(page.locator(".pulse")).to_have_count(0)
        yield path


def pages_of_a_customer(page: Page) -> list[str]:
    page.goto("/customers?q=van")
    page.locator("tbody th a").first.click()
    address = page.url.partition("?")[0]
    page.locator(".tab-content a").first.wait_for()
    invoice = page.locator(".tab-content a").first.get_attribute("href")
    return [*(f"{address}?part={part}" for part in PARTS), str(invoice)]


@pytest.fixture
def filled(house: House) -> str:  # noqa: F811
    """The tenant of a firm with customers, invoices and payments."""
    fill(house)
    catching_up.run(house, Cause.IMPORT)
    return house.tenant


def test_nothing_scrolls_sideways_at_320_px_with_text_twice_as_large(
    browser: Browser, desk: RunningDesk, filled: str, complaints: Complaints
) -> None:
    """As set in the browser: that moves the breakpoints too, unlike a font size in the page."""
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    large = browser.browser_type.launch(executable_path=str(CHROMIUM), args=flags)
    view: Any = {"width": 320, "height": 700}
    page = large.new_page(viewport=view, base_url=desk.url, locale="en-GB", reduced_motion="reduce")
    complaints.watch(page)
    Person(page, filled).enter()
    for path in every_page(page):
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        inner, outer = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert inner <= outer, path
    large.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_jumps_on_any_page(new_context: Any, filled: str, width: int) -> None:
    noor = Person(new_context(viewport={"width": width, "height": 800}).new_page(), filled)
    noor.enter()
    for path in every_page(noor.page):
        moved = noor.page.evaluate(MOVED)
        assert sum(shift for shift, _ in moved) <= MOST_SHIFT, (path, moved)
