"""Runs the embedded AWS on loopback; started by `dev.embedded` with the Python of `.venv-aws`.

    serve.py PORT PARENT_PID [STATE_DIRECTORY]

Without a state directory everything is forgotten at the end.
"""

import asyncio
import ctypes
import json
import os
import signal
import sys
from pathlib import Path

QUEUE_URL_PORT = "4566"  # part of every queue's URL, so it may not change with the port we serve at
SETTLE_SECONDS = 10

PORT, PARENT = int(sys.argv[1]), int(sys.argv[2])
STATE = Path(sys.argv[3]) if len(sys.argv) > 3 else None

os.environ |= {
    "GATEWAY_PORT": QUEUE_URL_PORT,
    "MINISTACK_HOST": "localhost",
    "SFTP_ENABLED": "0",
    "IOT_MTLS_ENABLED": "0",
    "LOG_LEVEL": "WARNING",
    # Those of `dev.embedded`: it takes any, but for presigned addresses, which it verifies.
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
}
if STATE:
    STATE.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "PERSIST_STATE": "1",
        "STATE_DIR": str(STATE),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(STATE / "s3"),
    }

import snapshots  # noqa: E402  # ministack reads the environment when it is imported
from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402
from ministack import app as ministack  # noqa: E402
from ministack.services import lambda_svc, sqs  # noqa: E402


def die_with_parent() -> None:
    """Ask Linux for SIGTERM when the parent is gone; elsewhere `watch_parent` notices."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


async def watch_parent(stop: asyncio.Event) -> None:
    while os.getppid() == PARENT:
        await asyncio.sleep(1)
    stop.set()


async def settle() -> None:
    """Start no more functions, and wait for those that run."""
    lambda_svc._iter_all_esms = lambda: iter(())
    for _ in range(SETTLE_SECONDS * 20):
        await asyncio.sleep(0.05)
        if not lambda_svc._esm_inflight:
            return


def waiting() -> dict[str, int]:
    """What functions have not dealt with yet: messages in queues, records of streams."""
    messages = {
        queue["attributes"]["QueueArn"].rpartition(":")[2]: len(queue["messages"])
        for queue in list(sqs._queues._data.values())
    }
    return {**messages, "stream records": snapshots.undelivered_records()}


async def answer_run(path: str, send) -> None:
    """What the local run asks beside AWS's own operations."""
    body = b"{}"
    if path == "/_balie/settle":
        await settle()
    else:
        body = json.dumps(waiting()).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def with_changes_noted(kept: snapshots.Snapshots | None):
    """The app, which beside AWS answers /_balie/settle and /_balie/waiting."""

    async def app(scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith("/_balie/"):
            await answer_run(scope["path"], send)
            return
        try:
            await ministack.app(scope, receive, send)
        finally:
            if kept and scope["type"] == "http":
                target = dict(scope["headers"]).get(b"x-amz-target", b"").decode("latin-1")
                kept.changed |= not snapshots.only_reads(scope["method"], target)

    return app


async def main() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, lambda: None)  # Ctrl-C: the parent ends us in its order
    config = Config()
    config.bind = [f"127.0.0.1:{PORT}"]
    config.loglevel = "WARNING"
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    kept = None
    background = [loop.create_task(watch_parent(stop))]
    snapshots.complete_the_services()
    if STATE:
        kept = snapshots.Snapshots(STATE / "snapshot.json")
        kept.restore()
        background.append(loop.create_task(kept.keep()))
    await serve(with_changes_noted(kept), config, shutdown_trigger=stop.wait)
    for task in background:
        task.cancel()


die_with_parent()
if os.getppid() == PARENT:
    asyncio.run(main())
