"""The portal's API answers as it is described, whatever it is asked."""

import copy

import pytest

from dev.addresses import ORIGIN_SECRET
from functions.portal_api.app import app
from tests.house.examined import examine
from tests.house.house import House
from tests.house.invoices import customer, open_invoice, pay
from tests.house.signing_in import host, signed_in
from tests.house.visitor import OWN_PAGE, Visitor

FOR_CALLERS = {
    f"{method.upper()} {path}"
    for path, routes in app.openapi()["paths"].items()
    for method, route in routes.items()
    if "401" in route["responses"]
}
READING = {label for label in FOR_CALLERS if label.startswith("GET ")}
# Asked at random, they would end the session that the rest is asked with.
LAST = ("/api/sign-out", "/api/sign-out-everywhere", "/api/session/customer")
SESSION = "__Host-balie_session"


@pytest.fixture
def sanne(documents: str, memory_house: House) -> Visitor:
    """Signed in, with an open and a paid invoice, whose PDFs the provider has."""
    ref = customer(memory_house)
    pay(memory_house, open_invoice(memory_house, of=ref))
    open_invoice(memory_house, of=ref)
    memory_house.settle()
    return signed_in(memory_house, ref)


def headers(house: House) -> dict[str, str]:
    return {**OWN_PAGE, "x-balie-host": host(house), "x-balie-origin": ORIGIN_SECRET}


def test_who_is_signed_in_is_answered_as_described(memory_house: House, sanne: Visitor) -> None:
    keys = {"session": sanne.jar[SESSION]}
    described = copy.deepcopy(app.openapi())
    for path in LAST:
        del described["paths"][path]
    found = examine(app, described, headers=headers(memory_house), keys=keys)
    assert not found.wrong, "\n\n".join(found.wrong)
    assert not {(label, status) for label, status in found.answers if status >= 500}
    assert {label for label, status in found.answers if status == 200} >= READING


def test_who_is_not_is_answered_as_described(memory_house: House, sanne: Visitor) -> None:
    found = examine(app, app.openapi(), headers=headers(memory_house), keys={})
    assert not found.wrong, "\n\n".join(found.wrong)
    assert not {(label, status) for label, status in found.answers if status >= 500}
    assert {label for label, status in found.answers if status == 401} == FOR_CALLERS
    assert not {label for label, status in found.answers if status == 200} & FOR_CALLERS


def test_an_answer_that_is_not_described_is_found(memory_house: House, sanne: Visitor) -> None:
    described = copy.deepcopy(app.openapi())
    described["paths"] = {"/api/overview": described["paths"]["/api/overview"]}
    answers = described["paths"]["/api/overview"]["get"]["responses"]
    del answers["401"]
    described["components"]["schemas"]["WireOverview"]["properties"]["today"] = {"type": "integer"}
    keys = {"session": sanne.jar[SESSION]}
    found = examine(app, described, headers=headers(memory_house), keys=keys)
    told = "\n".join(found.wrong)
    assert "status_code_conformance" in told
    assert "response_schema_conformance" in told


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/redoc"])
def test_nobody_is_shown_the_description(memory_house: House, path: str) -> None:
    assert Visitor(host(memory_house)).get(path).status == 404
