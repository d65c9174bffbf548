"""What is looked through: payments, the statement of account, subscriptions, invoices by number."""

import pytest
from playwright.sync_api import Page, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene, problem

SPACE = "\u00a0"


def test_payments_say_how_for_what_and_what_went_back(page: Page):
    page.goto("/payments")
    expect(page.locator(".stand")).to_have_text(f"€{SPACE}726.00 is on its way.")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(20)
    expect(rows.nth(2)).to_contain_text(f"€{SPACE}84.00 paid back")
    expect(rows.nth(3)).to_contain_text("Insufficient funds")
    expect(rows.nth(4)).to_contain_text("The bank decides about it.")
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(40)
    expect(rows.nth(20)).to_be_focused()


def test_a_payment_leads_to_its_invoice(page: Page, scene: Scene):
    page.goto("/payments")
    page.get_by_role("link", name="SN-2026-0429").click()
    expect(page.locator("h1")).to_have_text("Invoices")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_statement_runs_from_opening_to_closing_balance(page: Page):
    page.goto("/statement")
    expect(page.locator(".stand")).to_have_text(
        f"€{SPACE}1,160.00 owed at the end of 23{SPACE}November."
    )
    rows = page.locator("tbody tr")
    expect(rows.first).to_contain_text("Opening balance")
    expect(rows.first).to_contain_text(f"−€{SPACE}50.00")
    expect(rows.nth(1)).to_contain_text("Invoice SN-2026-0429")
    expect(rows.last).to_contain_text("Closing balance")
    expect(rows.last).to_contain_text(f"€{SPACE}1,160.00")


def test_the_period_is_in_the_address_and_can_be_any(page: Page, scene: Scene):
    page.clock.set_fixed_time("2026-11-23T12:00:00")
    page.goto("/statement")
    period = page.get_by_label("Period")
    period.select_option("Last year")
    expect(page.locator(".stand")).to_contain_text(f"31{SPACE}December")
    assert page.url.endswith("/statement?first=2025-01-01&last=2025-12-31")
    period.select_option("Last quarter")
    expect(page.locator(".stand")).to_contain_text(f"30{SPACE}September")
    assert page.url.endswith("?first=2026-07-01&last=2026-09-30")
    period.select_option("Other days")
    expect(page.get_by_label("From")).to_be_focused()
    page.get_by_label("From").fill("2026-05-01")
    page.get_by_label("Up to and including").fill("2026-04-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("The last day comes before the first.")
    page.get_by_label("Up to and including").fill("2026-05-31")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".stand")).to_contain_text(f"31{SPACE}May")
    page.go_back()
    expect(page.locator(".stand")).to_contain_text(f"30{SPACE}September")


@pytest.mark.parametrize(("language", "own"), [("en", "point"), ("nl", "comma")])
def test_the_file_has_the_readers_numbers_or_the_others(page: Page, scene, language, own):
    scene.session = stories.session(language)
    page.goto("/statement")
    links = page.locator("a[download]")
    expect(links).to_have_count(2)
    first, second = (str(link.get_attribute("href")) for link in links.all())
    assert f"decimals={own}" in first
    assert f"decimals={own}" not in second
    assert f"language={language}" in first


def test_currencies_are_told_apart(page: Page, scene: Scene):
    scene.statement = stories.two_currency_statement()
    page.goto("/statement")
    page.get_by_label("Currency").select_option("Hungarian Forint")
    expect(page.get_by_label("Currency")).to_have_value("HUF")
    assert "currency=HUF" in page.url


def test_on_paper_a_statement_says_whose_and_when_and_is_whole(page: Page, scene: Scene):
    entry = scene.statement["entries"][0]
    scene.statement = stories.statement(entries=[entry] * 230)
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto("/statement")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(101)
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed")
    expect(rows).to_have_count(232)
    page.emulate_media(media="print")
    expect(page.locator(".only-print")).to_contain_text("Van Dijk Architecten B.V.")
    for hidden in (".menu", ".tools", ".foot", ".head-action"):
        expect(page.locator(hidden).first).to_be_hidden()


EMPTY = [
    ("/payments", {"payments": []}, "as soon as Studio Noord receives it"),
    ("/statement", {"statement": stories.empty_statement()}, "Choose another period above."),
    ("/subscriptions", {"subscriptions": [], "payment_methods": []}, "begins it"),
]


@pytest.mark.parametrize(("path", "changes", "words"), EMPTY)
def test_what_is_empty_says_what_comes_there(page: Page, scene: Scene, path, changes, words):
    for name, value in changes.items():
        setattr(scene, name, value)
    page.goto(path)
    expect(page.locator("main")).to_contain_text(words)


BROKEN = [
    ("/payments", "/api/payments", "The payments could not be loaded"),
    ("/statement", "/api/statement", "The statement could not be loaded"),
    ("/subscriptions", "/api/subscriptions", "The subscriptions could not be loaded"),
    ("/subscriptions", "/api/payment-methods", "The ways to pay could not be loaded"),
]


@pytest.mark.parametrize(("path", "api", "words"), BROKEN)
def test_what_failed_can_be_tried_again(page: Page, scene: Scene, path, api, words):
    scene.failing[api] = problem(503, "unavailable")
    page.goto(path)
    expect(page.get_by_role("alert")).to_contain_text(words)
    scene.failing.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".pulse")).to_have_count(0)


def test_subscriptions_say_what_is_charged_when_and_how_they_end(page: Page):
    page.goto("/subscriptions")
    expect(page.locator(".stand")).to_have_text("3 subscriptions are running.")
    cards = page.locator(".card")
    expect(cards.nth(0)).to_contain_text(f"€{SPACE}50.00 a month")
    expect(cards.nth(0)).to_contain_text(f"€{SPACE}0.005 for each unit used")
    expect(cards.nth(1)).to_contain_text(f"Ends on 31{SPACE}December")
    expect(cards.nth(2)).to_contain_text("Paused")
    expect(cards.nth(3)).to_contain_text("Ended")
    expect(cards.nth(4)).to_contain_text("Used first")
    expect(cards.nth(5)).to_contain_text("NORD-0412")
    expect(cards.nth(6)).to_contain_text("Expired on")


def test_invoices_are_found_by_number_and_the_search_is_in_the_address(page: Page):
    page.goto("/invoices")
    field = page.get_by_label("Search by invoice number")
    field.fill("SN-2026-0441")
    field.press("Enter")
    expect(page.locator("tbody tr[role=row]")).to_have_count(1)
    assert page.url.endswith("/invoices?number=SN-2026-0441")
    page.get_by_role("link", name="Overdue", exact=True).click()
    expect(page.locator("tbody tr[role=row]")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("SN-2026-0412")
    expect(field).to_have_value("")
    field.fill("nothing like it")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".blank")).to_contain_text("No invoice number begins with nothing like it")
