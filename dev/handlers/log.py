"""What handlers print: kept in a file, with one line on the terminal for each error in it."""

import io
import json
import os
import threading
import time
from pathlib import Path
from typing import Any

QUIET_SECONDS = 10
WIDEST_LINE = 200


class HandlerLog(io.TextIOBase):
    """Stands in for stdout and stderr of the process whose handlers write JSON lines."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._terminal = os.dup(2)
        self._output = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.dup2(self._output, 1)
        os.dup2(self._output, 2)
        self._started = ""
        self._complained: dict[str, float] = {}
        self._lock = threading.Lock()

    def write(self, text: str) -> int:
        with self._lock:
            *lines, self._started = (self._started + text).split("\n")
        for line in lines:
            os.write(self._output, f"{line}\n".encode())
            self._look_at(line)
        return len(text)

    def writable(self) -> bool:
        return True

    def complain(self, text: str) -> None:
        """One line for a person; the same one not again for a while."""
        line = text.partition("\n")[0][:WIDEST_LINE]
        now = time.monotonic()
        if now - self._complained.get(line, -QUIET_SECONDS) < QUIET_SECONDS:
            return
        self._complained[line] = now
        os.write(self._terminal, f"  ! {line}  (more in {self._file})\n".encode())

    def _look_at(self, line: str) -> None:
        if not line.startswith("{"):
            return
        try:
            entry: dict[str, Any] = json.loads(line)
        except ValueError:
            return
        if entry.get("level") in ("ERROR", "CRITICAL"):
            trace = str(entry.get("exception", "")).strip().rpartition("\n")[2]
            about = str(entry.get("message", "error"))
            self.complain(f"{about}: {trace}" if trace else about)
