"""Each firm's portal looks like that firm, from the first paint on, whatever its texts hold."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene

STYLE = "getComputedStyle(document.documentElement).getPropertyValue"
PAYLOAD = '<img src=x onerror=alert(1)>"}</style><script>alert(1)</script>'


def variable(page: Page, name: str) -> str:
    found: str = page.evaluate(f"{STYLE}('{name}')")
    return found


def dress(scene: Scene, brand: str) -> None:
    scene.tenant = stories.kade() if brand == "kade" else stories.noord()
    scene.branding = stories.KADE if brand == "kade" else stories.NOORD


def test_a_first_visit_is_painted_in_the_firms_colours_before_any_data(page: Page, scene: Scene):
    dress(scene, "kade")
    scene.held = {"/branding/portal.json", "/api/session", "/api/overview"}
    page.goto("/", wait_until="commit")
    page.locator("balie-firm-mark").wait_for()
    assert variable(page, "--brand") == "#0b2d6b"
    assert variable(page, "--radius") == "12px"
    mark = page.locator("balie-firm-mark")
    assert "/branding/" in mark.evaluate("each => getComputedStyle(each).backgroundImage")
    before = mark.bounding_box()
    scene.slow.set()
    page.locator(".parts .amt").first.wait_for()
    assert mark.bounding_box() == before


def test_another_firms_colours_of_an_earlier_visit_are_not_shown(page: Page, scene: Scene):
    """As on a machine where one address has served two firms, one after the other."""
    dress(scene, "kade")
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    dress(scene, "noord")
    scene.held = {"/branding/portal.json", "/api/session", "/api/overview"}
    page.goto("/", wait_until="commit")
    page.locator("balie-firm-mark").wait_for()
    assert variable(page, "--brand") == "#a94a2a"
    scene.slow.set()
    expect(page.locator("balie-firm-name")).to_have_text("Studio Noord")


def test_without_its_style_sheet_a_portal_is_neutral_and_works(page: Page, scene: Scene):
    page.route("**/branding/portal.css", lambda route: route.fulfill(status=200, body=""))
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    assert variable(page, "--brand") == "#44505c"
    expect(page.locator("balie-firm-mark")).to_have_text("S")


def test_a_logo_that_stands_alone_still_has_a_name(page: Page, scene: Scene):
    dress(scene, "kade")
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    expect(page.get_by_role("link", name="Kade Hosting")).to_be_visible()
    box = page.locator("balie-firm-mark").bounding_box()
    assert box
    assert box["width"] == pytest.approx(32 * 5, abs=1)
    assert page.locator("link[rel=icon]").get_attribute("href") != "data:,"


def test_the_firms_own_texts_are_linked(page: Page, scene: Scene):
    dress(scene, "kade")
    page.goto("/sign-in")
    for name, address in (("Terms", "terms"), ("Imprint", "colofon")):
        link = page.locator("#foot").get_by_role("link", name=name)
        expect(link).to_have_attribute("href", f"https://kadehosting.example/{address}")


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_script_in_what_a_firm_may_write_is_text(page: Page, scene: Scene, path: str):
    scene.tenant |= {
        "name": PAYLOAD,
        "header_text": PAYLOAD,
        "support_email": PAYLOAD,
        "favicon": {"file": "javascript:alert(1)", "width": 1, "height": 1},
        "legal": {
            "terms": "javascript:alert(1)",
            "privacy": "http://a.example",
            "imprint": PAYLOAD,
        },
    }
    page.on("dialog", lambda _: pytest.fail("a payload ran"))
    page.goto(path)
    expect(page.locator("balie-firm-name")).to_have_text(PAYLOAD)
    assert page.locator("header img, header script, footer img, footer script").count() == 0
    hrefs = page.locator("#foot a").evaluate_all("all => all.map(each => each.protocol)")
    assert set(hrefs) <= {"mailto:"}
    assert page.locator("link[rel=icon]").get_attribute("href") == "data:,"


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_a_wide_logo_and_a_long_text_leave_room_for_the_menu(
    new_context: Any, scene: Scene, width: int
):
    dress(scene, "kade")
    scene.tenant["header_text"] = "Administratiekantoor Van den Berg-Uytdehaage en Zonen, Delft"
    page = new_context(viewport={"width": width, "height": 740}).new_page()
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    account = page.locator("#account").bounding_box()
    assert account
    assert account["x"] + account["width"] <= width
