"""What day it is for a firm, by its time zone: read once a minute, and never another firm's."""

import time
from datetime import UTC, date, datetime

import pytest

from balie.firm.tenants import service as tenants
from balie.ground.aws import clients
from balie.ground.aws.work import open_work
from balie.ground.core.events import Cause
from dev.stripe.simulator import Simulator
from tests.house.house import House, open_house

LATE = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # the 23rd in Tokyo


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tenants, "_timezones", {})


def today(tenant: str) -> date:
    with open_work(tenant, "visitor", Cause.PERSON, LATE) as work:
        return tenants.today(work)


def move_to(tenant: str, timezone: str) -> None:
    with open_work(tenant, "operator:test", Cause.PERSON, LATE) as work:
        firm = tenants.current(work)
        tenants.save(work, firm.model_copy(update={"timezone": timezone}))


def test_it_is_read_once_and_told_for_a_minute(
    memory_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    clients.clients_for("").dynamodb.interfere = lambda name, moment: asked.append(moment)  # type: ignore[attr-defined]
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    assert [today(memory_house.tenant) for _ in range(3)] == [date(2026, 11, 22)] * 3
    assert len(asked) == 2  # before and after one reading
    now[0] += tenants.KEPT_SECONDS
    today(memory_house.tenant)
    assert len(asked) == 4


def test_a_firm_that_moves_has_its_new_day_at_once_where_it_moved(memory_house: House) -> None:
    assert today(memory_house.tenant) == date(2026, 11, 22)
    move_to(memory_house.tenant, "Asia/Tokyo")
    assert today(memory_house.tenant) == date(2026, 11, 23)


def test_each_firm_has_its_own_day(memory_house: House) -> None:
    other = open_house(Simulator(), host="portal.other.example")
    move_to(other.tenant, "Asia/Tokyo")
    assert (today(memory_house.tenant), today(other.tenant)) == (
        date(2026, 11, 22),
        date(2026, 11, 23),
    )
