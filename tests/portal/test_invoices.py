"""The list of invoices: filters in the address, paging, every status, and its failures."""

import pytest
from playwright.sync_api import Page, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene, problem

SPACE = "\u00a0"


def test_the_newest_twenty_come_first_and_the_rest_on_request(page: Page):
    page.goto("/invoices")
    rows = page.locator("tbody tr[role=row]")
    expect(rows).to_have_count(20)
    more = page.get_by_role("button", name="Show more")
    more.click()
    expect(rows).to_have_count(40)
    expect(rows.nth(20)).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("20 more invoices shown")
    more.click()
    expect(rows).to_have_count(48)
    expect(more).to_have_count(0)


STATUSES = [
    ("SN-2026-0441", "Automatic", f"on Fri{SPACE}27{SPACE}Nov"),
    ("SN-2026-0438", "Open", f"by Mon{SPACE}7{SPACE}Dec"),
    ("SN-2026-0412", "Overdue", "20 days"),
    ("SN-2026-0429", "Paid", f"12{SPACE}Aug"),
    ("SN-2026-0431", "Withdrawn", ""),
    ("SN-2026-0430", "Closed", ""),
]


def test_each_status_is_a_word_a_shape_and_a_day(page: Page):
    page.goto("/invoices")
    for number, status, when in STATUSES:
        cell = page.get_by_role("row").filter(has_text=number).locator(".cell-status")
        expect(cell.locator(".st")).to_have_text(status)
        expect(cell.locator("svg")).to_have_count(1)
        expect(cell).to_have_text(f"{status} {when}".strip())


def test_amounts_are_right_aligned_and_open_invoices_can_be_paid(page: Page):
    page.goto("/invoices?status=open")
    expect(page.locator("tbody tr[role=row]")).to_have_count(3)
    pay = page.get_by_role("link", name=f"Pay invoice SN-2026-0412, €{SPACE}1,210.00")
    expect(pay).to_have_attribute("href", "https://pay.example/SN-2026-0412")
    edges = page.locator("td.cell-total").evaluate_all(
        "cells => cells.map(c => Math.round(c.querySelector('.amt').getBoundingClientRect().right))"
    )
    assert len(set(edges)) == 1


def test_the_filter_is_in_the_address_and_keeps_the_focus(page: Page, scene: Scene):
    page.goto("/invoices")
    tab = page.get_by_role("link", name="Paid", exact=True)
    tab.focus()
    page.keyboard.press("Enter")
    expect(tab).to_have_attribute("aria-current", "true")
    expect(tab).to_be_focused()
    expect(page.locator("tbody tr").first).to_contain_text("SN-2026-0429")
    assert page.url.endswith("/invoices?status=paid")
    page.go_back()
    expect(page.locator("tbody tr").first).to_contain_text("SN-2026-0441")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_empty_list_says_what_comes_there(page: Page, scene: Scene, language):
    scene.invoices = []
    scene.session = stories.session(language)
    page.goto("/invoices")
    expect(page.locator(".blank")).to_contain_text("Studio Noord")
    expect(page.locator(".blank a")).to_have_count(0)
    said = {page.locator(".blank").inner_text()}
    for tab in page.locator(".tabs a").all()[1:]:
        tab.click()
        expect(tab).to_have_attribute("aria-current", "true")
        expect(page.locator(".blank a")).to_have_count(1)
        said.add(page.locator(".blank").inner_text())
    assert len(said) == 5


def test_a_failed_list_keeps_the_rest_of_the_page(page: Page, scene: Scene):
    scene.failing["/api/invoices"] = problem(500, "broken")
    page.goto("/invoices")
    expect(page.get_by_role("alert")).to_contain_text("The invoices could not be loaded")
    expect(page.locator(".stand")).to_contain_text("4,961.00")
    scene.failing.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("tbody tr[role=row]")).to_have_count(20)


def test_a_failed_sentence_keeps_the_list(page: Page, scene: Scene):
    scene.failing["/api/overview"] = problem(500, "broken")
    page.goto("/invoices")
    expect(page.locator(".stand")).to_contain_text("The list below is up to date.")
    expect(page.locator("tbody tr[role=row]")).to_have_count(20)


def test_failed_paging_keeps_the_list_and_can_be_repeated(page: Page, scene: Scene):
    page.goto("/invoices")
    rows = page.locator("tbody tr[role=row]")
    expect(rows).to_have_count(20)
    scene.failing["/api/invoices"] = problem(500, "broken")
    more = page.get_by_role("button", name="Show more")
    more.click()
    expect(page.locator(".toast")).to_contain_text("could not be loaded")
    scene.failing.clear()
    more.click()
    expect(rows).to_have_count(40)


def test_an_answer_for_a_filter_already_left_is_not_shown(page: Page, scene: Scene):
    scene.held = {"/api/invoices"}
    page.goto("/invoices?status=paid")
    page.locator(".list .pulse").wait_for()
    scene.held = set()
    page.get_by_role("link", name="Withdrawn", exact=True).click()
    expect(page.locator("tbody tr[role=row]")).to_have_count(1)
    scene.slow.set()
    page.wait_for_timeout(100)
    expect(page.locator("tbody tr[role=row]")).to_have_count(1)


def test_coming_back_refreshes_the_list_without_losing_pages(page: Page, scene: Scene):
    page.goto("/invoices")
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("tbody tr[role=row]")).to_have_count(40)
    scene.invoices[4] |= {"status": "paid", "days_overdue": 0, "paid_date": "2026-11-23"}
    page.evaluate("dispatchEvent(new Event('focus'))")
    row = page.get_by_role("row").filter(has_text="SN-2026-0412")
    expect(row.locator(".st")).to_have_text("Paid")
    expect(page.locator("tbody tr[role=row]")).to_have_count(40)


def test_an_unknown_path_is_a_page_with_a_way_out(page: Page):
    page.goto("/no/such/page")
    expect(page.locator("h1")).to_have_text("Page not found")
    page.get_by_role("link", name="Go to the overview").click()
    expect(page.locator("h1")).to_have_text("Overview")
    expect(page.locator("h1")).to_be_focused()


def test_a_host_without_a_firm_says_so(page: Page, scene: Scene):
    scene.tenant |= {"name": "", "header_text": "", "language": "en"}
    scene.failing = {"/api/session": problem(404, "host_unknown")}
    page.goto("/")
    expect(page.locator("h1")).to_have_text("No portal here")
