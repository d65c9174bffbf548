"""The overview says how things stand, in both languages, and keeps itself up to date."""

from playwright.sync_api import Page, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene, problem

SPACE = "\u00a0"


def test_the_sentence_says_what_is_open_and_late(page: Page):
    page.goto("/")
    expect(page.locator(".stand")).to_have_text(
        f"€{SPACE}4,961.00 open, €{SPACE}1,210.00 of it overdue since 3{SPACE}November."
    )
    expect(page).to_have_title("Overview – Studio Noord")


def test_the_same_sentence_in_dutch(page: Page, scene: Scene):
    scene.session = stories.session("nl")
    page.goto("/")
    expect(page.locator(".stand")).to_have_text(
        f"€{SPACE}4.961,00 open, waarvan €{SPACE}1.210,00 te laat sinds 3{SPACE}november."
    )
    expect(page.locator("html")).to_have_attribute("lang", "nl")


STANDINGS = [
    (stories.clear_overview(), "Nothing is open."),
    (stories.new_overview(), "Nothing is open."),
    (stories.collected_overview(), f"€{SPACE}726.00 open, nothing to do."),
    (stories.paid_overview(), f"€{SPACE}3,751.00 open, nothing overdue."),
]


def test_the_sentence_for_other_standings(page: Page, scene: Scene):
    for overview, words in STANDINGS:
        scene.overview = overview
        page.goto("/")
        expect(page.locator(".stand p").first).to_have_text(words)


def test_the_bar_has_its_parts_in_words(page: Page):
    page.goto("/")
    label = page.get_by_role("img").get_attribute("aria-label") or ""
    assert label.replace(SPACE, " ") == (
        "Of € 4,961.00 open, € 1,210.00 is overdue, € 3,025.00 is due later "
        "and € 726.00 is collected automatically."
    )
    parts = page.locator(".parts > li")
    assert [text.split("\n")[0] for text in parts.all_inner_texts()] == [
        "Overdue",
        "Due later",
        "Automatic",
    ]
    expect(parts.nth(0)).to_contain_text("20 days late")
    expect(parts.nth(1)).to_contain_text(f"Due in 14 days, Mon{SPACE}7{SPACE}Dec")
    expect(parts.nth(2)).to_contain_text(f"In 4 days, Fri{SPACE}27{SPACE}Nov")
    exact = parts.nth(2).locator("time")
    expect(exact).to_have_attribute("title", "Friday 27 November 2026")


def test_the_primary_action_pays_the_most_urgent_invoice_at_the_provider(page: Page):
    page.goto("/")
    pay = page.locator(".btn-go:visible")
    expect(pay).to_have_count(1)
    expect(pay).to_have_text(f"Pay €{SPACE}1,210.00")
    expect(pay).to_have_attribute("href", "https://pay.example/SN-2026-0412")


def test_what_is_collected_by_itself_has_a_day_and_no_pay_action(page: Page, scene: Scene):
    scene.overview = stories.collected_overview()
    page.goto("/")
    planned = page.get_by_role("heading", name="What happens automatically").locator("..")
    expect(planned).to_contain_text("Automatic payment of SN-2026-0441")
    expect(planned).to_contain_text(f"€{SPACE}726.00")
    expect(page.locator(".btn-go")).to_have_count(0)


def test_payments_say_what_became_of_them(page: Page):
    page.goto("/")
    rows = page.get_by_role("heading", name="Latest payments").locator("..").locator("li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Visa •••• 4242")
    expect(rows.nth(1)).to_contain_text(f"€{SPACE}84.00 paid back")
    expect(rows.nth(2)).to_contain_text("Direct debit")
    expect(rows.nth(2)).to_contain_text("Failed")
    expect(rows.nth(2)).to_contain_text("Insufficient funds")
    expect(rows.nth(2)).to_contain_text(f"28{SPACE}Dec{SPACE}2025")


def test_a_reason_is_never_in_a_language_that_the_reader_did_not_choose(page: Page, scene: Scene):
    scene.session = stories.session("nl")
    page.goto("/")
    payments = page.locator("main")
    expect(payments).to_contain_text("heeft de betaling niet uitgevoerd")
    expect(payments).not_to_contain_text("Insufficient funds")


