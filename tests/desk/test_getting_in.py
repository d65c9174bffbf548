"""From a set-up link to the desk, and back in with one button."""

import re

import pytest
from playwright.sync_api import Page, expect

from balie.firm.users.roles import Role
from tests.desk.conftest import Person
from tests.house.team import invited, link_for


def test_a_set_up_link_leads_into_the_desk(noor: Person, page: Page) -> None:
    noor.open_link()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Set up your access to Studio Noord")
    assert page.url.endswith("/set-up"), "the link is out of the address"
    expect(page.get_by_label("Your name")).to_have_value("Noor de Wit")
    page.get_by_label("Name of the passkey").fill("My laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(title).to_contain_text("Make a second passkey")
    page.get_by_role("link", name="Later").click()
    expect(page.locator(".account-name")).to_contain_text("Noor de Wit")
    expect(page.locator(".firm-name")).to_have_text("Studio Noord")
    page.goto("/account")
    expect(page.locator(".items b").first).to_have_text("My laptop")


def test_a_second_passkey_is_made_on_another_device(noor: Person, page: Page) -> None:
    noor.set_up()
    laptop = noor.authenticator
    page.get_by_role("button", name="Make a second passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("This device has a passkey of yours already")
    noor.remove_authenticator(laptop)
    noor.add_authenticator("usb")
    page.get_by_role("button", name="Make a second passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All set")
    page.context.clear_cookies()
    page.goto("/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".items").first.get_by_role("listitem")).to_have_count(2)


def test_a_spent_link_says_so_and_what_to_do(noor: Person, page: Page) -> None:
    link = link_for(noor.tenant, invited(noor.tenant, "a@x.example", Role.VIEWER))
    page.goto(f"/set-up#{link}")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("second passkey")
    page.context.clear_cookies()
    page.goto("/")
    page.goto(f"/set-up#{link}")
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("This link does not work any more")
    expect(title).to_be_focused()
    page.get_by_role("link", name="Go to sign-in").click()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()


def test_one_button_signs_in_again(noor: Person, page: Page) -> None:
    noor.enter()
    page.context.clear_cookies()
    page.goto("/settings/team")
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")
    assert page.url.endswith("/settings/team")


def test_what_is_not_confirmed_signs_nobody_in(noor: Person, page: Page) -> None:
    noor.enter()
    page.context.clear_cookies()
    noor.refuse()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was confirmed")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_signing_out_leaves_nothing_to_come_back_to(noor: Person, page: Page) -> None:
    noor.enter()
    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    assert "Studio Noord" not in page.inner_text("body")


@pytest.mark.parametrize("path", ["/nothing", "/settings/team/usr_0"])
def test_an_address_without_a_page_says_so(noor: Person, page: Page, path: str) -> None:
    noor.enter()
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("There is no page here|Not in the team any more")
    )


def test_the_door_speaks_dutch_when_asked(noor: Person, page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("button", name="Inloggen met een passkey")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.title() == "Inloggen met een passkey"
