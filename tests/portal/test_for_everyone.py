"""Keyboard, narrow windows, large text, screen readers, hostile text, no jumps."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.house.chromium import CHROMIUM, FLAGS
from tests.portal import stories
from tests.portal.fake_portal import Scene, problem

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAYLOAD = (
    "<img src=x onerror=alert(1)><script>alert(1)</script>"
    "${7*7}{{7*7}}{amount}<svg onload=alert(1)>javascript:alert(1)"
)


def go(page: Page, scene: Scene, screen: str) -> None:
    """Opens a screen by the name of its state and waits until it has settled."""
    path, changes = SCREENS[screen]
    for name, value in changes.items():
        setattr(scene, name, value)
    page.goto(path)
    page.locator("h1").wait_for()
    expect(page.locator(".pulse")).to_have_count(0)


MISSING = problem(404, "invoice_missing")
DOWN = {"/api/overview": problem(503, "down"), "/api/invoices": problem(503, "down")}
SCREENS: dict[str, tuple[str, dict[str, Any]]] = {
    "sign-in": ("/sign-in", {"session": None}),
    "land": ("/sign-in#token", {"session": None}),
    "overview": ("/", {}),
    "overview-clear": ("/", {"overview": stories.clear_overview()}),
    "overview-currencies": ("/", {"overview": stories.two_currencies()}),
    "overview-processing": ("/", {"overview": stories.processing_overview()}),
    "overview-extreme": ("/", {"overview": stories.extreme_overview()}),
    "overview-failed": ("/", {"failing": DOWN}),
    "invoices": ("/invoices", {}),
    "invoices-empty": ("/invoices?status=void", {"invoices": []}),
    "invoices-failed": ("/invoices", {"failing": DOWN}),
    "invoice": ("/invoices/inv_1", {}),
    "invoice-disputed": ("/invoices/inv_1", {"story": stories.disputed_story()}),
    "invoice-extreme": ("/invoices/inv_1", {"story": stories.extreme_story()}),
    "invoice-failed": ("/invoices/inv_1", {"failing": {"/api/invoices/inv_1": MISSING}}),
    "invoices-search": ("/invoices?number=SN-2026-04", {}),
    "payments": ("/payments", {}),
    "payments-empty": ("/payments", {"payments": []}),
    "statement": ("/statement", {}),
    "statement-days": (
        "/statement?first=2026-02-03&last=2026-11-11",
        {"statement": stories.two_currency_statement()},
    ),
    "statement-empty": ("/statement", {"statement": stories.empty_statement()}),
    "subscriptions": ("/subscriptions", {}),
    "subscriptions-empty": ("/subscriptions", {"subscriptions": [], "payment_methods": []}),
    "lists-failed": ("/payments", {"failing": {"/api/payments": problem(503, "down")}}),
    "profile": ("/profile", {}),
    "profile-bare": ("/profile", {"profile": stories.bare_profile()}),
    "choose": ("/choose", {}),
    "view-ended": ("/view", {"session": None}),
    "not-found": ("/nowhere", {}),
}


@pytest.mark.parametrize(
    ("theme", "rules"), [("light", None), ("dark", {"runOnly": ["color-contrast"]})]
)
def test_axe_finds_nothing_on_any_screen(new_context: Any, portal, theme, rules):
    page = new_context(bypass_csp=True, color_scheme=theme).new_page()
    for screen in SCREENS:
        portal.scene = Scene()
        go(page, portal.scene, screen)
        page.evaluate(AXE.read_text())
        result = page.evaluate("rules => axe.run(rules ?? {})", rules)
        found = [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
        assert found == [], screen


def test_nothing_scrolls_sideways_at_320_px(new_context: Any, portal):
    page = new_context(viewport={"width": 320, "height": 700}, locale="nl-NL").new_page()
    for screen in SCREENS:
        portal.scene = Scene()
        go(page, portal.scene, screen)
        assert_fits(page, screen)


def test_nothing_scrolls_sideways_at_320_px_with_text_twice_as_large(
    browser: Browser, portal, complaints
):
    """As set in the browser: that moves the breakpoints too, unlike a font size in the page."""
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    path = str(CHROMIUM)
    large = browser.browser_type.launch(executable_path=path, args=flags)
    view: Any = {"width": 320, "height": 700}
    page = large.new_page(viewport=view, base_url=portal.url, reduced_motion="reduce")
    complaints.watch(page)
    for screen in SCREENS:
        portal.scene = Scene()
        go(page, portal.scene, screen)
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
        assert_fits(page, screen)
    large.close()


def assert_fits(page: Page, screen: str) -> None:
    inner, outer = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert inner <= outer, screen


def test_a_script_that_the_policy_refuses_is_complained_of(page: Page, complaints: list[str]):
    """So that every test here fails of one."""
    page.goto("/")
    page.locator(".who").wait_for()
    with pytest.raises(Error, match="TrustedScript"):
        page.evaluate("document.body.setAttribute('onclick', '1')")
    assert any("TrustedScript" in each for each in complaints)
    complaints.clear()


def test_a_whole_journey_by_keyboard(page: Page, scene: Scene):
    scene.session = None
    scene.tenant["language"] = "en"
    page.goto("/sign-in#token")
    page.locator("h1").wait_for()
    tab_to(page, "Sign in")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Overview")
    expect(page.locator("h1")).to_be_focused()
    page.locator(".parts .amt").first.wait_for()
    tab_to(page, "Pay € 1,210.00")
    page.reload()
    page.locator(".parts .amt").first.wait_for()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    tab_to(page, "Invoices")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    tab_to(page, "Open")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr[role=row]")).to_have_count(3)
    page.locator(".who summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, "Sign out")
    page.keyboard.press("Escape")
    expect(page.locator(".who-panel")).to_be_hidden()
    expect(page.locator(".who summary")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sign in")


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the focus is on the thing of that name; 40 times at most."""
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(" ".join(page.evaluate("document.activeElement.innerText").split()))
        if seen[-1] == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab, only {seen}")


