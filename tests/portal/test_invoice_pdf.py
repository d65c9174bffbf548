"""The PDF of an invoice: a file to save, with true words when that takes long or does not work."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene, problem
from tests.portal.test_invoice import PAGE

PDF = f"/api/invoices/{stories.story()['invoice']['id']}/pdf"


def button(page: Page) -> Any:
    return page.locator("balie-download button")


def status(page: Page) -> Any:
    return page.locator("balie-download [role=status]")


@pytest.mark.parametrize("size", ["page", "phone"])
def test_the_file_is_saved_under_its_number(request: pytest.FixtureRequest, size: str):
    page: Page = request.getfixturevalue(size)
    page.goto(PAGE)
    expect(button(page)).to_have_text("Download PDF")
    with page.expect_download() as download:
        button(page).click()
    assert download.value.suggested_filename == "SN-2026-0041.pdf"
    assert page.url.endswith(PAGE)
    expect(status(page)).to_have_text("")


def test_a_screen_reader_hears_of_which_invoice_it_is(page: Page):
    page.goto(PAGE)
    name = re.compile(r"^Download PDF of \S+$")
    expect(page.get_by_role("button", name=name)).to_be_visible()


def test_the_keyboard_starts_it(page: Page):
    page.goto(PAGE)
    button(page).focus()
    with page.expect_download():
        page.keyboard.press("Enter")


def test_what_takes_longer_than_a_second_is_said_and_asked_for_once(page: Page, scene: Scene):
    scene.held.add(PDF)
    page.goto(PAGE)
    button(page).click()
    expect(button(page)).to_have_attribute("aria-busy", "true")
    expect(status(page)).to_contain_text("The first time that takes some seconds")
    button(page).click()
    with page.expect_download():
        scene.slow.set()
    expect(status(page)).to_have_text("")
    assert len([path for _, path, _ in scene.asked if path == PDF]) == 1


def test_what_failed_can_be_tried_again(phone: Page, scene: Scene):
    scene.failing[PDF] = problem(503, "pdf_unavailable")
    phone.goto(PAGE)
    button(phone).click()
    expect(phone.get_by_role("alert")).to_contain_text("could not be fetched just now")
    expect(button(phone)).to_have_text("Try the PDF again")
    scene.failing.clear()
    with phone.expect_download():
        button(phone).click()
    expect(phone.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (409, "pdf_out_of_reach", "Studio Noord can send it"),
        (404, "pdf_missing", "There is no PDF of this invoice"),
        (404, "invoice_missing", "Trying again usually helps"),
        (500, "internal", "Trying again usually helps"),
    ],
)
def test_each_refusal_says_what_helps(page: Page, scene: Scene, status: int, code: str, words: str):
    scene.failing[PDF] = problem(status, code)
    page.goto(PAGE)
    button(page).click()
    expect(page.get_by_role("alert")).to_contain_text(words)


def test_an_older_document_says_of_when_it_is(page: Page, scene: Scene):
    scene.pdf = {"kept_date": "2026-11-03", "is_current": False}
    page.goto(PAGE)
    with page.expect_download():
        button(page).click()
    expect(status(page)).to_contain_text("What changed since is not in it yet")


def test_it_speaks_dutch(new_context: Any):
    page = new_context(locale="nl-NL").new_page()
    page.goto(PAGE)
    expect(button(page)).to_have_text(re.compile("PDF"))


def test_the_list_of_invoices_has_it_where_there_is_room(page: Page, scene: Scene):
    page.goto("/invoices")
    first = page.locator("tbody tr").first
    number = first.locator(".row-link").inner_text()
    with page.expect_download():
        first.get_by_role("button", name=f"Download PDF of {number}").click()
    assert page.url.endswith("/invoices")


def test_a_phone_has_it_on_the_page_of_the_invoice_alone(phone: Page):
    phone.goto("/invoices")
    expect(phone.locator("tbody tr").first).to_be_visible()
    expect(button(phone).first).to_be_hidden()
