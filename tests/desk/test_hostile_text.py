"""Whatever is written at the provider, or typed by somebody, is text on every page of the desk.

Also in a browser that knows no content policy, so that the policy is the second line of two.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from balie.firm.users.roles import Role
from tests.desk.conftest import Person
from tests.desk.test_work_pages import house, simulator
from tests.house.house import House
from tests.house.standing_twice import our_id
from tests.house.subscriptions import price, subscribe
from tests.house.team import invited

__all__ = ["house", "simulator"]

RUNS = "window.ran=(window.ran||0)+1"
SCRIPT = (
    f'"><img src=x onerror="{RUNS}"><svg onload="{RUNS}">'
    f"<script>{RUNS}</script>${{{RUNS}}}{{{{7*7}}}}javascript:{RUNS}"
)
PARTS = ("invoices", "payments", "statement", "subscriptions", "activity")


def fill(house: House) -> tuple[str, str]:  # noqa: F811
    """Our ids of two customers all of whose texts are scripts; the invoice's is in the first."""
    found = []
    for email in ("a@x.example", "b@x.example"):
        made = house.call(
            "post",
            "/v1/customers",
            name=SCRIPT,
            email=email,
            phone=SCRIPT,
            address={"line1": SCRIPT, "city": SCRIPT, "postal_code": SCRIPT, "country": "NL"},
        )
        found.append(str(made["id"]))
    asked = {"collection_method": "send_invoice", "days_until_due": 14}
    for paid in (True, False):
        made = house.call("post", "/v1/invoices", customer=found[0], description=SCRIPT, **asked)
        item = {"amount": 12_100, "currency": "eur", "description": SCRIPT}
        house.call("post", "/v1/invoiceitems", customer=found[0], invoice=made["id"], **item)
        house.call("post", f"/v1/invoices/{made['id']}/finalize")
        house.simulator.world.store.kinds["invoice"][made["id"]]["number"] = f"{SCRIPT}{paid}"
        if paid:
            paying = {"payment_method": "pm_card_visa"}
            house.call("post", f"/v1/invoices/{made['id']}/pay", **paying)
    subscribe(house, found[0], price(house, name=SCRIPT), description=SCRIPT)
    house.settle()
    return our_id(house, found[0]), our_id(house, found[1])


@pytest.fixture(params=[False, True], ids=["with the policy", "without a policy"])
def noor(request: pytest.FixtureRequest, new_context: Any, house: House) -> Person:  # noqa: F811
    context = new_context(
        viewport={"width": 1440, "height": 900},
        bypass_csp=request.param,
        user_agent=SCRIPT,
    )
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"it ran: {dialog.message}"))
    return Person(page, house.tenant)


def nothing_ran(page: Page) -> None:
    expect(page.locator("body")).to_contain_text("onerror=")
    assert page.evaluate("window.ran") is None
    assert page.locator("img[src='x'], svg[onload], body script:not([src])").count() == 0


def test_no_text_of_anybody_runs_anywhere(house: House, noor: Person) -> None:  # noqa: F811
    first, second = fill(house)
    noor.enter()
    page = noor.page
    user = invited(house.tenant, "evil@studionoord.example", Role.VIEWER, SCRIPT)
    own = f"/customers/{first}"
    for path in (
        "/customers",
        *(f"{own}?part={part}" for part in PARTS),
        "/settings/team",
        "/activity",
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        nothing_ran(page)
    page.goto(f"/settings/team/{user.id}")
    nothing_ran(page)
    page.goto(own)
    page.locator(".tab-content").get_by_role("link", name=re.compile("onerror")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("onerror=")
    nothing_ran(page)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("img src")
    expect(page.get_by_role("option").first).to_contain_text("onerror=")
    nothing_ran(page)


def test_no_name_runs_where_customers_are_merged(house: House, noor: Person) -> None:  # noqa: F811
    first, second = fill(house)
    noor.enter()
    page = noor.page
    page.goto(f"/customers/{first}")
    page.get_by_role("button", name="Merge with another customer").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    dialog.get_by_role("searchbox").fill("img src")
    expect(dialog.locator(".merge-hit")).to_have_count(1)
    nothing_ran(page)
    dialog.locator(".merge-hit button").click()
    expect(dialog.get_by_role("heading", level=2)).to_have_text("Are these the same client?")
    nothing_ran(page)
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".facts")).to_contain_text("onerror=")
    nothing_ran(page)
    page.get_by_role("button", name=re.compile("Split again")).click()
    nothing_ran(page)
    page.get_by_role("dialog").get_by_role("button", name="Split again").click()
    expect(page.get_by_role("button", name=re.compile("Split again"))).to_have_count(0)
    page.goto(f"/customers/{second}?part=activity")
    expect(page.locator(".tab-content")).to_contain_text("Customers merged")
    nothing_ran(page)
