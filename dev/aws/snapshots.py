"""The embedded AWS's memory on disk: one file, written whole or not at all, so that no service is
ever restored to another moment than its neighbours.

The embedded AWS saves itself only on SIGTERM, one file for each service, and leaves out the
records of a table's stream and the mail it took. Here both are part of the snapshot, and a
snapshot is taken whenever a request may have changed something.
"""

import asyncio
import copy
import importlib
import json
import os
import time
from pathlib import Path

from ministack.core import persistence
from ministack.services import cloudformation, dynamodb, lambda_svc, ses, sqs

LEAST_PAUSE_SECONDS = 1.0
PAUSE_PER_SECOND_SPENT = 20  # a snapshot holds up requests: at most a twentieth of the time
NOT_WORTH_KEEPING = ("cloudwatch", "cloudwatch_logs")  # they only grow; logs are files here
READS = ("Get", "BatchGet", "Query", "Scan", "Describe", "List")


def only_reads(method: str, target: str) -> bool:
    """Whether a request cannot have changed anything. target: the x-amz-target header, or empty."""
    if target:
        return target.rpartition(".")[2].startswith(READS)
    return method in ("GET", "HEAD")


def _delivered(account: str, region: str, table: str) -> int:
    """How many of a table's stream records every mapping has handled."""
    positions = [
        lambda_svc._dynamodb_stream_positions.get_scoped(account, region, mapping["UUID"], 0)
        for mapping in list(lambda_svc._esms._data.values())
        if f":table/{table}/stream/" in mapping["EventSourceArn"]
    ]
    horizon = dynamodb._stream_trimmed._data.get((account, region, table), 0)
    return max(horizon, min(positions, default=0))


def undelivered_records() -> int:
    return sum(
        dynamodb._stream_trimmed._data.get(key, 0) + len(records) - _delivered(*key)
        for key, records in list(dynamodb._stream_records._data.items())
    )


def _streams_state() -> dict:
    records, trimmed = dynamodb.AccountRegionScopedDict(), dynamodb.AccountRegionScopedDict()
    for key, live in list(dynamodb._stream_records._data.items()):
        gone = dynamodb._stream_trimmed._data.get(key, 0)
        handled = _delivered(*key) - gone
        records._data[key] = copy.deepcopy(live[handled:])
        trimmed._data[key] = gone + handled
    return {"records": records, "trimmed": trimmed}


def _dynamodb_state(tables_state):
    return lambda: {**tables_state(), "balie_streams": _streams_state()}


def _dynamodb_restore(restore_tables):
    def restore(data: dict) -> None:
        streams = data.pop("balie_streams", None)
        if streams:
            dynamodb._stream_trimmed._data.update(streams["trimmed"]._data)
            dynamodb._stream_records._data.update(streams["records"]._data)
        restore_tables(data)

    return restore


def _ses_state(ses_state):
    return lambda: {**ses_state(), "balie_sent": copy.deepcopy(ses._sent_emails)}


def _ses_restore(restore_ses):
    def restore(data: dict) -> None:
        sent = data.pop("balie_sent", None)
        if sent is not None:
            ses._sent_emails._data.update(sent._data)
        restore_ses(data)

    return restore


def _sqs_restore(restore_queues):
    def restore(data: dict) -> None:
        """Nobody works on a message across a stop: all that were in hand are due at once."""
        restore_queues(data)
        now = time.time()
        for queue in sqs._queues._data.values():
            for message in queue["messages"]:
                if message.get("receipt_handle") and message["visible_at"] > now:
                    message["visible_at"] = now

    return restore


def complete_the_services() -> None:
    """Teach the services what they leave out of their own state."""
    dynamodb.get_state = _dynamodb_state(dynamodb.get_state)
    dynamodb.load_persisted_state = _dynamodb_restore(dynamodb.load_persisted_state)
    ses.get_state = _ses_state(ses.get_state)
    ses.load_persisted_state = _ses_restore(ses.load_persisted_state)
    sqs.load_persisted_state = _sqs_restore(sqs.load_persisted_state)


class Snapshots:
    """Saves to and restores from one file; `changed` is set by whoever serves requests."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.changed = False
        self._app = importlib.import_module("ministack.app")

    def restore(self) -> None:
        """To be called before the app starts: it then reads the services' states from us."""
        states = {}
        if self.file.exists():
            with self.file.open() as file:
                states = json.load(file, object_hook=persistence._json_object_hook)
        self._app.load_state = states.get
        self._app.save_all = lambda _: self.save()

    def save(self) -> None:
        self._write(self._collect())

    def _collect(self) -> dict:
        """The states of all services, copied while no request can come between."""
        self.changed = False
        services = self._app._build_persistence_save_dict()
        states = {key: get() for key, get in services.items() if key not in NOT_WORTH_KEEPING}
        return {key: state for key, state in states.items() if state is not None}

    def _write(self, states: dict) -> None:
        new = self.file.with_suffix(".new")
        with new.open("w") as file:
            file.write(json.dumps(states, default=persistence._json_default))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.file)

    def _deploying(self) -> bool:
        stacks = cloudformation._stacks._data.values()
        return any(stack["StackStatus"].endswith("_IN_PROGRESS") for stack in stacks)

    async def keep(self) -> None:
        """Save after changes, for ever; a half-made deployment is never saved."""
        while True:
            await asyncio.sleep(LEAST_PAUSE_SECONDS)
            if not self.changed or self._deploying():
                continue
            start = time.monotonic()
            try:
                await asyncio.to_thread(self._write, self._collect())
            except RuntimeError:  # a mapping's thread changed a dict that was being copied
                self.changed = True
            spent = time.monotonic() - start
            await asyncio.sleep(max(0.0, spent * PAUSE_PER_SECOND_SPENT - LEAST_PAUSE_SECONDS))
