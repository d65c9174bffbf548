"""Takes pictures of every screen of the desk: a part of `make screenshots`.

Two firms: Studio Noord with five months at the simulator, and one with the longest names and
amounts there can be.
"""

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from balie.firm.users.roles import Role
from balie.ground.aws import clients, secrets
from balie.ground.core.events import Cause
from balie.outside.providers.stripe import client as stripe_client
from dev.addresses import ORIGIN_SECRET
from dev.stripe import firm
from dev.stripe.simulator import Simulator
from dev.stripe.transport import InProcess
from tests.desk import running_desk
from tests.desk.conftest import Person
from tests.desk.running_desk import RunningDesk
from tests.flow.conftest import IN_MEMORY
from tests.house import catching_up
from tests.house.chromium import launched
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, refund
from tests.house.memory_aws import MemoryAws
from tests.house.shots import shoot
from tests.house.team import invited

LONG = "Samenwerkingsverband Woningbouwverenigingen Zuidwest-Nederland en Omstreken U.A. "
Shot = Callable[[Page], None]


@contextmanager
def in_memory(desk: RunningDesk) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        memory = MemoryAws()
        for name in IN_MEMORY:
            patch.setenv(f"BALIE_{name}", name.lower())
        patch.setenv("BALIE_PUBLIC_URL", "http://localhost:8400")
        patch.setenv("BALIE_MAIL_SENDER", "billing@balie.example")
        patch.setenv("BALIE_ORIGIN_SECRETS", ORIGIN_SECRET)
        patch.setenv("BALIE_DESK_URL", desk.url)
        patch.setenv("BALIE_PASSKEY_DOMAIN", "desk.localhost")
        patch.setattr(clients, "clients_for", lambda _tenant: memory)
        patch.setattr(secrets, "_decrypted", {})
        patch.setattr(stripe_client, "pause", lambda _seconds: None)
        yield patch


def connected(patch: pytest.MonkeyPatch, **fields: Any) -> House:
    simulator = Simulator()
    patch.setattr(stripe_client, "http_client", lambda: InProcess(simulator))
    if not fields:
        firm.seed(simulator)
    return open_house(simulator, **fields)


def extreme(patch: pytest.MonkeyPatch) -> House:
    house = connected(patch, name=LONG, language="nl")
    ref = customer(house, name=LONG * 2, email=f"{'lang' * 15}@{'adres' * 10}.example")
    open_invoice(house, 99_999_999, of=ref, description=LONG * 3)
    refund(house, pay(house, open_invoice(house, 99_999_999, of=ref)), 99_999_998)
    open_invoice(house, 4_200, of=customer(house, name="A", email="a@x.example"))
    return house


def show(path: str, until: str = "h1") -> Shot:
    def shot(page: Page) -> None:
        page.goto(path)
        page.locator(until).first.wait_for()

    return shot


def customer_part(part: str) -> Shot:
    def shot(page: Page) -> None:
        page.goto("/customers")
        page.locator("tbody th a").last.click()
        page.locator(".tabs").wait_for()
        page.goto(f"{page.url.partition('?')[0]}?part={part}")

    return shot


def invoice(page: Page) -> None:
    customer_part("invoices")(page)
    page.locator(".tab-content a").first.click()
    page.locator("dl").first.wait_for()


def pdf_failed(page: Page) -> None:
    invoice(page)
    page.route("**/desk/**/pdf", lambda route: route.abort())
    page.locator("balie-download button").click()
    page.locator("balie-download .field-error").wait_for()


def merge(page: Page) -> None:
    customer_part("invoices")(page)
    page.locator("h1 ~ .flow button, .head .flow button").last.click()
    page.locator("dialog[open] input").fill("a")
    page.locator("dialog .merge-hit").first.wait_for()


def merge_compare(page: Page) -> None:
    merge(page)
    page.locator("dialog .merge-hit button").first.click()
    page.locator("dialog .merge-side").last.wait_for()


def press(path: str, button: str) -> Shot:
    """button: a selector of what opens a dialog."""

    def shot(page: Page) -> None:
        page.goto(path)
        page.locator(button).first.click()
        page.locator("dialog[open]").wait_for()

    return shot


def found(page: Page) -> None:
    page.goto("/customers")
    name = page.locator("tbody th a").last.inner_text()
    page.locator(".find-button").click()
    page.locator("dialog input").fill(name[:3])
    page.locator("dialog [role=option]").first.wait_for()


def failed(page: Page) -> None:
    page.route("**/desk/customers?*", lambda route: route.abort())
    show("/customers", ".notice")(page)


def colleague(page: Page) -> None:
    page.goto("/settings/team")
    page.locator("tbody a").first.click()
    page.locator("dl").wait_for()