@pytest.mark.parametrize("without_policy", [False, True])
def test_stored_text_is_shown_as_text(new_context: Any, scene: Scene, without_policy: bool):
    """The policy is the second line: nothing runs in a browser that knows none, either."""
    payload = PAYLOAD
    page = new_context(
        viewport={"width": 1200, "height": 900}, bypass_csp=without_policy
    ).new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"{payload} ran: {dialog.message}"))
    hostile = stories.overdue() | {"number": payload, "description": payload}
    session = stories.session()
    session["contact"]["name"] = session["customer"]["name"] = payload
    scene.session = session
    scene.tenant["name"] = scene.tenant["header_text"] = payload
    scene.overview["open_invoices"] = [hostile | {"pay_url": "javascript:alert(1)"}]
    scene.overview["payments"] = [
        stories.payment(payload, "2026-11-12", "1.00", failure=payload, status="failed")
        | {"method": {"type": "card", "label": payload}}
    ]
    scene.invoices = [hostile]
    page.goto("/")
    expect(page.locator(".parts")).to_contain_text(payload)
    expect(page.locator(".steps").last).to_contain_text(payload)
    expect(page.locator("balie-firm-name")).to_have_text(payload)
    expect(page.locator(".who-name")).to_have_text(payload)
    expect(page.locator(".btn-go")).to_have_count(0)
    page.goto("/invoices")
    expect(page.locator("tbody")).to_contain_text(payload)
    hostile_line = stories.line(payload, "1.00", quantity=payload)
    scene.story = stories.story(invoice=hostile, lines=[hostile_line])
    page.goto("/invoices/inv_1")
    expect(page.locator(".tbl").first).to_contain_text(payload)
    expect(page.locator("h1")).to_contain_text(payload)
    assert page.locator("main img, main script").count() == 0
    scene.payments = [
        stories.payment(payload, "2026-11-12", "1.00", failure=payload, status="failed")
    ]
    scene.statement["entries"][0] |= {"invoice_number": payload, "what": payload}
    scene.subscriptions = [stories.subscription(stories.item(payload, "1.00"), description=payload)]
    scene.payment_methods[0] |= {"label": payload}
    for path in ("/payments", "/statement", "/subscriptions"):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(payload)
        assert page.locator("main img, main script").count() == 0
    scene.profile["company"] |= {"name": payload, "phone": payload}
    scene.profile["contacts"][1] |= {"name": payload, "email": payload}
    scene.devices[1]["device"] = payload
    page.goto("/profile")
    expect(page.locator(".person").nth(1)).to_contain_text(payload)
    assert page.locator("main img, main script").count() == 0
    page.goto(f"/invoices?number={quote('-' + payload)}")
    expect(page.locator(".blank")).to_contain_text(payload[:59])
    scene.session = stories.viewing()
    scene.session["customer"]["name"] = payload
    page.goto("/invoices")
    expect(page.locator(".viewing")).to_contain_text(f"You are looking as {payload}")
    assert page.locator("body img, body script:not([src])").count() == 0


