"""The team's page: inviting, roles, recovery and removal, as a person does it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from balie.firm.users.roles import Role
from tests.desk.conftest import Person
from tests.house.team import Colleague, colleague, invited

SCRIPT = "<img src=x onerror=\"document.title='run'\">{{7*7}}"


def at_another_desk(tenant: str) -> Colleague:
    """Joost, in a thread of his own: where the browser runs, no other loop may."""
    with ThreadPoolExecutor(1) as pool:
        joost = pool.submit(colleague, tenant, Role.VIEWER, "joost@studionoord.example")
        return joost.result()


def is_signed_in(someone: Colleague) -> bool:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(someone.get, "/desk/session").result().status == 200


def open_team(page: Page) -> None:
    page.goto("/settings/team")
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")


def test_somebody_is_invited_from_the_team(noor: Person, page: Page) -> None:
    noor.enter()
    open_team(page)
    page.get_by_role("button", name="Invite").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("E-mail address")).to_be_focused()
    dialog.get_by_label("E-mail address").fill("joost@studionoord.example")
    dialog.get_by_label("Name").fill("Joost Bakker")
    dialog.get_by_label("Finance").check()
    dialog.get_by_role("button", name="Send invitation").click()
    expect(dialog).not_to_be_visible()
    row = page.get_by_role("row", name="Joost Bakker")
    expect(row).to_contain_text("Finance")
    expect(row).to_contain_text("Invited")
    expect(page.locator(".stand")).to_have_text("1 person, 1 invited")


def test_what_was_typed_is_kept_when_it_is_refused(noor: Person, page: Page) -> None:
    noor.enter()
    open_team(page)
    page.get_by_role("button", name="Invite").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail address").fill("noor@studionoord.example")
    dialog.get_by_label("Name").fill("Noor")
    dialog.get_by_role("button", name="Send invitation").click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "Somebody with this address is in the team already."
    )
    expect(dialog.get_by_label("E-mail address")).to_have_value("noor@studionoord.example")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_roles_ask_for_the_passkey_again_after_a_while(noor: Person, page: Page) -> None:
    noor.enter()
    joost = at_another_desk(noor.tenant)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
        page.goto(f"/settings/team/{joost.id}")
        page.get_by_role("button", name="Change role").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Support").check()
        dialog.get_by_role("button", name="Change role").click()
        expect(dialog).not_to_be_visible()
        expect(page.locator(".facts")).to_contain_text("Support")
        expect(page.get_by_role("row", name="Role changed from Viewer to Support")).to_be_visible()


def test_without_the_passkey_nothing_changes(noor: Person, page: Page) -> None:
    noor.enter()
    joost = at_another_desk(noor.tenant)
    noor.refuse()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
        page.goto(f"/settings/team/{joost.id}")
        page.get_by_role("button", name="Remove from the team").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
        dialog.get_by_role("button", name="Remove from the team").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Nothing was confirmed")
    assert is_signed_in(joost)


def test_recovery_is_begun_and_stopped(noor: Person, page: Page) -> None:
    noor.enter()
    joost = at_another_desk(noor.tenant)
    page.goto(f"/settings/team/{joost.id}")
    page.get_by_role("button", name="Recover access").click()
    page.get_by_role("button", name="Begin recovery").click()
    notice = page.locator(".notice")
    expect(notice).to_contain_text("Begun by Noor de Wit")
    notice.get_by_role("button", name="Stop recovery").click()
    expect(notice).to_have_count(0)


def test_somebody_is_removed(noor: Person, page: Page) -> None:
    noor.enter()
    joost = at_another_desk(noor.tenant)
    page.goto(f"/settings/team/{joost.id}")
    page.get_by_role("button", name="Remove from the team").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove from the team").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")
    expect(page.get_by_role("row")).to_have_count(2)
    assert not is_signed_in(joost)


def test_the_last_owner_is_told_why_they_stay(noor: Person, page: Page) -> None:
    noor.enter()
    open_team(page)
    page.get_by_role("link", name="Noor de Wit").click()
    page.get_by_role("button", name="Leave the team").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Remove from the team").click()
    expect(dialog.get_by_role("alert")).to_contain_text("A team needs an owner")


def test_a_viewer_sees_the_team_and_no_way_to_change_it(noor: Person, page: Page) -> None:
    noor.enter(Role.VIEWER)
    open_team(page)
    page.get_by_role("link", name="Noor de Wit").click()
    expect(page.locator(".facts")).to_contain_text("Viewer")
    expect(page.get_by_role("button", name="Change role")).to_have_count(0)
    expect(page.get_by_role("heading", name="Activity")).to_have_count(0)


def test_script_in_a_name_is_text(noor: Person, page: Page) -> None:
    noor.enter()
    user = invited(noor.tenant, "evil@studionoord.example", Role.VIEWER, SCRIPT)
    open_team(page)
    expect(page.get_by_role("link", name=SCRIPT)).to_be_visible()
    page.goto(f"/settings/team/{user.id}")
    expect(page.get_by_role("heading", level=1)).to_have_text(SCRIPT)
    expect(page).to_have_title(f"{SCRIPT} – Studio Noord")


def test_a_session_that_ended_leads_to_the_door_and_back(noor: Person, page: Page) -> None:
    noor.enter()
    open_team(page)
    page.context.clear_cookies()
    page.get_by_role("link", name="Noor de Wit").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Noor de Wit")


def test_ones_own_name_and_language_are_kept(noor: Person, page: Page) -> None:
    noor.enter()
    page.goto("/account")
    page.get_by_label("Your name").fill("Noor van Dijk")
    page.get_by_label("Language of the desk").select_option("nl")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jouw account")
    expect(page.locator(".account-name")).to_contain_text("Noor van Dijk")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jouw account")


def test_a_passkey_is_renamed_and_the_last_one_stays(noor: Person, page: Page) -> None:
    noor.enter()
    page.goto("/account")
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of the passkey").fill("Laptop at work")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.locator(".items b").first).to_have_text("Laptop at work")
    page.get_by_role("button", name="Remove").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Remove").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This is your only way in")


def test_other_sessions_are_ended(noor: Person, page: Page) -> None:
    noor.enter()
    page.context.clear_cookies()
    page.goto("/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    sessions = page.locator(".part", has_text="Where you are signed in").get_by_role("listitem")
    expect(sessions).to_have_count(2)
    page.get_by_role("button", name="End all others").click()
    expect(sessions).to_have_count(1)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (320, "dark"), (1440, "dark")])
def test_nothing_is_wider_than_the_window(
    new_context: Any, firm: str, width: int, scheme: str
) -> None:
    options = {"viewport": {"width": width, "height": 740}, "color_scheme": scheme}
    noor = Person(new_context(**options).new_page(), firm)
    page = noor.page
    noor.enter()
    name = "Willemijn van der Heijden-Oosterwijk-Achterbergsestraatweg"
    email = "willemijn.van.der.heijden-oosterwijk@administratiekantoor-zuidoost.example"
    user = invited(firm, email, Role.SUPPORT, name)
    for path in ("/settings/team", f"/settings/team/{user.id}", "/account"):
        page.goto(path)
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_the_menu_works_by_keyboard(noor: Person, page: Page) -> None:
    noor.enter()
    open_team(page)
    page.keyboard.press("Tab")
    summary = page.locator(".account summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your account")).not_to_be_visible()
    expect(summary).to_be_focused()


def test_nothing_may_frame_the_desk(noor: Person, page: Page, desk: Any) -> None:
    answer = page.goto("/sign-in")
    assert answer
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
