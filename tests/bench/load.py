"""A burst of webhooks, and the memory of functions that take many events: by hand, for it is slow.

    python -m tests.bench.load burst 10000 [--embedded]
    python -m tests.bench.load memory 10000

The burst arrives shuffled, and a tenth of it twice; half of what is queued comes twice as well. At
the end the ledger must be what the simulator's objects amount to: `tests/house/oracle.py`.
"""

import argparse
import gc
import json
import os
import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from balie.ground.aws import clients, secrets
from balie.outside.providers.stripe import client as stripe_client
from dev.embedded import throw_away
from dev.stripe.simulator import Simulator
from dev.stripe.transport import InProcess
from functions.portal_api import app as portal_api
from functions.provider_events import app as provider_events
from functions.webhook_in import app as webhook_in
from tests.bench.furnished import in_memory, silent
from tests.bench.served import served
from tests.house import invoices, oracle
from tests.house.house import House, open_house
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws

CONTEXT = cast("Any", LambdaContext())
OF_A_CUSTOMER = 10  # invoices


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("what", choices=("burst", "memory"))
    parser.add_argument("count", type=int)
    parser.add_argument("--embedded", action="store_true", help="on the embedded AWS")
    parser.add_argument("--seed", type=int, default=1)
    parsed = parser.parse_args()
    if parsed.what == "memory":
        found = memory(parsed.count)
    else:
        with _embedded() if parsed.embedded else _in_memory() as simulator:
            found = burst(simulator, parsed.count, random.Random(parsed.seed))
    load = [round(each, 1) for each in os.getloadavg()]
    print(json.dumps({"what": parsed.what, "load": load, **found}, indent=1))


def burst(simulator: Simulator, count: int, chance: random.Random) -> dict[str, Any]:
    house = open_house(simulator)
    told = _news(house, count)
    again = chance.sample(told, len(told) // 10)
    arriving = [*told, *again]
    chance.shuffle(arriving)
    begun = time.monotonic()
    house.hear(arriving)
    heard = time.monotonic()
    hints = house.hints()
    repeated = [*hints, *chance.sample(hints, len(hints) // 2)]
    chance.shuffle(repeated)
    waiting, rounds = repeated, 0
    while waiting:
        waiting, rounds = house.work_off(waiting), rounds + 1
    done = time.monotonic()
    oracle.check(house)  # raises: nothing lost, nothing twice
    return {
        "webhooks": len(arriving),
        "hints": len(repeated),
        "rounds": rounds,
        "webhooks_a_second": round(len(arriving) / (heard - begun)),
        "hints_a_second": round(len(repeated) / (done - heard)),
        "ledger": "as the provider's objects say",
    }


def _news(house: House, count: int) -> list[Any]:
    """At least so many notifications: of invoices that are paid, in part or not at all."""
    told: list[Any] = []
    number = 0
    while len(told) < count:
        if number % OF_A_CUSTOMER == 0:
            owner = invoices.customer(house)
        ref = invoices.open_invoice(house, of=owner)
        if number % 3 == 0:
            invoices.pay(house, ref)
        elif number % 3 == 1:
            invoices.pay_part(house, ref, 5_000)
        told += house.simulator.take()
        number += 1
    return told


def memory(count: int) -> dict[str, Any]:
    """Of this process after a tenth of the events and after all, in MB, by function."""
    with served() as endpoints, pytest.MonkeyPatch.context() as patched, silent():
        for name, value in endpoints.environment.items():
            patched.setenv(name, value)
        handlers: dict[str, tuple[Any, Any]] = {
            "webhook_in": (webhook_in.handler, endpoints.webhook),
            "portal_api": (portal_api.handler, endpoints.overview),
            "provider_events": (provider_events.handler, endpoints.hint),
        }
        return {
            name: _memory_of(handler, event, count) for name, (handler, event) in handlers.items()
        }


def _memory_of(handler: Any, event: Any, count: int) -> dict[str, float]:
    stood = {}
    for number in range(1, count + 1):
        if number % 1000 == 1:
            made = event()  # a signature is good for five minutes
        handler(made, CONTEXT)
        if number in (count // 10, count):
            gc.collect()
            stood[f"after {number}"] = _resident_mb()
    return stood


def _resident_mb() -> float:
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    return round(pages * resource.getpagesize() / 1e6, 1)


@contextmanager
def _in_memory() -> Iterator[Simulator]:
    with in_memory(MemoryAws()) as simulator:
        yield simulator


@contextmanager
def _embedded() -> Iterator[Simulator]:
    simulator = Simulator()
    with throw_away() as (_, environment), pytest.MonkeyPatch.context() as patched, silent():
        for name, value in environment.items():
            patched.setenv(name, value)
        made = clients.Clients()
        patched.setattr(clients, "clients_for", lambda _tenant: made)
        patched.setattr(secrets, "_decrypted", {})
        patched.setattr(stripe_client, "http_client", lambda: InProcess(simulator))
        yield simulator


if __name__ == "__main__":
    main()
