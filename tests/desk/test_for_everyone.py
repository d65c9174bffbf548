"""The desk for everybody: axe finds nothing, by day and by night."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from balie.firm.users.roles import Role
from tests.desk.conftest import Person
from tests.house.team import invited

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def complaints_of_axe(page: Page) -> list[str]:
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")
    return [
        f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_on_any_page(
    new_context: Any, firm: str, scheme: str, width: int
) -> None:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    noor = Person(new_context(**options).new_page(), firm)
    page = noor.page
    page.goto("/sign-in")
    assert complaints_of_axe(page) == []
    noor.open_link()
    assert complaints_of_axe(page) == []
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("link", name="Later").click()
    user = invited(firm, "joost@studionoord.example", Role.FINANCE, "Joost Bakker")
    settings = ("/settings/branding", "/settings/team", f"/settings/team/{user.id}")
    for path in (*settings, "/account", "/start", "/nothing"):
        page.goto(path)
        assert complaints_of_axe(page) == [], path
    page.goto("/settings/team")
    page.get_by_role("button", name="Invite").click()
    assert complaints_of_axe(page) == []


def test_the_customers_ask_six_times_at_most_until_they_show(noor: Person) -> None:
    """With nothing kept by the browser or a CDN."""
    noor.enter()
    noor.page.context.new_cdp_session(noor.page).send("Network.clearBrowserCache")
    asked: list[str] = []
    noor.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    noor.page.goto("/customers")
    noor.page.wait_for_load_state("networkidle")
    assert "/desk/customers" in asked
    assert len(asked) <= 6, asked
