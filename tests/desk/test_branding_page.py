"""How the firm looks: tried beside the form, judged as it is typed, saved when it can be read."""

from pathlib import Path

from playwright.sync_api import Page, expect

from balie.firm.branding import service as branding
from balie.firm.branding.model import Branding
from balie.firm.users.roles import Role
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from dev import brands
from tests.desk.conftest import Person
from tests.house import pictures

PATH = "/settings/branding"
BY_DAY = "Array.from(document.querySelectorAll('.in-brand .btn-go'))[0]"


def saved(noor: Person) -> Branding:
    with open_work(noor.tenant, "test", Cause.PERSON, clock.now()) as work:
        return branding.current(work)


def opened(noor: Person) -> Page:
    noor.enter()
    noor.page.goto(PATH)
    noor.page.get_by_label("Colour", exact=True).wait_for()
    return noor.page


def fill_of_the_button(page: Page) -> str:
    return str(page.evaluate(f"getComputedStyle({BY_DAY}).backgroundColor"))


def test_a_look_is_tried_and_saved(noor: Person) -> None:
    page = opened(noor)
    page.get_by_label("Colour", exact=True).fill("#0b2d6b")
    expect(page.get_by_text("Words on it can be read")).to_be_visible()
    assert fill_of_the_button(page) == "rgb(11, 45, 107)"
    page.get_by_label("Logo", exact=True).set_input_files(brands.FOLDER / "kade-logo.png")
    expect(page.locator(".in-brand .brand-logo")).to_have_count(3)
    page.get_by_label("Text beside the logo").fill("")
    page.get_by_label("Terms").fill("https://kadehosting.example/terms")
    assert saved(noor).version == 0
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#announcer")).to_have_text("Saved.")
    kept = saved(noor)
    assert (kept.color, kept.header_text) == ("#0b2d6b", "")
    assert kept.legal.terms == "https://kadehosting.example/terms"
    assert kept.logo
    assert (kept.logo.width, kept.logo.height) == (320, 64)
    page.reload()
    expect(page.get_by_label("Colour", exact=True)).to_have_value("#0b2d6b")
    expect(page.locator(".in-brand .brand-logo")).to_have_count(3)


def test_a_colour_that_cannot_be_read_offers_one_that_can(noor: Person) -> None:
    page = opened(noor)
    page.get_by_label("Colour", exact=True).fill("#7a7a7a")
    take = page.get_by_role("button", name="which is nearly the same")
    take.wait_for()
    page.get_by_role("button", name="Save").click(force=True)
    assert saved(noor).version == 0
    take.click()
    expect(page.get_by_text("Words on it can be read")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#announcer")).to_have_text("Saved.")
    assert saved(noor).color != "#7a7a7a"


def test_what_was_tried_is_undone(noor: Person) -> None:
    page = opened(noor)
    before = fill_of_the_button(page)
    page.get_by_label("Colour", exact=True).fill("#a94a2a")
    page.get_by_label("Text beside the logo").fill("Something else")
    expect(page.locator(".in-brand").first).to_contain_text("Something else")
    page.get_by_role("button", name="Undo changes").click()
    expect(page.get_by_label("Colour", exact=True)).to_have_value("#44505c")
    expect(page.locator(".in-brand").first).not_to_contain_text("Something else")
    assert fill_of_the_button(page) == before
    assert saved(noor).version == 0


def test_what_is_no_picture_is_refused_in_words_and_the_form_is_kept(
    noor: Person, tmp_path: Path
) -> None:
    page = opened(noor)
    file = tmp_path / "logo.png"
    file.write_bytes(pictures.SVG)
    page.get_by_label("Colour", exact=True).fill("#a94a2a")
    page.get_by_label("Logo", exact=True).set_input_files(file)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("This picture cannot be used")
    expect(page.get_by_label("Colour", exact=True)).to_have_value("#a94a2a")
    assert saved(noor).logo is None


def test_script_in_what_is_typed_is_text(noor: Person) -> None:
    page = opened(noor)
    payload = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    page.get_by_label("Text beside the logo").fill(payload)
    page.get_by_label("Terms").fill("javascript:alert(1)")
    page.get_by_label("Colour", exact=True).fill("red;}<")
    expect(page.locator(".in-brand").first).to_contain_text(payload)
    assert page.locator(".in-brand img, .in-brand script").count() == 0
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be shown")
    assert saved(noor).version == 0


def test_who_may_not_settle_it_is_told_so(noor: Person) -> None:
    noor.enter(Role.FINANCE, "femke@studionoord.example")
    noor.page.goto(PATH)
    expect(noor.page.locator("h1")).to_have_text("This is not for your role")
    expect(noor.page.get_by_role("link", name="Branding")).to_have_count(0)


def test_it_fits_a_phone(noor: Person) -> None:
    page = opened(noor)
    page.set_viewport_size({"width": 320, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
