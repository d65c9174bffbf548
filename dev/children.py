"""Processes that live and die with this one, and the ports they are given."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

STOP_SECONDS = 15


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False


def die_with_parent(parent: int) -> None:
    """End this process when `parent` is gone, even if that was killed with -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


class Child:
    """A started process."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path | None = None,
        environment: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        on_terminal: bool = False,
    ) -> None:
        """Its output goes to the log, or to the terminal, or nowhere."""
        self.name = name
        self.log = log
        output = None if on_terminal else log.open("ab") if log else subprocess.DEVNULL
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if on_terminal else subprocess.STDOUT,
            env=dict(os.environ if environment is None else environment),
            pass_fds=pass_fds,
            start_new_session=True,  # Ctrl-C reaches us alone; we end the others in their order
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def wait(self) -> int:
        return self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
            return
        self._process.kill()
        self._process.wait()

    def wait_until(self, ready: Callable[[], bool], seconds: float = 30) -> None:
        """Raises RuntimeError when the process ends or is not ready in time."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.ended or time.monotonic() > deadline:
                where = f"; see {self.log}" if self.log else ""
                raise RuntimeError(f"{self.name} did not start{where}")
            time.sleep(0.02)
