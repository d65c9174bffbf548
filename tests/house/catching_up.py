"""An import or sync of a house: begun, its pages read, its hints worked off."""

from typing import Any

from balie.ground.aws import settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up
from balie.outside.providers.catch_up import CatchUp
from functions.catch_up import app
from tests.house import lambda_events, oracle
from tests.house.house import House
from tests.house.lambda_events import LambdaContext


def begin(house: House, cause: Any) -> str:
    with open_work(house.tenant, "operator:test", Cause.PERSON, clock.now()) as work:
        return catch_up.start(work, house.connection, cause).id


def waiting_pages(house: House) -> list[dict[str, Any]]:
    """Taken off the queue."""
    return house.taken(settings.catch_up_queue())


def read_pages(waiting: list[dict[str, Any]]) -> None:
    answer = app.handler(lambda_events.sqs(waiting), LambdaContext())
    assert answer == {"batchItemFailures": []}


def finish(house: House) -> None:
    while pages := waiting_pages(house):
        read_pages(pages)
        assert not house.work_off()


def run(house: House, cause: Any) -> CatchUp:
    """To its end, hints and all; how it then stands."""
    begun = begin(house, cause)
    finish(house)
    return progress(house, begun)


def progress(house: House, catch_up_id: str) -> CatchUp:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        return catch_up.get(work, catch_up_id)


def catch_ups(house: House) -> list[CatchUp]:
    """All that were ever begun."""
    rows = oracle.every_row(house.tenant)
    begun = [str(row["pk"]).rpartition("#")[2] for row in rows if row["sk"] == "CATCH_UP"]
    return [progress(house, catch_up_id) for catch_up_id in begun]