SHOTS: dict[str, Shot] = {
    "customers": show("/customers"),
    "customers-open": show("/customers?show=open"),
    "customers-not-found": show("/customers?q=nobody"),
    "customers-failed": failed,
    **{
        f"customer-{part}": customer_part(part)
        for part in ("invoices", "payments", "statement", "agreements", "activity")
    },
    "invoice": invoice,
    "invoice-pdf-failed": pdf_failed,
    "merge": merge,
    "merge-compare": merge_compare,
    "find": press("/customers", ".find-button"),
    "find-found": found,
    "activity": show("/activity"),
    "activity-empty": show("/activity?from=2020-01-01&until=2020-01-02"),
    "connections": show("/connections", ".items"),
    "start": show("/start"),
    "account": show("/account"),
    "branding": show("/settings/branding", "form"),
    "team": show("/settings/team", "tbody"),
    "team-invite": press("/settings/team", ".head-action button"),
    "colleague": colleague,
    "missing": show("/nothing"),
}
EMPTY: dict[str, Shot] = {
    f"{name}-empty": show(path)
    for name, path in {
        "customers": "/customers",
        "connections": "/connections",
        "start": "/start",
        "activity": "/activity",
    }.items()
}


VARIANTS = (  # firm, language, width, theme: each of both, not each with each
    ("noord", "nl", 360, "light"),
    ("noord", "en", 1440, "light"),
    ("longest", "en", 360, "light"),
    ("longest", "nl", 1440, "light"),
    ("noord", "en", 1440, "dark"),
    ("longest", "nl", 360, "dark"),
)


def enter(person: Person, role: Role, email: str) -> None:
    """As far as the wish for a second passkey, in either language."""
    person.open_link(role, email)
    person.page.locator("form button").click()
    person.page.locator("main a[href='/']").wait_for()


def invited_in(person: Person, email: str, variant: tuple[str, str, int, str]) -> None:
    """An invitation speaks the firm's language, which is Dutch."""
    person.open_link(email=email)
    if variant[1] == "en":
        person.page.get_by_role("button", name="English").click()


class Camera:
    def __init__(self, browser: Browser, desk: RunningDesk, target: Path, only: set[str]) -> None:
        self._browser, self._desk, self._target, self._only = browser, desk, target, only
        self._entered = itertools.count()
        self.count = 0

    def take(self, tenant: str, shots: dict[str, Shot], variant: tuple[str, str, int, str]) -> None:
        """As an owner who has just come in."""
        person = self.person(tenant, variant)
        enter(person, Role.OWNER, f"noor{next(self._entered)}@studionoord.example")
        for name, shot in shots.items():
            self.shoot(person.page, name, shot, variant)
        person.page.context.close()

    def person(self, tenant: str, variant: tuple[str, str, int, str]) -> Person:
        _, language, width, theme = variant
        context = self._browser.new_context(
            base_url=self._desk.url,
            locale="nl-NL" if language == "nl" else "en-GB",
            viewport={"width": width, "height": 740 if width < 600 else 900},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        kept = f"localStorage.setItem('balie.desk.language', '\"{language}\"')"
        context.add_init_script(kept)
        return Person(context.new_page(), tenant)

    def shoot(self, page: Page, name: str, shot: Shot, variant: tuple[str, str, int, str]) -> None:
        if self._only and name not in self._only:
            return
        firm_, language, width, theme = variant
        shot(page)
        expect(page.locator(".pulse")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        file = self._target / "desk" / name / f"{firm_}-{language}-{theme}-{width}.webp"
        shoot(page, file)
        page.unroute_all()
        self.count += 1

    def door(self, tenant: str, variant: tuple[str, str, int, str]) -> None:
        """Before anybody has come in, and without the right role."""
        person = self.person(tenant, variant)
        self.shoot(person.page, "sign-in", show("/sign-in"), variant)
        address = f"new{next(self._entered)}@studionoord.example"
        self.shoot(person.page, "set-up", lambda _: invited_in(person, address, variant), variant)
        viewer = f"viewer{next(self._entered)}@studionoord.example"

        second = partial(enter, person, Role.VIEWER, viewer)
        self.shoot(person.page, "set-up-second", lambda _: second(), variant)
        self.shoot(person.page, "forbidden", show("/settings/branding"), variant)
        person.page.context.close()


def main() -> None:
    target, only = Path(sys.argv[1]), set(sys.argv[2:])
    with running_desk.running() as desk, in_memory(desk) as patch, launched() as browser:
        houses = {"noord": connected(patch)}
        catching_up.run(houses["noord"], Cause.IMPORT)
        houses["longest"] = extreme(patch)
        catching_up.run(houses["longest"], Cause.IMPORT)
        for house in houses.values():
            invited(house.tenant, "joost@studionoord.example", Role.FINANCE, "Joost Bakker")
        empty = desk.new_firm()
        camera = Camera(browser, desk, target, only)
        for variant in VARIANTS:
            camera.door(houses[variant[0]].tenant, variant)
            camera.take(houses[variant[0]].tenant, SHOTS, variant)
            if variant[0] == "noord":
                camera.take(empty, EMPTY, variant)
    sys.stdout.write(f"{camera.count} pictures in {target / 'desk'}\n")


if __name__ == "__main__":
    main()