BOXES = {
    "/": ("h1", ".stand", ".bar", ".parts", ".pairs"),
    "/invoices": ("h1", ".stand", ".tabs", ".list", "tbody"),
    "/invoices/inv_1": ("h1", ".stand", ".invoice"),
    "/payments": ("h1", ".stand", ".list"),
    "/statement": ("h1", ".stand", ".tbl"),
    "/subscriptions": ("h1", ".stand", ".cards"),
    "/profile": ("h1", ".stand"),
}
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 100);
})"""
MOST_SHIFTED = 0.05  # half of what is called good: https://web.dev/articles/cls


@pytest.mark.parametrize("path", BOXES)
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_between_the_skeleton_and_the_data(new_context: Any, scene, path, width):
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(path)
    expect(page.locator(".pulse")).to_have_count(0)
    scene.held = {f"/api{each}" for each in ("/overview", *BOXES)} | {"/api/payment-methods"}
    page.reload()
    page.locator(".stand .pulse").wait_for()
    before = tops(page, path)
    scene.slow.set()
    expect(page.locator(".pulse")).to_have_count(0)
    assert tops(page, path) == before
    assert page.evaluate(SHIFTS) <= MOST_SHIFTED


def tops(page: Page, path: str) -> dict[str, int]:
    """Where the parts of the page begin, as far as they are drawn."""
    boxes = {name: page.locator(name).first.bounding_box() for name in BOXES[path]}
    if page.viewport_size and page.viewport_size["width"] < 500:
        boxes.pop(".pairs", None)
    return {name: round(box["y"]) for name, box in boxes.items() if box}


ASKED_BEFORE = """answer => {
  const all = performance.getEntriesByType('resource');
  const last = all.find(each => each.name.endsWith(answer)).responseEnd;
  return all.filter(each => each.startTime < last)
    .map(each => [new URL(each.name).pathname, each.renderBlockingStatus]);
}"""


def test_the_overview_asks_six_times_until_its_data_shows(page: Page, scene: Scene):
    """As someone who was here before, with nothing of it kept by the browser or a CDN."""
    page.goto("/")
    page.locator(".who").wait_for()
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.reload()
    page.locator(".parts .amt").first.wait_for()
    asked = dict(page.evaluate(ASKED_BEFORE, "/api/overview"))
    pictures = {path for path in asked if path.endswith(".png")}
    assert len(pictures) <= 1, "the firm's logo"
    assert len(asked.keys() - pictures) + 1 <= 6
    blocking = [path for path, status in asked.items() if status == "blocking"]
    assert len(blocking) == 3, "two sheets and one script, beside the page itself"


def test_lists_print_without_the_frame(page: Page):
    page.goto("/invoices")
    page.locator("tbody tr[role=row]").first.wait_for()
    page.emulate_media(media="print")
    for hidden in (".menu", ".foot", ".tabs", ".cell-pay", "#account"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("table")).to_be_visible()
