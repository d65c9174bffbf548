"""An account that is disconnected and connected again in the middle of an import or sync."""

from datetime import timedelta

import time_machine

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers import connecting, connections
from dev.stripe.keys import STUDIO_RESTRICTED
from tests.house import oracle
from tests.house.catching_up import begin, finish, read_pages, run, waiting_pages
from tests.house.house import House
from tests.house.invoices import open_invoice, pay

LATER = timedelta(days=2)  # further back than a sync looks for certain


def connect(house: House) -> None:
    connecting.connect_stripe(
        house.tenant,
        api_key=STUDIO_RESTRICTED,
        live=False,
        actor="operator:test",
        now=clock.now(),
    )


def disconnect(house: House) -> None:
    connecting.disconnect(house.tenant, house.connection, actor="operator:test", now=clock.now())


def synced_until(house: House) -> object:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        return connections.get(work, house.connection).synced_until


def test_what_an_import_passed_over_while_closed_is_brought_in_by_the_next(
    memory_house: House,
) -> None:
    house = memory_house
    open_invoice(house)
    house.simulator.take()  # no webhook comes
    with time_machine.travel(clock.now() + LATER):
        begin(house, Cause.IMPORT)
        for _ in ("invoices", "payments"):
            read_pages(waiting_pages(house))
        disconnect(house)
        assert house.work_off() == []  # passed over: the account is closed
        connect(house)
        finish(house)
        house.simulator.take()
        run(house, Cause.SYNC)
        oracle.check(house)


def test_a_key_that_is_replaced_during_an_import_costs_no_more_than_a_second_look(
    memory_house: House,
) -> None:
    house = memory_house
    pay(house, open_invoice(house))
    begin(house, Cause.IMPORT)
    read_pages(waiting_pages(house))
    connect(house)
    finish(house)
    oracle.check(house)
    run(house, Cause.SYNC)
    assert synced_until(house)
    oracle.check(house)
