"""The pages where the team works, as a person uses them: with a keyboard, a phone, and data."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from balie.firm.users.roles import Role
from balie.ground.aws import secrets
from balie.ground.core.events import Cause
from dev.stripe.simulator import Simulator
from dev.template import ROOT
from functions.catch_up import app as catch_up
from tests.desk.conftest import Person
from tests.desk.running_desk import RunningDesk
from tests.flow.conftest import IN_MEMORY, simulator
from tests.house import catching_up, lambda_events
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, refund
from tests.house.lambda_events import LambdaContext
from tests.portal.test_for_everyone import AXE

__all__ = ["simulator"]

SPACE = "\u00a0"
SCRIPT = '<img src=x onerror="window.ran=1"><b>Bold & Co</b>'


@pytest.fixture
def house(
    desk: RunningDesk,
    simulator: Simulator,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> House:
    """Connected, nothing brought in."""
    for name in IN_MEMORY:
        monkeypatch.setenv(f"BALIE_{name}", name.lower())
    monkeypatch.setenv("BALIE_PUBLIC_URL", "http://localhost:8400")
    monkeypatch.setenv("BALIE_MAIL_SENDER", "billing@balie.example")
    monkeypatch.setattr(secrets, "_decrypted", {})
    return open_house(simulator, language="en")


@pytest.fixture
def noor(new_context: Any, house: House) -> Person:
    return Person(new_context(viewport={"width": 1440, "height": 900}).new_page(), house.tenant)


def fill(house: House) -> None:
    ref = customer(house, name="Van Dijk", email="sanne@vandijk.example")
    refund(house, pay(house, open_invoice(house, 36_300, of=ref)), 300)
    open_invoice(house, 121_000, of=ref)
    customer(house, name=SCRIPT, email="script@x.example")
    open_invoice(house, 4_200, of=customer(house, name="Aalbers", email="a@x.example"))
    house.settle()


def work_off(house: House) -> None:
    while waiting := catching_up.waiting_pages(house):
        catch_up.handler(lambda_events.sqs(waiting), LambdaContext())
        assert not house.work_off()


def test_a_customer_is_found_in_the_list_and_opened_beside_it(house: House, noor: Person) -> None:
    fill(house)
    noor.enter()
    page = noor.page
    page.goto("/customers")
    expect(page.locator(".stand")).to_contain_text(f"€{SPACE}1,252.00 open.")
    names = page.locator("tbody th a")
    expect(names).to_have_text([SCRIPT, "Aalbers", "Van Dijk"])
    assert page.evaluate("window.ran") is None
    page.get_by_label("Search customers").fill("van")
    expect(names).to_have_text(["Van Dijk"])
    assert page.url.endswith("/customers?q=van")
    names.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Van Dijk")
    expect(page.locator(".list-beside tbody th a")).to_have_text(["Van Dijk"])
    expect(page.locator(".stand")).to_have_text(f"€{SPACE}1,210.00 open.")
    assert page.url.endswith("?q=van")


def test_all_parts_of_a_customers_page_are_there(house: House, noor: Person) -> None:
    fill(house)
    noor.enter()
    page = noor.page
    page.goto("/customers?q=van")
    page.locator("tbody th a").first.click()
    part = page.locator(".tab-content")
    expect(part.locator("tbody tr")).to_have_count(2)
    tabs = page.get_by_role("navigation", name="Parts of the customer")
    tabs.get_by_role("link", name="Payments").click()
    expect(part.locator("tbody tr")).to_have_count(1)
    expect(part.locator("tbody tr")).to_contain_text(f"paid back €{SPACE}3.00")
    tabs.get_by_role("link", name="Statement").click()
    expect(part).to_contain_text("Closing balance")
    expect(part).to_contain_text("Refund")
    tabs.get_by_role("link", name="Subscriptions").click()
    expect(part).to_contain_text("No subscriptions.")
    tabs.get_by_role("link", name="Activity").click()
    expect(part).to_contain_text("Payment received")
    tabs.get_by_role("link", name="Invoices").click()
    part.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Invoice "))
    expect(page.get_by_text("Website, part 2")).to_be_visible()


def test_anything_is_found_without_a_mouse(house: House, noor: Person) -> None:
    fill(house)
    noor.enter()
    page = noor.page
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    box.fill("van")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Van Dijk")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("zzz")
    expect(page.get_by_role("dialog")).to_contain_text("Nothing found")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_import_is_watched_and_an_account_let_go(house: House, noor: Person) -> None:
    fill(house)
    noor.enter()
    page = noor.page
    page.goto("/connections")
    expect(page.get_by_text("Connected, nothing was brought in yet")).to_be_visible()
    page.get_by_role("button", name="Bring everything in").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work_off(house)
    expect(page.get_by_text("Up to date", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("Import finished"))).to_be_visible()
    page.get_by_role("button", name="Disconnect").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Everything that came in before stays")
    dialog.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_text("Is being disconnected")).to_be_visible()
    work_off(house)
    expect(page.get_by_text("Not connected", exact=True)).to_be_visible()


def test_a_key_that_does_not_work_is_explained_and_stays_typed(house: House, noor: Person) -> None:
    noor.enter()
    page = noor.page
    page.goto("/connections")
    page.get_by_role("button", name="Connect Stripe").click()
    dialog = page.get_by_role("dialog")
    link = dialog.get_by_role("link", name="Make a restricted key at Stripe")
    expect(link).to_have_attribute("href", re.compile("^https://dashboard.stripe.com/test/apikeys"))
    dialog.get_by_label("Key").fill("pk_test_notasecretone")
    dialog.get_by_role("button", name="Connect").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This is not a key that works")
    expect(dialog.get_by_label("Key")).to_have_value("pk_test_notasecretone")


def test_the_log_is_filtered_by_its_address(house: House, noor: Person) -> None:
    fill(house)
    noor.enter()
    page = noor.page
    page.goto("/activity")
    expect(page.locator("tbody tr").first).to_contain_text("Noor de Wit")
    page.get_by_label("What").select_option("invoice.")
    expect(page.locator("tbody tr").first).to_contain_text("Invoice")
    assert page.url.endswith("/activity?what=invoice.")
    page.reload()
    expect(page.get_by_label("What")).to_have_value("invoice.")
    page.get_by_label("Who").select_option("user:")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()


def test_the_guide_follows_what_there_is(house: House, noor: Person) -> None:
    noor.enter()
    page = noor.page
    page.goto("/start")
    expect(page.locator(".guide > .guide-done")).to_have_count(1)
    fill(house)
    page.get_by_role("button", name="Bring everything in").click()
    work_off(house)
    expect(page.locator(".guide > .guide-done")).to_have_count(2)
    page.get_by_role("button", name="Show the list").click()
    expect(page.get_by_text("sanne@vandijk.example")).to_be_visible()
    expect(page.get_by_text("Studio Noord <billing@balie.example>")).to_be_visible()


PAGES = ["/customers", "/customers?show=overdue", "/activity", "/connections", "/start"]


@pytest.mark.parametrize("filled", [True, False], ids=["full", "empty"])
@pytest.mark.parametrize("path", [*PAGES, "one"])
def test_axe_finds_nothing(house: House, new_context: Any, path: str, filled: bool) -> None:
    noor = Person(new_context(bypass_csp=True).new_page(), house.tenant)
    if filled:
        fill(house)
        catching_up.run(house, Cause.IMPORT)
    noor.enter()
    page = noor.page
    for part in ("invoices", "payments", "statement", "activity") if path == "one" else ("",):
        page.goto(_address(page, path, part))
        page.get_by_role("heading", level=1).wait_for()
        expect(page.locator(".pulse")).to_have_count(0)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert not found, json.dumps([(one["id"], one["nodes"][0]["html"]) for one in found])


def _address(page: Page, path: str, part: str) -> str:
    if path != "one":
        return path
    page.goto("/customers?q=van")
    page.get_by_role("heading", level=1).wait_for()
    expect(page.locator(".pulse")).to_have_count(0)
    links = page.locator("tbody th a")
    if links.count() == 0:
        return f"/customers/cus_{'0' * 26}?part={part}"
    return f"{str(links.first.get_attribute('href')).partition('?')[0]}?part={part}"


@pytest.mark.parametrize("path", [*PAGES, "one"])
def test_nothing_is_wider_than_a_small_phone(house: House, noor: Person, path: str) -> None:
    fill(house)
    noor.enter()
    page = noor.page
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(_address(page, path, "payments"))
    page.get_by_role("heading", level=1).wait_for()
    expect(page.locator(".pulse")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_role_sees_the_places_that_it_may_go_to(house: House, noor: Person) -> None:
    noor.enter(Role.SUPPORT)
    page = noor.page
    places = page.locator(".places-wide a")
    expect(places).to_have_text(["Customers", "Team"])
    page.goto("/connections")
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not for your role")


@pytest.mark.parametrize("path", ["/customers", "/activity", "/connections", "/start"])
def test_a_page_that_cannot_be_loaded_says_so_and_tries_again(
    house: House, noor: Person, path: str
) -> None:
    noor.enter()
    page = noor.page
    api = {"/start": "/desk/first-run"}.get(path, f"/desk{path}")
    page.route(re.compile(f"{api}([?].*)?$"), lambda route: route.fulfill(status=503, body="{}"))
    page.goto(path)
    expect(page.get_by_role("alert")).to_contain_text("This could not be loaded")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_whatever_is_recorded_has_words() -> None:
    words = (ROOT / "portal_static" / "desk" / "events.js").read_text()
    code = "".join(file.read_text() for file in (ROOT / "layers").rglob("*.py"))
    recorded = set(re.findall(r'\.record\(\s*"([a-z_]+\.[a-z_]+)"', code))
    assert len(recorded) > 30
    assert not {name for name in recorded if f'"{name}"' not in words}


def test_every_page_speaks_dutch(house: House, noor: Person) -> None:
    fill(house)
    noor.enter()
    page = noor.page
    page.evaluate("localStorage.setItem('balie.desk.language', '\"nl\"')")
    page.reload()
    for path, title in (
        ("/customers", "Klanten"),
        ("/activity", "Activiteit"),
        ("/connections", "Koppelingen"),
        ("/start", "Eerste stappen"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