def test_a_payment_on_its_way_is_not_asked_for_again(page: Page, scene: Scene):
    scene.overview = stories.processing_overview()
    page.goto("/")
    expect(page.locator(".notice")).to_contain_text(f"€{SPACE}1,210.00 is on its way")
    expect(page.locator(".btn-go:visible")).to_have_text(f"Pay €{SPACE}3,025.00")
    by_itself = page.locator(".parts > li").filter(has_text="Automatic")
    expect(by_itself).to_contain_text("SN-2026-0412")
    expect(by_itself).to_contain_text("On its way")


def test_several_currencies_are_a_list_and_never_a_sum(page: Page, scene: Scene):
    scene.overview = stories.two_currencies()
    page.goto("/")
    lines = page.locator(".stand li")
    expect(lines).to_have_count(2)
    expect(lines.nth(1)).to_have_text(f"HUF{SPACE}125,000 open, nothing overdue.")
    expect(page.locator(".bar")).to_have_count(2)


def test_credit_is_shown_and_empty_says_what_will_come(page: Page, scene: Scene):
    scene.overview = stories.clear_overview()
    page.goto("/")
    expect(page.locator(".credit")).to_contain_text(f"€{SPACE}210.00 in credit")
    expect(page.locator(".stand")).to_contain_text("as soon as Studio Noord sends it")
    expect(page.locator(".stand")).to_contain_text("sanne@vandijk.example")


def test_coming_back_from_paying_shows_it_paid_without_a_jump(page: Page, scene: Scene):
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    before = page.locator("h1").bounding_box()
    scene.overview = stories.paid_overview()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".stand")).to_contain_text("nothing overdue")
    expect(page.locator("#announcer")).to_have_text(f"€{SPACE}1,210.00 received. Thank you.")
    assert page.locator("h1").bounding_box() == before


def test_something_open_is_asked_about_every_twenty_seconds(page: Page, scene: Scene):
    page.clock.install()
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    scene.overview = stories.clear_overview()
    page.clock.run_for(21_000)
    expect(page.locator(".stand")).to_contain_text("Nothing is open.")
    asked = len(scene.asked)
    page.clock.run_for(60_000)
    assert len(scene.asked) == asked


def test_a_failed_page_offers_a_retry_and_keeps_the_frame(page: Page, scene: Scene):
    scene.failing["/api/overview"] = problem(503, "unavailable")
    page.goto("/")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("This could not be loaded")
    expect(page.get_by_role("link", name="Invoices")).to_be_visible()
    scene.failing.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".stand")).to_contain_text("4,961.00")
    expect(notice).to_have_count(0)


def test_a_failed_refresh_keeps_what_is_shown(page: Page, scene: Scene):
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    scene.failing["/api/overview"] = problem(500, "broken")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".toast")).to_contain_text("Refreshing did not work")
    expect(page.locator(".stand")).to_contain_text("4,961.00")


def test_losing_the_connection_is_said_and_regaining_it_refreshes(page: Page, scene: Scene):
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    page.context.set_offline(True)
    expect(page.locator(".toast")).to_contain_text("No connection")
    scene.overview = stories.clear_overview()
    page.context.set_offline(False)
    expect(page.locator(".stand")).to_contain_text("Nothing is open.")


def test_the_language_switch_is_kept(page: Page):
    page.goto("/")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("h1")).to_have_text("Overzicht")
    expect(page).to_have_title("Overzicht – Studio Noord")
    page.reload()
    expect(page.locator("h1")).to_have_text("Overzicht")
    expect(page.get_by_role("button", name="English")).to_be_visible()


def test_name_and_brand_are_there_at_first_paint(page: Page, scene: Scene):
    scene.tenant, scene.branding = stories.kade(), stories.KADE
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    scene.held = {"/branding/portal.json", "/api/session", "/api/overview"}
    page.reload(wait_until="commit")
    expect(page.locator("balie-firm-name")).to_have_text("Kade Hosting")
    brand = "getComputedStyle(document.documentElement).getPropertyValue('--brand')"
    assert page.evaluate(brand) == "#0b2d6b"
    scene.slow.set()
