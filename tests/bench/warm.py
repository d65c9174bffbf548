"""Warm calls: CPU of one event in a process that has taken many, both sides in turn."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest

from balie.ground.aws import guard
from functions.portal_api import app as portal_api
from functions.provider_events import app as provider_events
from functions.webhook_in import app as webhook_in
from tests.bench import timing
from tests.bench.baselines import portal_raw
from tests.bench.furnished import HOST, furnish, in_memory, silent
from tests.bench.row import Row
from tests.bench.served import Served, get_overview
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws

CONTEXT = cast("Any", LambdaContext())
Event = dict[str, Any]


def on_loopback(served: Served, calls: Path) -> list[Row]:
    """calls: the file with the requests of one hint, for the worker's baseline."""
    with _environment(served, calls):
        return [_webhook(served), _worker(served)]


def portal() -> Row:
    aws = MemoryAws()
    with in_memory(aws) as simulator:
        furnished = furnish(aws, simulator)
        event = get_overview(HOST, furnished.cookies)
        portal_raw.dynamodb = aws.dynamodb
        with guard.scope(""):
            _check_alike(event)
            samples = timing.calls(
                {
                    "product": lambda: portal_api.handler(event, CONTEXT),
                    "raw": lambda: portal_raw.handler(event, CONTEXT),
                }
            )
    found = timing.ratio(samples, "product", "raw")
    return Row(
        id="portal.warm",
        measured=f"{found:.2f} ({timing.median(samples, 'product'):.0f} µs)",
        goal="<= 2.5",
        met=found <= 2.5,
        against=f"raw handler + pydantic ({timing.median(samples, 'raw'):.0f} µs); "
        "storage is a dictionary on both sides",
        figures={"ratio": found, "cpu_us": samples},
    )


def _webhook(served: Served) -> Row:
    event = served.webhook()
    baseline = _baseline("webhook_boto3")
    floor = _baseline("webhook_stdlib")
    samples = timing.calls(
        {
            "product": lambda: _answered(webhook_in.handler(event, CONTEXT)),
            "boto3": lambda: _answered(baseline.handler(event, CONTEXT)),
            "stdlib": lambda: _answered(floor.handler(event, CONTEXT)),
        }
    )
    found = timing.ratio(samples, "product", "boto3")
    least = timing.ratio(samples, "stdlib", "boto3")
    return Row(
        id="webhook.warm",
        measured=f"{found:.2f} ({timing.median(samples, 'product'):.0f} µs)",
        goal="<= 1.1, then <= 0.5",
        met=found <= 1.1,
        against=f"HMAC + boto3, the same two requests ({timing.median(samples, 'boto3'):.0f} µs); "
        f"by the standard library {least:.2f}",
        figures={"ratio": found, "floor": least, "cpu_us": samples},
    )


def _worker(served: Served) -> Row:
    event = served.hint()
    replay = _baseline("worker_replay")
    samples = timing.calls(
        {
            "product": lambda: _taken(provider_events.handler(event, CONTEXT)),
            "replay": lambda: replay.handler(event, CONTEXT),
        },
        times=5,
    )
    found = timing.ratio(samples, "product", "replay")
    return Row(
        id="worker.warm",
        measured=f"{found:.2f} ({timing.median(samples, 'product') / 1000:.1f} ms per hint)",
        goal="none yet",
        met=None,
        against="the same requests by boto3 and Stripe's SDK alone "
        f"({timing.median(samples, 'replay') / 1000:.1f} ms)",
        figures={"ratio": found, "cpu_us": samples},
    )


def _answered(answer: Event) -> None:
    assert answer["statusCode"] == 200, answer


def _taken(outcome: Event) -> None:
    assert not outcome["batchItemFailures"], outcome


def _check_alike(event: Event) -> None:
    """A baseline that answers something else measures something else."""
    own = json.loads(portal_api.handler(event, CONTEXT)["body"])
    assert own == json.loads(portal_raw.handler(event, CONTEXT)["body"])


def _baseline(name: str) -> ModuleType:
    """Imported late: some make clients, which need the environment."""
    return import_module(f"tests.bench.baselines.{name}")


@contextmanager
def _environment(served: Served, calls: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched, silent():
        for name, value in {**served.environment, "BENCH_CALLS": str(calls)}.items():
            patched.setenv(name, value)
        yield
