"""All of it, for real: a customer signs in by mail, pays at the provider, and sees it."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from dev.firm import SIGN_IN_AS
from dev.started import StartedRun, started

SOON = 45_000  # milliseconds: the page looks by itself every twenty seconds


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedRun]:
    with started(tmp_path_factory.mktemp("run") / "state") as running:
        yield running


def links_in_the_inbox(run: StartedRun) -> list[str]:
    messages = httpx.get(f"{run.addresses.inbox}/messages.json").text
    return re.findall(rf"{run.addresses.portal}/sign-in#[\w-]+", messages)


def sign_in(page: Page, run: StartedRun) -> None:
    spent = set(links_in_the_inbox(run))
    page.goto(run.addresses.portal)
    page.get_by_role("textbox").fill(SIGN_IN_AS)
    page.keyboard.press("Enter")
    inbox = page.context.new_page()
    inbox.goto(run.addresses.inbox)
    expect(inbox.get_by_text("Studio Noord").first).to_be_visible(timeout=SOON)
    for _ in range(SOON // 250):
        new = [link for link in links_in_the_inbox(run) if link not in spent]
        if new:
            break
        inbox.wait_for_timeout(250)
    assert new, "no mail with a link"
    inbox.close()
    page.goto("about:blank")
    page.goto(new[0])
    page.locator("main").get_by_role("button").first.click()
    expect(page).to_have_url(f"{run.addresses.portal}/", timeout=SOON)


def test_paying_an_invoice_at_the_provider_changes_the_portal(
    run: StartedRun, new_context: Any
) -> None:
    page: Page = new_context(base_url=run.addresses.portal, locale="nl-NL").new_page()
    sign_in(page, run)
    standing = page.locator("main").get_by_role("paragraph").filter(has_text="open").first
    expect(standing).to_contain_text("te laat sinds", timeout=SOON)
    pay = page.locator("main").get_by_role("link", name=re.compile("^Betaal")).first
    number = page.locator("main").get_by_text(re.compile(r"SN-2026-\d{4}")).first.inner_text()[:12]

    paying = page.context.new_page()
    paying.goto(str(pay.get_attribute("href")))
    paying.get_by_role("button", name=re.compile("^Pay")).click()
    expect(paying.get_by_text(re.compile("paid", re.IGNORECASE)).first).to_be_visible(timeout=SOON)

    page.bring_to_front()
    expect(standing).not_to_contain_text("te laat sinds", timeout=SOON)
    page.goto(f"{run.addresses.portal}/invoices")
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("Betaald", timeout=SOON)
    page.wait_for_timeout(500)
    assert "Betaling van" in httpx.get(f"{run.addresses.inbox}/messages.json").text


def test_what_happened_is_still_there_after_the_process_was_killed(
    run: StartedRun, new_context: Any
) -> None:
    """Signed in, the state saved, everything killed, started again: the session holds."""
    context = new_context(base_url=run.addresses.portal, locale="nl-NL")
    page: Page = context.new_page()
    sign_in(page, run)
    standing = page.locator("main").get_by_role("paragraph").filter(has_text="open").first
    expect(standing).to_contain_text("€", timeout=SOON)
    before = standing.inner_text()
    page.wait_for_timeout(6_000)  # the state is saved every few seconds
    page.goto("about:blank")
    run.kill()
    again = StartedRun(run.state, run.addresses)
    try:
        page.goto(run.addresses.portal)
        expect(standing).to_have_text(before, timeout=SOON)
        expect(page).to_have_url(f"{run.addresses.portal}/")
    finally:
        again.stop()
