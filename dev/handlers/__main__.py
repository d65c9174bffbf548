"""python -m dev.handlers FUNCTIONS_FILE LOG_FILE LISTENING_FD PARENT_PID

Ends with CODE_CHANGED when a Python file of the product was changed, to be started again.
"""

import json
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

from dev.children import die_with_parent
from dev.deployment import Function
from dev.handlers.host import HandlerHost
from dev.handlers.server import HandlerServer

ROOT = Path(__file__).parent.parent.parent
WATCHED = (ROOT / "functions", ROOT / "layers" / "balie" / "balie")
CODE_CHANGED = 3


def write_to(log: Path) -> int:
    """Sends what handlers print to the log; returns the terminal's descriptor."""
    terminal = os.dup(2)
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    return terminal


def source_files() -> dict[Path, int]:
    files = [file for folder in WATCHED for file in folder.rglob("*.py")]
    return {file: file.stat().st_mtime_ns for file in files if file.exists()}


def watch(before: dict[Path, int], server: HandlerServer, changed: threading.Event) -> None:
    while source_files() == before:
        time.sleep(0.5)
    changed.set()
    server.shutdown()


def main(functions_file: str, log: str, descriptor: str, parent: str) -> int:
    die_with_parent(int(parent))
    terminal = write_to(Path(log))
    before = source_files()
    sys.path.insert(0, str(ROOT / "layers" / "balie"))
    functions = [Function(**each) for each in json.loads(Path(functions_file).read_text())]
    for function in functions:
        os.environ |= function.environment
    host = HandlerHost(functions, lambda line: _say(terminal, line, log))
    server = HandlerServer(socket.socket(fileno=int(descriptor)), host)
    changed = threading.Event()
    threading.Thread(target=watch, args=(before, server, changed), daemon=True).start()
    signal.signal(
        signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start()
    )
    server.serve_forever(poll_interval=0.1)
    server.finish_all()
    return CODE_CHANGED if changed.is_set() else 0


def _say(terminal: int, line: str, log: str) -> None:
    os.write(terminal, f"  ! {line}  (more in {log})\n".encode())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
