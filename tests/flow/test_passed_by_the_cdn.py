"""Nobody passes the CDN by: without what it alone knows, nothing behind it is looked at."""

import json
from typing import Any

import pytest

from balie.ground.aws import settings
from dev.addresses import ORIGIN_SECRET
from dev.stripe.simulator import Simulator
from functions.desk_api import app as desk_api
from functions.portal_api import app as portal_api
from functions.webhook_in import app as webhook_in
from tests.house.house import House, open_house, webhook
from tests.house.invoices import open_invoice
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws
from tests.house.visitor import Visitor

Event = dict[str, Any]
SHOWN = "x-balie-origin"
HOST = "portal.studionoord.example"
WRONG = ["", "x", ORIGIN_SECRET[:-1], f"{ORIGIN_SECRET} ", f"{ORIGIN_SECRET},", ",", "\udcff"]


@pytest.fixture
def house(memory: MemoryAws, simulator: Simulator) -> House:
    return open_house(simulator)


def through_webhooks(house: House, shown: str | None) -> tuple[int, Any]:
    open_invoice(house)
    event: Event = webhook(house.simulator.take()[0])
    if shown is None:
        del event["headers"][SHOWN]
    else:
        event["headers"][SHOWN] = shown
    answer = webhook_in.handler(event, LambdaContext())
    return answer["statusCode"], json.loads(answer["body"])


def through_portal(house: House, shown: str) -> tuple[int, Any]:
    answer = Visitor(HOST).get("/branding/portal.json", **{SHOWN: shown})
    return answer.status, answer.json


@pytest.mark.parametrize("shown", [None, *WRONG])
def test_a_provider_that_passes_the_cdn_by_is_refused(house: House, shown: str | None) -> None:
    status, problem = through_webhooks(house, shown)
    assert (status, problem["code"]) == (403, "came_directly")
    assert house.hints() == []


@pytest.mark.parametrize("shown", WRONG[:-1])
@pytest.mark.parametrize("app", [portal_api, desk_api])
def test_a_page_that_passes_the_cdn_by_is_refused(house: House, app: Any, shown: str) -> None:
    path = "/api/overview" if app is portal_api else "/desk/session"
    answer = Visitor(HOST, handler=app.handler).get(path, **{SHOWN: shown})
    assert (answer.status, answer.json["code"]) == (403, "came_directly")
    assert answer.headers["cache-control"] == "no-store"


def test_both_secrets_are_good_while_one_takes_the_others_place(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALIE_ORIGIN_SECRETS", "the-new-one,the-old-one")
    assert [through_portal(house, shown)[0] for shown in ("the-new-one", "the-old-one")] == [
        200
    ] * 2
    assert through_portal(house, "the-new-one,the-old-one")[0] == 403


@pytest.mark.parametrize("forgotten", ["", ",", ",,"])
def test_a_deployment_without_a_secret_lets_nobody_in(
    house: House, monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    monkeypatch.setenv("BALIE_ORIGIN_SECRETS", forgotten)
    for shown in ("", ",", ORIGIN_SECRET):
        assert through_portal(house, shown)[0] == 503
        assert through_webhooks(house, shown)[0] == 503
    with pytest.raises(settings.SettingMissing):
        settings.origin_secrets()


def test_the_refusal_tells_no_secret(house: House) -> None:
    assert ORIGIN_SECRET not in json.dumps(through_portal(house, "x"))
