"""One run on one state directory at a time."""

import fcntl
import os
import time
from pathlib import Path

ENDING_SECONDS = 15


class AlreadyRunning(Exception):
    """Another run works on this state directory."""


class StateLock:
    """Held by this process and by the embedded AWS it starts; the kernel lets go when both are
    gone, however they ended, so there is nothing to clear away after a crash."""

    def __init__(self, state: Path) -> None:
        """Raises AlreadyRunning. Waits for an embedded AWS that outlived its run."""
        state.mkdir(parents=True, exist_ok=True)
        self._file = (state / "lock").open("a+")
        self._wait()
        self.after_crash = self._holder() is not None
        self._write(str(os.getpid()))

    @property
    def descriptor(self) -> int:
        return self._file.fileno()

    def release(self) -> None:
        """After an orderly end."""
        self._write("")
        self._file.close()

    def _wait(self) -> None:
        deadline = time.monotonic() + ENDING_SECONDS
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = self._holder()
                if (holder and _lives(holder)) or time.monotonic() > deadline:
                    self._file.close()
                    raise AlreadyRunning from None
                time.sleep(0.1)
            else:
                return

    def _holder(self) -> int | None:
        self._file.seek(0)
        written = self._file.read()
        return int(written) if written.isdigit() else None

    def _write(self, text: str) -> None:
        self._file.truncate(0)
        self._file.write(text)
        self._file.flush()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
