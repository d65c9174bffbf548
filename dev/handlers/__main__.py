"""python -m dev.handlers FUNCTIONS_FILE LOG_FILE LISTENING_FD PARENT_PID

Ends with CODE_CHANGED when a file of the product was changed, to be started again.
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
from dev.function import Function
from dev.handlers.host import HandlerHost
from dev.handlers.log import HandlerLog
from dev.handlers.server import HandlerServer

ROOT = Path(__file__).parent.parent.parent
WATCHED = (ROOT / "functions", ROOT / "layers" / "balie" / "balie")
CODE_CHANGED = 3


def source_files() -> dict[Path, int]:
    """With when each was changed. Not only Python: texts and templates are read once, too."""
    files = [file for folder in WATCHED for file in folder.rglob("*") if file.suffix != ".pyc"]
    return {file: file.stat().st_mtime_ns for file in files if file.is_file()}


def watch(before: dict[Path, int], server: HandlerServer, changed: threading.Event) -> None:
    while source_files() == before:
        time.sleep(0.5)
    changed.set()
    server.shutdown()


def main(functions_file: str, log: str, descriptor: str, parent: str) -> int:
    die_with_parent(int(parent))
    sys.stdout = sys.stderr = output = HandlerLog(Path(log))
    before = source_files()
    sys.path.insert(0, str(ROOT / "layers" / "balie"))
    functions = [Function(**each) for each in json.loads(Path(functions_file).read_text())]
    for function in functions:
        os.environ |= function.environment
    host = HandlerHost(functions, output.complain)
    server = HandlerServer(socket.socket(fileno=int(descriptor)), host)
    changed = threading.Event()
    threading.Thread(target=watch, args=(before, server, changed), daemon=True).start()
    signal.signal(
        signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start()
    )
    server.serve_forever(poll_interval=0.1)
    server.finish_all()
    return CODE_CHANGED if changed.is_set() else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
