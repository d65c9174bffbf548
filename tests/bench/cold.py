"""Cold starts: whole processes that import a handler and take one event, on loopback."""

import json
import os
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture import layers
from tests.architecture.source import PACKAGE, ROOT
from tests.bench import timing
from tests.bench.row import Row
from tests.bench.served import Served
from tests.bench.timing import Samples

CALL_ONCE = str(Path(__file__).with_name("call_once.py"))
R0 = "import boto3; boto3.client('dynamodb')"
BASELINES = "tests.bench.baselines"
SDK = {"boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"}
SIDES = {  # side -> module, event, function whose layers it finds
    "webhook": ("functions.webhook_in.app", "webhook", "webhook_in"),
    "webhook_boto3": (f"{BASELINES}.webhook_boto3", "webhook", "webhook_in"),
    "webhook_stdlib": (f"{BASELINES}.webhook_stdlib", "webhook", "webhook_in"),
    "portal": ("functions.portal_api.app", "overview", "portal_api"),
    "worker": ("functions.provider_events.app", "hint", "provider_events"),
    "worker_replay": (f"{BASELINES}.worker_replay", "hint", "provider_events"),
}


def rows(served: Served, folder: Path, rounds: int) -> list[Row]:
    """folder: a scratch folder for what the processes are given to read."""
    calls = folder / "calls"
    record_worker(served, folder, calls)
    commands = {"r0": ["-c", R0], **{side: _command(side, folder) for side in SIDES}}
    samples = timing.processes(
        commands,
        {**_environment(served), "BENCH_CALLS": str(calls)},
        rounds=rounds,
        before_round=lambda: _write_events(served, folder),
    )
    return [_webhook(samples), _portal(samples), _worker(samples)]


def record_worker(served: Served, folder: Path, calls: Path) -> None:
    """What the worker asks AWS and Stripe for one hint, for its baseline to ask again."""
    _write_events(served, folder)
    served.taken()
    command = [sys.executable, *_command("worker", folder)]
    timing.process("worker", command, _environment(served))
    calls.write_text(json.dumps(served.taken()))


def _command(side: str, folder: Path) -> list[str]:
    module, event, function = SIDES[side]
    provided = layers.provided_to(function) | (SDK if module.startswith(BASELINES) else set())
    hidden = sorted(_installed() - provided)
    return ["-P", CALL_ONCE, module, str(folder / event), *hidden]


def _write_events(served: Served, folder: Path) -> None:
    for event in ("webhook", "overview", "hint"):
        (folder / event).write_text(json.dumps(getattr(served, event)()))


def _webhook(samples: Samples) -> Row:
    found = timing.ratio(samples, "webhook", "webhook_boto3")
    floor = timing.ratio(samples, "webhook_stdlib", "webhook_boto3")
    r0 = timing.ratio(samples, "webhook", "r0")
    return Row(
        id="webhook.cold",
        measured=f"{found:.2f} ({timing.median(samples, 'webhook'):.0f} ms, {r0:.2f} x R0)",
        goal="<= 1.0, then <= 0.5",
        met=found <= 1.0,
        against=f"the same three requests by boto3 alone "
        f"({timing.median(samples, 'webhook_boto3'):.0f} ms); by the standard library {floor:.2f}",
        figures={"ratio": found, "floor": floor, "r0": r0, "cpu_ms": _only(samples, "webhook")},
    )


def _portal(samples: Samples) -> Row:
    found = timing.ratio(samples, "portal", "r0")
    return Row(
        id="portal.cold",
        measured=f"{found:.2f} ({timing.median(samples, 'portal'):.0f} ms)",
        goal="<= 1.8",
        met=found <= 1.8,
        against=f"R0 ({timing.median(samples, 'r0'):.0f} ms)",
        figures={"ratio": found, "cpu_ms": _only(samples, "portal", "r0")},
    )


def _worker(samples: Samples) -> Row:
    found = timing.ratio(samples, "worker", "r0")
    replay = timing.ratio(samples, "worker", "worker_replay")
    return Row(
        id="worker.cold",
        measured=f"{found:.2f} ({timing.median(samples, 'worker'):.0f} ms)",
        goal="none yet",
        met=None,
        against=f"R0; {replay:.2f} x the same requests by boto3 and Stripe's SDK alone "
        f"({timing.median(samples, 'worker_replay'):.0f} ms)",
        figures={"ratio": found, "replay": replay, "cpu_ms": _only(samples, "worker")},
    )


def _only(samples: Samples, *sides: str) -> Samples:
    return {name: values for name, values in samples.items() if name.startswith(sides)}


def _installed() -> set[str]:
    return {name for name in packages_distributions() if name.isidentifier()}


def _environment(served: Served) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    path = os.pathsep.join((str(PACKAGE.parent), str(ROOT)))
    return {**kept, **served.environment, "PYTHONPATH": path}
