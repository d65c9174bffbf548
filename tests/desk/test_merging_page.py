"""Merging a client that stands twice, in the desk: found, compared, confirmed, undone in place."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from balie.firm.users.roles import Role
from tests.desk.conftest import Person
from tests.desk.test_work_pages import house, noor, simulator
from tests.house.house import House
from tests.house.invoices import adjust, open_invoice
from tests.house.people import colleague
from tests.house.standing_twice import our_id, two
from tests.portal.test_for_everyone import AXE

__all__ = ["house", "noor", "simulator"]

OPEN = re.compile(r"€\W?1,210\.00 open\.")
PICTURES = os.environ.get("BALIE_PICTURES")  # a folder to look at them


def fill(house: House) -> tuple[str, str]:  # noqa: F811
    """Their own ids."""
    first, second = two(house)
    open_invoice(house, 121_000, of=first)
    open_invoice(house, 4_200, of=second)
    adjust(house, second, -300)
    house.settle()
    colleague(house, second, Role.VIEWER, "administratie.en.boekhouding@dedijk.example")  # type: ignore[arg-type]
    return our_id(house, first), our_id(house, second)


def picture(page: Page, name: str) -> None:
    if PICTURES:
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"))


def choose_other(page: Page) -> None:
    page.get_by_role("button", name="Merge with another customer").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("dijk")
    expect(dialog.locator(".merge-hit")).to_have_count(1)
    picture(page, "search")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", level=2)).to_have_text("Are these the same client?")


def test_a_client_is_merged_by_keyboard_and_split_again(
    house: House,  # noqa: F811
    noor: Person,  # noqa: F811
) -> None:
    first, second = fill(house)
    noor.enter()
    page = noor.page
    page.goto(f"/customers/{first}")
    choose_other(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("region", name="Stays: Van Dijk")).to_contain_text(OPEN)
    other = dialog.get_by_role("region", name="Is shown within it: Bouwbedrijf De Dijk")
    expect(other).to_contain_text("piet@dedijk.example")
    expect(dialog).to_contain_text("These 3 people see everything of both")
    picture(page, "compare")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run('dialog')")["violations"]
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found]
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".stand")).to_have_text(re.compile(r"€\W?1,252\.00 open"))
    expect(page.locator(".facts")).to_contain_text("Bouwbedrijf De Dijk")
    expect(page.locator(".tab-content tbody tr")).to_have_count(2)
    expect(page.locator(".list-beside tbody th a")).to_have_text(["Van Dijk"])
    picture(page, "merged")
    page.goto(f"/customers/{second}?part=activity")
    expect(page.get_by_role("heading", level=1)).to_have_text("Van Dijk")
    assert page.url.endswith(f"/customers/{first}?part=activity")
    expect(page.locator(".tab-content")).to_contain_text("Customers merged")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("bouwb")
    expect(page.get_by_role("option")).to_contain_text("Includes Bouwbedrijf De Dijk")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Split again Bouwbedrijf De Dijk").click()
    picture(page, "split")
    page.get_by_role("dialog").get_by_role("button", name="Split again").click()
    expect(page.locator(".stand")).to_have_text(OPEN)
    expect(page.get_by_role("button", name=re.compile("Split again"))).to_have_count(0)
    expect(page.locator(".list-beside tbody th a")).to_have_count(2)


def test_the_other_way_round_ends_on_the_other_page(
    house: House,  # noqa: F811
    noor: Person,  # noqa: F811
) -> None:
    first, second = fill(house)
    noor.enter()
    page = noor.page
    page.goto(f"/customers/{first}")
    choose_other(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="The other way round").click()
    expect(dialog.get_by_role("region", name="Stays: Bouwbedrijf De Dijk")).to_be_visible()
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bouwbedrijf De Dijk")
    assert page.url.endswith(second)


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.VIEWER])
def test_who_may_not_merge_is_not_offered_it(
    house: House,  # noqa: F811
    noor: Person,  # noqa: F811
    role: Role,
) -> None:
    first, _ = fill(house)
    noor.enter(role)
    noor.page.goto(f"/customers/{first}")
    expect(noor.page.get_by_role("heading", level=1)).to_have_text("Van Dijk")
    expect(noor.page.get_by_role("button", name="Merge with another customer")).to_have_count(0)
