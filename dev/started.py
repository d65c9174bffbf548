"""The whole run as a process, on free ports: for tests that need all of it, and a browser.

with started(tmp_path / "state") as run:
    page.goto(run.addresses.portal)
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.addresses import Addresses
from dev.children import free_port, is_taken
from dev.template import ROOT

READY_SECONDS = 300


def free_addresses() -> Addresses:
    while True:
        first = free_port()
        addresses = Addresses(first)
        if first < 60_000 and not any(is_taken(port) for port in addresses.ports.values()):
            return addresses


class StartedRun:
    """`python -m dev up` on a state directory of its own."""

    def __init__(self, state: Path, addresses: Addresses) -> None:
        """Raises RuntimeError with what was printed when it does not get ready."""
        self.addresses = addresses
        self.state = state
        state.mkdir(parents=True, exist_ok=True)
        self._output = state / "output.txt"
        port = str(addresses.first_port)
        with self._output.open("w") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dev", "up", "--state", state, "--port", port],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while f"ready {self.addresses.portal}" not in self.printed():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(self.printed())
            time.sleep(0.05)

    def printed(self) -> str:
        return self._output.read_text()

    def stop(self) -> int:
        """In an orderly way, as by Ctrl-C; returns the exit status."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(60)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid


@contextmanager
def started(state: Path) -> Iterator[StartedRun]:
    run = StartedRun(state, free_addresses())
    try:
        yield run
    finally:
        run.stop()
