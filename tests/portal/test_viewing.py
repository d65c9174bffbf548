"""Somebody of the firm looks as the customer does: sees all, is told so, and changes nothing."""

from playwright.sync_api import Page, Route, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene
from tests.portal.test_for_everyone import AXE

TODAYS_TAB = "Close this tab, go back to the customer in the desk"


def look(page: Page, scene: Scene) -> None:
    scene.session, scene.tenant["language"] = None, "en"
    page.goto("/view#code-1")
    expect(page.locator(".viewing")).to_contain_text("You are looking as Van Dijk")


def test_the_desk_opens_the_portal_and_the_code_is_gone(page: Page, scene: Scene) -> None:
    asked: list[dict[str, str]] = []
    page.on("request", lambda request: asked.append(request.headers | {"at": request.url}))
    look(page, scene)
    assert scene.bodies("/api/view") == [{"code": "code-1"}]
    assert page.url.endswith("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    assert "code-1" not in page.url
    assert not [each for each in asked if "code-1" in each["at"].partition("#")[0]]
    assert not [each["referer"] for each in asked if each.get("referer")]


def test_the_banner_says_whose_eyes_and_until_when(page: Page, scene: Scene) -> None:
    scene.session = stories.viewing()
    at = scene.session["view"]["ends_at"]
    for path in ("/", "/invoices", "/payments", "/profile"):
        page.goto(path)
        banner = page.get_by_role("region", name="Looking as the customer")
        expect(banner).to_contain_text("Nothing can be changed here. Ends at ")
        shown = page.evaluate(
            "(at) => new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'})"
            ".format(new Date(at))",
            at,
        )
        expect(banner).to_contain_text(shown)


def test_a_link_to_pay_looks_as_it_does_and_leads_nowhere(page: Page, scene: Scene) -> None:
    scene.session = stories.viewing()
    left: list[str] = []

    def leave(route: Route) -> None:
        left.append(route.request.url)
        route.abort()

    page.route("https://**", leave)
    for path in ("/", "/invoices", "/invoices/inv_1"):
        page.goto(path)
        pay = page.locator("main a.btn[href^=https]").first
        pay.click()
        expect(page.locator(".toast")).to_contain_text("You are only looking")
        pay.click(button="middle")
        pay.focus()
        page.keyboard.press("Enter")
        assert page.url.endswith(path)
    assert left == []


def test_nothing_of_a_person_and_nothing_to_act_with_is_shown(page: Page, scene: Scene) -> None:
    scene.session = stories.viewing()
    page.goto("/profile")
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    expect(page.locator("main select")).to_have_count(0)
    expect(page.get_by_role("heading", name="Devices")).to_have_count(0)
    page.locator(".who summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_the_language_is_switched_without_asking_the_server(page: Page, scene: Scene) -> None:
    scene.session = stories.viewing()
    page.goto("/")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator(".viewing")).to_contain_text("Hier kan niets worden veranderd.")
    assert not [one for one in scene.asked if one[0] != "GET"]


def test_ending_it_ends_it(page: Page, scene: Scene) -> None:
    look(page, scene)
    page.get_by_role("button", name="End").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This view has ended")
    expect(page.locator(".viewing")).to_have_count(0)
    assert {} in scene.bodies("/api/view/end")


def test_its_end_comes_by_itself(page: Page, scene: Scene) -> None:
    scene.session = stories.viewing(seconds=2)
    page.goto("/")
    expect(page.locator("main")).to_contain_text(TODAYS_TAB)
    expect(page.locator(".viewing")).to_have_count(0)


def test_ended_elsewhere_the_tab_says_so_and_asks_nobody_to_sign_in(
    page: Page, scene: Scene
) -> None:
    look(page, scene)
    scene.session = None
    page.get_by_role("link", name="Invoices").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This view has ended")
    assert page.url.endswith("/view")


def test_a_tab_that_was_a_view_never_shows_a_contacts_own_session(page: Page, scene: Scene) -> None:
    look(page, scene)
    scene.session = stories.session()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This view has ended")


def test_a_spent_code_says_what_to_do(page: Page, scene: Scene) -> None:
    scene.session, scene.spent, scene.tenant["language"] = None, {"code-1"}, "en"
    page.goto("/view#code-1")
    expect(page.get_by_role("heading", level=1)).to_have_text("This view cannot be opened")
    expect(page.locator("main")).to_contain_text(TODAYS_TAB)
    assert page.url.endswith("/view")


def test_everyone_can_use_it(phone: Page, scene: Scene) -> None:
    scene.session = stories.viewing()
    phone.set_viewport_size({"width": 320, "height": 640})
    for path in ("/", "/profile", "/view"):
        phone.goto(path)
        phone.get_by_role("heading", level=1).wait_for()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320
        phone.evaluate(AXE.read_text())
        found = phone.evaluate("axe.run().then(({ violations }) => violations.map((v) => v.id))")
        assert found == [], path
