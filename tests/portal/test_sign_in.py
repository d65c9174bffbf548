"""Signing in by mail, on one device and on two, and the ways it can go wrong."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene, problem

ADDRESS = "sanne@vandijk.example"


@pytest.fixture(autouse=True)
def _signed_out(scene: Scene) -> None:
    scene.session = None
    scene.tenant["language"] = "en"


def ask_for_link(page: Page, address: str = ADDRESS) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send a sign-in link").click()
    expect(page.locator("h1")).to_have_text("Look in the mail")


def test_the_mail_page_is_the_same_for_every_address(page: Page, scene: Scene):
    ask_for_link(page, "stranger@elsewhere.example")
    expect(page.locator(".stand")).to_have_text(
        "If stranger@elsewhere.example is known to Studio Noord, a link is on its way."
    )
    expect(page.locator("main")).to_contain_text("10 minutes")
    expect(page.locator("h1")).to_be_focused()
    sent = {"email": "stranger@elsewhere.example", "language": "en"}
    assert scene.bodies("/api/sign-in") == [sent]


def test_the_link_signs_in_only_when_the_button_is_pressed(page: Page, scene: Scene):
    page.goto("/sign-in#token-1")
    expect(page.locator(".stand")).to_have_text("Sign in to Studio Noord?")
    assert page.url.endswith("/sign-in")
    assert scene.bodies("/api/sign-in/redeem") == []
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Overview")
    assert scene.bodies("/api/sign-in/redeem") == [{"token": "token-1"}]
    expect(page.get_by_text("Van Dijk Architecten B.V.").first).to_be_visible()


def test_another_device_shows_a_code_that_the_first_browser_takes(
    page: Page, new_context: Any, scene: Scene
):
    ask_for_link(page)
    scene.same_browser = False
    phone = new_context().new_page()
    phone.goto("/sign-in#token-2")
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.locator(".code")).to_contain_text("482 913")
    page.get_by_label("Opened on another device?").fill("482 913")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Overview")
    assert scene.bodies("/api/sign-in/code") == [{"code": "482913"}]


def test_a_reload_keeps_the_code_for_the_other_device(page: Page, scene: Scene):
    scene.session, scene.same_browser = None, False
    page.goto("/sign-in#token")
    page.get_by_role("button", name="Sign in").click()
    shown = page.locator(".code").inner_text()
    page.reload()
    expect(page.locator(".code")).to_have_text(shown)


@pytest.mark.parametrize("remembered", [True, False])
def test_who_is_signed_in_has_no_use_for_the_door(page: Page, scene: Scene, remembered):
    scene.session = stories.session()
    if remembered:
        page.goto("/")
        page.locator(".who").wait_for()
    page.goto("/sign-in")
    expect(page.locator("h1")).to_have_text("Overview")


def test_a_wrong_code_is_named_and_kept(page: Page):
    ask_for_link(page)
    field = page.get_by_label("Opened on another device?")
    field.fill("12")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The code has six digits.")
    field.fill("111111")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    expect(field).to_be_focused()
    expect(field).to_have_value("111111")


def test_a_used_link_says_so_and_leads_to_a_new_one(page: Page, scene: Scene):
    scene.spent = {"token-3"}
    page.goto("/sign-in#token-3")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".stand")).to_have_text("This link does not work any more.")
    page.get_by_role("button", name="Ask for a new link").click()
    expect(page.get_by_label("E-mail address")).to_be_visible()


def test_a_link_pasted_into_the_waiting_page_lands(page: Page):
    ask_for_link(page)
    page.evaluate("location.hash = 'token-4'")
    expect(page.locator(".stand")).to_have_text("Sign in to Studio Noord?")


def test_the_waiting_page_goes_on_when_another_tab_has_signed_in(page: Page):
    ask_for_link(page)
    other = page.context.new_page()
    other.goto("/sign-in#token-5")
    other.get_by_role("button", name="Sign in").click()
    expect(other.locator("h1")).to_have_text("Overview")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("h1")).to_have_text("Overview")


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Fill in an e-mail address."), ("sanne@vandijk", "not a complete")]
)
def test_a_malformed_address_is_named_and_kept(page: Page, scene: Scene, typed, words):
    page.goto("/sign-in")
    field = page.get_by_label("E-mail address")
    field.fill(typed)
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(field).to_be_focused()
    expect(field).to_have_value(typed)
    assert scene.bodies("/api/sign-in") == []


def test_too_many_requests_say_when_to_try_again(page: Page, scene: Scene):
    scene.failing["/api/sign-in"] = problem(429, "too_many")
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send a sign-in link").click()
    expect(page.get_by_role("alert")).to_contain_text("in 10 minutes")
    expect(page.get_by_label("E-mail address")).to_have_value(ADDRESS)


def test_a_new_link_can_be_sent_after_a_minute(page: Page, scene: Scene):
    page.clock.install()
    ask_for_link(page)
    again = page.get_by_role("button", name="Send a new link")
    expect(again).to_have_attribute("aria-disabled", "true")
    page.clock.run_for(61_000)
    expect(again).to_have_attribute("aria-disabled", "false")
    again.click()
    expect(page.locator("#announcer")).to_have_text("A new link is on its way.")
    assert len(scene.bodies("/api/sign-in")) == 2


def test_a_wrong_address_can_be_mended_and_a_reload_keeps_waiting(page: Page):
    ask_for_link(page)
    page.reload()
    expect(page.locator("h1")).to_have_text("Look in the mail")
    page.get_by_role("button", name="Use another address").click()
    expect(page.get_by_label("E-mail address")).to_have_value(ADDRESS)


def test_one_is_brought_where_one_wanted_to_go(page: Page):
    page.goto("/invoices?status=open")
    expect(page.locator("h1")).to_have_text("Sign in")
    page.goto("/sign-in#token-6")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Invoices")
    assert page.url.endswith("/invoices?status=open")


@pytest.mark.parametrize(
    ("kept", "place"),
    [
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/sign-in", "/"),
        ("", "/"),
        ("/invoices?status=open#x", "/invoices?status=open"),
    ],
)
def test_a_way_back_never_leads_out_of_the_portal(page: Page, scene: Scene, kept, place):
    scene.session = None
    page.goto("/sign-in#token")
    page.evaluate(
        "path => localStorage.setItem('balie.return', JSON.stringify({path, at: Date.now()}))", kept
    )
    page.get_by_role("button", name="Sign in").click()
    page.locator(".menu a").first.wait_for()
    assert page.evaluate("location.origin + location.pathname + location.search") == (
        page.evaluate("location.origin") + place
    )


def test_a_session_that_ends_leads_to_signing_in_and_back(page: Page, scene: Scene):
    scene.session = stories.session()
    page.goto("/invoices?status=paid")
    expect(page.locator("tbody tr")).to_have_count(20)
    scene.session = None
    page.get_by_role("link", name="Overview").click()
    expect(page.locator("main")).to_contain_text("Signed out after a while, for safety.")
    page.goto("/sign-in#token-8")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Overview")


def test_signing_out_forgets_what_was_shown(page: Page, scene: Scene):
    scene.session = stories.session()
    page.goto("/")
    page.locator(".who summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.locator("body")).not_to_contain_text("Van Dijk")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert scene.bodies("/api/sign-out") == [{}]


def test_the_language_is_the_firms_until_the_contact_is_known(page: Page, scene: Scene):
    scene.tenant["language"] = "nl"
    page.goto("/sign-in#token-9")
    page.get_by_role("button", name="Inloggen").click()
    expect(page.locator("h1")).to_have_text("Overview")
