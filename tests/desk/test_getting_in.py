"""From a set-up link to the desk, and back in with one button."""

import re

from playwright.sync_api import Page, expect

from tests.desk.conftest import Person


def test_a_set_up_link_leads_into_the_desk(noor: Person, page: Page) -> None:
    noor.open_link()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your access to Studio Noord")
    assert page.url.endswith("/set-up"), "the link is out of the address"
    expect(page.get_by_label("Your name")).to_have_value("Noor de Wit")
    page.get_by_label("Name of the passkey").fill("My laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Make a second passkey")
    page.get_by_role("link", name="Later").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")
    expect(page.locator(".firm-name")).to_have_text("Studio Noord")
    page.get_by_text("Noor de Wit", exact=False).first.click()


def test_one_button_signs_in_again(noor: Person, page: Page) -> None:
    noor.enter()
    page.context.clear_cookies()
    page.goto("/settings/team")
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")
    assert page.url.endswith("/settings/team")
