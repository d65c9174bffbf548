"""One invoice: its lines and sums, what was paid how and when, and what happens next."""

import pytest
from playwright.sync_api import Page, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene, problem

SPACE = "\u00a0"
PAGE = "/invoices/inv_1"
API = f"/api{PAGE}"


def test_the_list_and_the_overview_lead_to_an_invoice(page: Page, scene: Scene):
    page.goto("/invoices")
    page.get_by_role("link", name="SN-2026-0412", exact=True).click()
    expect(page.locator("h1")).to_have_text("Invoice SN-2026-0412, House style, phase 2")
    expect(page.locator("h1")).to_be_focused()
    expect(page).to_have_title("Invoice SN-2026-0412 – Studio Noord")
    page.goto("/")
    page.get_by_role("link", name="SN-2026-0438").click()
    expect(page.locator("h1")).to_contain_text("Invoice")
    assert ("GET", "/api/invoices/inv_SN-2026-0438", None) in scene.asked


def test_lines_lead_to_the_total_and_steps_to_what_is_open(page: Page):
    page.goto(PAGE)
    page.locator(".paper tfoot").first.wait_for()
    lines, steps = page.get_by_role("table").all()
    expect(lines.get_by_role("row").nth(1)).to_contain_text("House style design")
    expect(lines.get_by_role("row").nth(2)).to_contain_text(f"1{SPACE}Oct – 31{SPACE}Oct")
    assert lines.locator("tfoot tr").all_inner_texts() == [
        f"Subtotal\t€{SPACE}2,000.00",
        f"VAT\t€{SPACE}420.00",
        f"Total\t€{SPACE}2,420.00",
    ]
    rows = steps.locator("tbody tr")
    expect(rows.nth(1)).to_contain_text("Failed")
    expect(rows.nth(1)).to_contain_text("changes nothing")
    expect(rows.nth(2)).to_contain_text("Visa •••• 4242")
    expect(rows.nth(2)).to_contain_text(f"−€{SPACE}1,000.00")
    expect(steps.locator("tfoot")).to_contain_text(f"€{SPACE}1,210.00")


STANDINGS = [
    (stories.story(), f"€{SPACE}1,210.00 open of €{SPACE}2,420.00, 20 days late.", True),
    (
        stories.story_of(stories.due_later()),
        f"€{SPACE}3,025.00, to be paid by 7{SPACE}December.",
        True,
    ),
    (
        stories.story_of(stories.collected()),
        f"€{SPACE}726.00 is collected automatically on 27{SPACE}November.",
        False,
    ),
    (stories.paid_story(), f"€{SPACE}363.00 paid on 12{SPACE}November.", False),
    (stories.disputed_story(), f"€{SPACE}1,210.00 waits for the bank's decision.", False),
    (stories.closed_story(), "Closed. Nothing has to be paid here.", False),
]


@pytest.mark.parametrize(("story", "words", "can_be_paid"), STANDINGS)
def test_the_sentence_says_how_it_stands(page: Page, scene: Scene, story, words, can_be_paid):
    scene.story = story
    page.goto(PAGE)
    expect(page.locator(".stand")).to_have_text(words)
    expect(page.locator(".pay-here a")).to_have_count(1 if can_be_paid else 0)
    expect(page.locator("aside")).to_contain_text("What happens next")


def test_a_dispute_is_explained_without_asking_for_money(page: Page, scene: Scene):
    scene.story = stories.disputed_story()
    page.goto(PAGE)
    side = page.locator("aside")
    expect(side).to_contain_text("The bank decides")
    expect(side).to_contain_text("Nothing has to be paid meanwhile")
    expect(page.locator("main .late")).to_have_count(0)


@pytest.mark.parametrize("role", ["signer", "viewer"])
def test_who_may_not_pay_is_told_who_can(page: Page, scene: Scene, role):
    scene.session = stories.session("en", role)
    scene.story["invoice"]["pay_url"] = None
    page.goto(PAGE)
    expect(page.locator("aside")).to_contain_text("A colleague with the role Owner or Finance")
    expect(page.locator(".pay-here a")).to_have_count(0)


def test_the_tone_is_the_firms(page: Page, scene: Scene):
    scene.session = stories.session("nl")
    page.goto(PAGE)
    expect(page.locator("aside")).to_contain_text("Heb je al betaald?")
    scene.tenant = stories.kade()
    page.reload()
    expect(page.locator("aside")).to_contain_text("Hebt u al betaald?")


def test_a_foreign_or_missing_invoice_leads_back_to_the_list(page: Page, scene: Scene):
    scene.failing[API] = problem(404, "invoice_missing")
    page.goto(PAGE)
    expect(page.locator("h2")).to_have_text("There is no such invoice here")
    page.locator(".blank").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Invoices")


def test_what_failed_can_be_tried_again(page: Page, scene: Scene):
    scene.failing[API] = problem(503, "unavailable")
    page.goto(PAGE)
    expect(page.get_by_role("alert")).to_contain_text("The invoice could not be loaded")
    scene.failing.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".stand")).to_contain_text("20 days late")


def test_the_menu_of_a_phone_opens_with_a_key_and_closes_with_a_choice(phone: Page):
    phone.goto(PAGE)
    menu = phone.locator(".menu-small")
    menu.locator("summary").focus()
    phone.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Overview")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(menu.locator(".menu-panel")).to_be_hidden()
    menu.locator("summary").click()
    sizes = [link.bounding_box() for link in menu.get_by_role("link").all()]
    assert all(box and box["height"] >= 44 for box in sizes)
    menu.get_by_role("link", name="Overview").click()
    expect(phone.locator("h1")).to_have_text("Overview")
    expect(menu.locator(".menu-panel")).to_be_hidden()
