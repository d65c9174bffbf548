"""An invoice's PDF in the desk: beside its row, and on its page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from balie.ground.aws import settings
from dev.stripe.simulator import Simulator
from dev.stripe.site.app import application
from tests.desk.conftest import Person
from tests.desk.test_work_pages import fill, house, noor, simulator
from tests.house import served
from tests.house.house import House

__all__ = ["house", "noor", "simulator"]


@pytest.fixture(autouse=True)
def documents(
    simulator: Simulator,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    with served.application(application(simulator)) as address:
        monkeypatch.setattr(simulator.settings, "base_url", address)
        monkeypatch.setattr(settings, "stripe_api_base", lambda: address)
        yield


@pytest.fixture
def page(house: House, noor: Person) -> Page:  # noqa: F811
    """At a customer with two invoices; what is kept is kept where the tests keep it."""
    fill(house)
    noor.enter()
    headers = {"content-type": "application/pdf", "content-disposition": 'attachment; filename="x"'}
    noor.page.route("https://files.example/**", lambda route: route.fulfill(headers=headers))
    noor.page.goto("/customers?q=van")
    noor.page.locator("tbody th a").first.click()
    return noor.page


def test_each_row_has_its_pdf(page: Page) -> None:
    buttons = page.get_by_role("button", name="Download PDF of")
    expect(buttons).to_have_count(2)
    with page.expect_download() as download:
        buttons.first.click()
    assert "invoices%2Finv_" in download.value.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Van Dijk")


def test_an_invoices_page_has_it_and_says_what_went_wrong(
    page: Page,
    simulator: Simulator,  # noqa: F811
) -> None:
    page.get_by_role("table", name="Invoices").locator("tbody th a").first.click()
    simulator.faults.add("error")
    page.get_by_role("button", name="Download PDF of").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be fetched just now")
    simulator.faults.clear()
    with page.expect_download():
        page.get_by_role("button", name="Try the PDF again").click()


def test_a_phone_has_it_on_the_invoices_page(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_role("button", name="Download PDF of")).to_have_count(0)
    page.get_by_role("table", name="Invoices").locator("tbody th a").first.click()
    with page.expect_download():
        page.get_by_role("button", name="Download PDF of").click()
