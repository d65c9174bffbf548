"""Takes pictures of every screen and state of the portal: a part of `make screenshots`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.house.chromium import launched
from tests.house.shots import shoot
from tests.portal import fake_portal, stories
from tests.portal.fake_portal import FakePortal, Scene, problem

BRANDS = {"noord": (stories.noord, stories.NOORD), "kade": (stories.kade, stories.KADE)}
Shot = Callable[[Page, Scene], None]


def show(path: str, **changes: Any) -> Shot:
    def shoot(page: Page, scene: Scene) -> None:
        for name, value in changes.items():
            setattr(scene, name, value)
        page.goto(path)

    return shoot


def waiting(page: Page, scene: Scene) -> None:
    scene.session = None
    page.goto("/sign-in")
    page.locator("#email").fill("sanne@vandijk.example")
    page.locator(".btn-go").click()
    page.locator("#code").wait_for()


def wrong_code(page: Page, scene: Scene) -> None:
    waiting(page, scene)
    page.locator("#code").fill("111111")
    page.locator(".btn-go").click()
    page.locator(".field-error").wait_for()


def malformed(page: Page, scene: Scene) -> None:
    scene.session = None
    page.goto("/sign-in")
    page.locator("#email").fill("sanne@vandijk")
    page.locator(".btn-go").click()


def land(page: Page, scene: Scene) -> None:
    scene.session = None
    page.goto("/sign-in#token-1")


def other_device(page: Page, scene: Scene) -> None:
    scene.same_browser = False
    land(page, scene)
    page.locator(".btn-go").click()
    page.locator(".code").wait_for()


def spent(page: Page, scene: Scene) -> None:
    scene.spent = {"token-1"}
    land(page, scene)
    page.locator(".btn-go").click()
    page.get_by_role("button").first.wait_for()


def loading(path: str, held: str) -> Shot:
    def shoot(page: Page, scene: Scene) -> None:
        scene.held = {held}
        page.goto(path)
        page.locator(".pulse").first.wait_for()

    return shoot


def account(page: Page, scene: Scene) -> None:
    page.goto("/")
    page.locator(".who summary").click()


def received(page: Page, scene: Scene) -> None:
    page.goto("/")
    page.locator(".parts .amt").first.wait_for()
    scene.overview = stories.paid_overview()
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.locator(".toast").wait_for()


def as_viewer(page: Page, scene: Scene) -> None:
    scene.session = stories.session(scene.tenant["language"], "viewer")
    page.goto("/profile")


def inviting(page: Page, scene: Scene) -> None:
    page.goto("/profile")
    page.locator(".cards ~ .btn").first.click()


def proving(page: Page, scene: Scene) -> None:
    scene.failing = {"/api/contacts/con_3/role": problem(403, "fresh_sign_in_needed")}
    page.goto("/profile")
    page.locator("select.role").last.select_option("owner")
    page.locator(".proof").wait_for()


def choosing(page: Page, scene: Scene) -> None:
    session = stories.session(scene.tenant["language"])
    scene.session = session | {"others": [{"id": "cus_2", "name": "Van Dijk Holding B.V."}]}
    page.goto("/choose")


def downloading(until: str, **changes: Any) -> Shot:
    """until: what is said when the PDF does not come at once."""

    def shot(page: Page, scene: Scene) -> None:
        show(INVOICE, **changes)(page, scene)
        page.locator("balie-download button").click()
        page.locator(f"balie-download {until}:not(:empty)").wait_for()

    return shot


def looking(path: str) -> Shot:
    def shoot(page: Page, scene: Scene) -> None:
        scene.session = stories.viewing(scene.tenant["language"])
        page.goto(path)
        page.locator(".viewing").wait_for()

    return shoot


INVOICE = "/invoices/inv_1"
PDF = f"/api/invoices/{stories.story()['invoice']['id']}/pdf"
OVERVIEW_DOWN = {"/api/overview": problem(503, "unavailable")}
INVOICES_DOWN = {"/api/invoices": problem(503, "unavailable")}

SHOTS: dict[str, Shot] = {
    "sign-in": show("/sign-in", session=None),
    "sign-in-error": malformed,
    "sign-in-again": show("/sign-in?again", session=None),
    "waiting": waiting,
    "waiting-wrong-code": wrong_code,
    "land": land,
    "code": other_device,
    "spent": spent,
    "overview": show("/"),
    "overview-loading": loading("/", "/api/overview"),
    "overview-clear": show("/", overview=stories.clear_overview()),
    "overview-new": show("/", overview=stories.new_overview()),
    "overview-collected": show("/", overview=stories.collected_overview()),
    "overview-currencies": show("/", overview=stories.two_currencies()),
    "overview-processing": show("/", overview=stories.processing_overview()),
    "overview-extreme": show("/", overview=stories.extreme_overview()),
    "overview-failed": show("/", failing=OVERVIEW_DOWN),
    "overview-received": received,
    "account": account,
    "invoices": show("/invoices"),
    "invoices-open": show("/invoices?status=open"),
    "invoices-loading": loading("/invoices", "/api/invoices"),
    "invoices-empty": show("/invoices?status=void", invoices=[]),
    "invoices-failed": show("/invoices", failing=INVOICES_DOWN),
    "invoice": show(INVOICE),
    "invoice-paid": show(INVOICE, story=stories.paid_story()),
    "invoice-disputed": show(INVOICE, story=stories.disputed_story()),
    "invoice-closed": show(INVOICE, story=stories.closed_story()),
    "invoice-extreme": show(INVOICE, story=stories.extreme_story()),
    "invoice-loading": loading(INVOICE, f"/api{INVOICE}"),
    "invoice-failed": show(INVOICE, failing={f"/api{INVOICE}": problem(503, "unavailable")}),
    "invoice-missing": show(INVOICE, failing={f"/api{INVOICE}": problem(404, "invoice_missing")}),
    "invoice-pdf-slow": downloading(".meta", held={PDF}),
    "invoice-pdf-failed": downloading(".field-error", failing={PDF: problem(503, "unavailable")}),
    "invoice-pdf-closed": downloading(
        ".field-error", failing={PDF: problem(503, "pdf_out_of_reach")}
    ),
    "invoices-overdue": show("/invoices?status=overdue"),
    "invoices-search": show("/invoices?number=SN-2026-04"),
    "invoices-not-found": show("/invoices?number=X"),
    "payments": show("/payments"),
    "payments-empty": show("/payments", payments=[]),
    "payments-loading": loading("/payments", "/api/payments"),
    "payments-failed": show("/payments", failing={"/api/payments": problem(503, "unavailable")}),
    "statement": show("/statement"),
    "statement-days": show(
        "/statement?first=2026-02-03&last=2026-11-11", statement=stories.two_currency_statement()
    ),
    "statement-empty": show("/statement", statement=stories.empty_statement()),
    "statement-loading": loading("/statement", "/api/statement"),
    "statement-failed": show("/statement", failing={"/api/statement": problem(503, "unavailable")}),
    "subscriptions": show("/subscriptions"),
    "subscriptions-loading": loading("/subscriptions", "/api/subscriptions"),
    "subscriptions-empty": show("/subscriptions", subscriptions=[], payment_methods=[]),
    "profile": show("/profile"),
    "profile-bare": show("/profile", profile=stories.bare_profile()),
    "profile-viewer": as_viewer,
    "profile-invite": inviting,
    "profile-prove": proving,
    "profile-loading": loading("/profile", "/api/profile"),
    "profile-failed": show("/profile", failing={"/api/profile": problem(503, "unavailable")}),
    "choose": choosing,
    "viewing": looking("/"),
    "viewing-invoice": looking(INVOICE),
    "viewing-profile": looking("/profile"),
    "view-ended": show("/view", session=None),
    "view-refused": show("/view#spent", session=None, spent={"spent"}),
    "not-found": show("/nowhere"),
}


def settle(page: Page, scene: Scene) -> None:
    """Waits for the data of the page, unless the scene holds it back."""
    page.locator("h1").first.wait_for()
    if not scene.held:
        expect(page.locator(".pulse")).to_have_count(0)
    page.wait_for_timeout(50)


VARIANTS = (  # brand, language, width, theme: each of both, not each with each
    ("noord", "nl", 360, "light"),
    ("noord", "en", 1440, "light"),
    ("kade", "en", 360, "light"),
    ("kade", "nl", 1440, "light"),
    ("noord", "en", 360, "dark"),
    ("kade", "nl", 1440, "dark"),
)


def shoot_all(browser: Browser, portal: FakePortal, target: Path, only: set[str]) -> int:
    count = 0
    for brand, language, width, theme in VARIANTS:
        context = browser.new_context(
            base_url=portal.url,
            locale="nl-NL" if language == "nl" else "en-GB",
            viewport={"width": width, "height": 740 if width < 600 else 900},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        for name, shot in SHOTS.items():
            if only and name not in only:
                continue
            scene = portal.scene = Scene()
            tenant, scene.branding = BRANDS[brand]
            scene.tenant = tenant() | {"language": language}
            scene.session = stories.session(language)
            page = context.new_page()
            shot(page, scene)
            settle(page, scene)
            shoot(page, target / "portal" / name / f"{brand}-{language}-{theme}-{width}.webp")
            scene.slow.set()
            page.close()
            count += 1
        context.close()
    return count


def main() -> None:
    target = Path(sys.argv[1])
    with fake_portal.running() as portal, launched() as browser:
        count = shoot_all(browser, portal, target, set(sys.argv[2:]))
    sys.stdout.write(f"{count} pictures in {target / 'portal'}\n")


if __name__ == "__main__":
    main()
