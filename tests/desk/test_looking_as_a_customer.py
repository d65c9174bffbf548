"""From a customer's page in the desk to the portal as the customer sees it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from balie.firm.users.roles import Role
from tests.desk.conftest import Person
from tests.desk.test_work_pages import fill, house, noor, simulator
from tests.house.house import House
from tests.house.signing_in import host
from tests.house.viewing import takes
from tests.house.visitor import Visitor

__all__ = ["house", "noor", "simulator"]


def open_customer(page: Page) -> None:
    page.goto("/customers?q=van")
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Van Dijk")


@pytest.fixture
def opened(noor: Person) -> list[str]:  # noqa: F811
    """What the portal was asked for, with the page that it says it was asked from."""
    found: list[str] = []

    def portal(route: Route) -> None:
        found.append(route.request.headers.get("referer", ""))
        route.fulfill(status=200, body="<title>portal</title>", content_type="text/html")

    noor.page.context.route("https://*.example/**", portal)
    return found


def test_the_portal_opens_in_a_tab_of_its_own_with_a_code_that_works(
    house: House,  # noqa: F811
    noor: Person,  # noqa: F811
    opened: list[str],
) -> None:
    fill(house)
    noor.enter(Role.SUPPORT)
    open_customer(noor.page)
    with noor.page.context.expect_page() as tabs:
        noor.page.get_by_role("button", name="View as customer").click()
    tab = tabs.value
    tab.wait_for_url(f"https://{host(house)}/view#*")
    assert opened == [""], "without a word of where it came from"
    assert tab.evaluate("window.opener") is None
    code = tab.url.partition("#")[2]
    assert code not in noor.page.url
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's event loop runs here
        assert elsewhere.submit(takes, Visitor(host(house)), code).result().status == 204


def test_a_browser_that_opens_no_tab_says_what_to_do(
    house: House,  # noqa: F811
    noor: Person,  # noqa: F811
) -> None:
    fill(house)
    noor.enter()
    open_customer(noor.page)
    noor.page.evaluate("window.open = () => null")
    noor.page.get_by_role("button", name="View as customer").click()
    expect(noor.page.get_by_role("alert")).to_contain_text("Allow pop-ups")


def test_what_was_refused_closes_the_tab_and_says_why(
    house: House,  # noqa: F811
    noor: Person,  # noqa: F811
) -> None:
    fill(house)
    noor.enter()
    open_customer(noor.page)
    noor.page.route("**/view", lambda route: route.fulfill(status=503, body="{}"))
    noor.page.get_by_role("button", name="View as customer").click()
    expect(noor.page.get_by_role("alert")).to_be_visible()
    assert len(noor.page.context.pages) == 1


def test_who_only_reads_is_not_offered_it(
    house: House,  # noqa: F811
    noor: Person,  # noqa: F811
) -> None:
    fill(house)
    noor.enter(Role.VIEWER)
    open_customer(noor.page)
    expect(noor.page.get_by_role("button", name="View as customer")).to_have_count(0)


def test_it_can_be_begun_on_a_phone(
    house: House,  # noqa: F811
    new_context: Any,
    tmp_path: Any,
) -> None:
    fill(house)
    phone = Person(new_context(viewport={"width": 320, "height": 700}).new_page(), house.tenant)
    phone.enter()
    open_customer(phone.page)
    expect(phone.page.get_by_role("button", name="View as customer")).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320
