"""Who acts for a customer: own details, contacts and their roles, devices, choosing a customer."""

import pytest
from playwright.sync_api import Page, expect

from tests.portal import stories
from tests.portal.fake_portal import Scene, problem

TWO = [{"id": "cus_2", "name": "Van Dijk Holding"}]


def changes(scene: Scene, method: str) -> list[tuple[str, object]]:
    return [(path, body) for asked, path, body in scene.asked if asked == method]


def test_an_owner_invites_somebody_with_a_role(page: Page, scene: Scene):
    page.goto("/profile")
    page.get_by_role("button", name="Invite somebody").click()
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Name").fill("Noor")
    page.get_by_label("E-mail address").fill("noor@vandijk.example")
    page.get_by_label("Role", exact=True).select_option("Reads")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.locator(".toast")).to_contain_text("Noor is invited.")
    expect(page.locator(".person").nth(3)).to_contain_text("noor@vandijk.example")
    body = {"name": "Noor", "email": "noor@vandijk.example", "role": "viewer"}
    assert scene.bodies("/api/contacts") == [body]


def test_what_was_typed_is_kept_when_the_address_is_known(page: Page, scene: Scene):
    scene.failing["/api/contacts"] = problem(409, "contact_exists")
    page.goto("/profile")
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Name").fill("Noor")
    page.get_by_label("E-mail address").fill("noor@vandijk.example")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("alert")).to_contain_text("among the contacts already")
    expect(page.get_by_label("E-mail address")).to_have_value("noor@vandijk.example")


def test_removing_somebody_is_asked_about_and_starts_on_the_safe_answer(page: Page, scene: Scene):
    page.goto("/profile")
    remove = page.get_by_role("button", name="Remove Noor van Dijk")
    remove.click()
    dialog = page.get_by_role("dialog", name="Remove Noor van Dijk")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert changes(scene, "DELETE") == []
    remove.click()
    dialog.get_by_role("button", name="Remove").click()
    expect(page.locator(".toast")).to_contain_text("Noor van Dijk is removed.")
    assert changes(scene, "DELETE") == [("/api/contacts/con_2", {})]


def test_roles_are_given_and_the_last_owner_is_told_why_not(page: Page, scene: Scene):
    page.goto("/profile")
    page.get_by_label("Role of Noor van Dijk").select_option("Owner")
    expect(page.locator(".toast")).to_contain_text("Saved.")
    assert changes(scene, "PUT") == [("/api/contacts/con_2/role", {"role": "owner"})]
    scene.failing["/api/contacts/con_1/role"] = problem(409, "last_owner_of_customer")
    page.get_by_label("Role of Sanne de Wit").select_option("Reads")
    expect(page.locator(".toast")).to_contain_text("keeps at least one owner")


@pytest.mark.parametrize("role", ["billing", "signer", "viewer"])
def test_others_see_the_contacts_and_change_none(page: Page, scene: Scene, role):
    scene.session = stories.session("en", role)
    page.goto("/profile")
    expect(page.locator(".person").nth(1)).to_contain_text("Finance")
    expect(page.locator("main")).to_contain_text("An owner can change this.")
    expect(page.locator("select")).to_have_count(0)
    expect(page.get_by_role("button", name="Invite somebody")).to_have_count(0)


def test_a_change_of_who_has_access_asks_for_a_fresh_link_and_comes_back(page: Page, scene: Scene):
    scene.failing["/api/contacts/con_2/role"] = problem(403, "fresh_sign_in_needed")
    page.goto("/profile")
    page.get_by_label("Role of Noor van Dijk").select_option("Owner")
    expect(page.get_by_role("alert")).to_contain_text("is it you?")
    page.get_by_role("button", name="Send a link").click()
    expect(page.locator("h1")).to_have_text("Look in the mail")
    assert scene.bodies("/api/profile/proof") == [{}]
    scene.failing.clear()
    page.goto("/sign-in#token-9")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Details and contacts")


def test_a_new_address_is_confirmed_by_a_link(page: Page, scene: Scene):
    page.goto("/profile")
    page.get_by_role("button", name="Change address").click()
    page.get_by_label("New e-mail address").fill("sanne@new.example")
    page.get_by_role("button", name="Send a link").click()
    expect(page.locator(".stand")).to_contain_text("sanne@new.example")
    assert scene.bodies("/api/profile/email") == [{"email": "sanne@new.example"}]


def test_a_name_changes_here_and_in_the_menu(page: Page):
    page.goto("/profile")
    page.get_by_role("button", name="Change name").click()
    expect(page.get_by_label("Name")).to_have_value("Sanne de Wit")
    page.get_by_label("Name").fill("Sanne van Wit")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".facts").first).to_contain_text("Sanne van Wit")
    page.locator(".who summary").click()
    expect(page.locator(".who-panel")).to_contain_text("Sanne van Wit")


def test_devices_are_named_and_signed_out(page: Page, scene: Scene):
    page.goto("/profile")
    rows = page.locator("section").last.locator(".person")
    expect(rows.nth(0)).to_contain_text("Firefox, Linux")
    expect(rows.nth(0)).to_contain_text("This device.")
    expect(rows.nth(1)).to_contain_text("Safari, iPhone")
    rows.nth(1).get_by_role("button", name="Sign out").click()
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Sign out everywhere").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_the_firms_data_of_the_company_is_shown(page: Page):
    page.goto("/profile")
    company = page.locator("main")
    for words in ("Lloydkade 201", "3024 EA Rotterdam", "Netherlands", "NL123456789B01"):
        expect(company).to_contain_text(words)


def test_who_acts_for_several_chooses_after_signing_in(page: Page, scene: Scene):
    scene.session, scene.tenant["language"] = None, "en"
    page.goto("/invoices")
    expect(page.locator("h1")).to_have_text("Sign in")
    page.goto("/sign-in#token-1")
    page.locator(".btn-go").wait_for()
    scene.others = TWO
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Which company?")
    page.get_by_role("button", name="Van Dijk Holding").click()
    expect(page.locator("h1")).to_have_text("Invoices")
    expect(page.locator(".who-name")).to_have_text("Van Dijk Holding")
    page.locator(".who summary").click()
    page.get_by_role("link", name="Other company").click()
    expect(page.locator("h1")).to_have_text("Which company?")


def test_the_language_that_is_chosen_is_kept_with_the_person(page: Page, scene: Scene):
    page.goto("/")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert scene.bodies("/api/profile/language") == [{"language": "nl"}]


def test_the_code_for_the_other_device_is_still_there_after_a_reload(page: Page, scene: Scene):
    scene.session, scene.same_browser = None, False
    scene.tenant["language"] = "en"
    page.goto("/sign-in#token-2")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".code")).to_contain_text("482 913")
    page.reload()
    expect(page.locator(".code")).to_contain_text("482 913")


def test_who_is_signed_in_has_no_use_for_signing_in(page: Page):
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Overview")
    page.goto("/sign-in")
    expect(page.locator("h1")).to_have_text("Overview")
