"""Posts waiting webhook deliveries in a thread of its own, with retries; only to this machine."""

import http.client
import threading
import time
from urllib.parse import urlsplit

from dev.stripe.outbox import Delivery
from dev.stripe.simulator import Simulator

BACK_OFF_SECONDS = (1, 2, 5, 15, 60, 300)
TIMEOUT_SECONDS = 15


class Deliverer:
    """Runs until `stop`. Held deliveries wait; failed ones go to the end with a later time."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.delivered = 0
        self.failed = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=TIMEOUT_SECONDS + 1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            delivery = self._next()
            if delivery is None:
                self._stopping.wait(0.1)
                continue
            self._deliver(delivery)

    def _next(self) -> Delivery | None:
        outbox = self.simulator.world.outbox
        with self.simulator.lock:
            if outbox.held:
                return None
            now = time.monotonic()
            ready = (waiting for waiting in outbox.waiting if waiting.not_before <= now)
            return next(ready, None)

    def _deliver(self, delivery: Delivery) -> None:
        with self.simulator.lock:
            body, headers = delivery.body, delivery.headers
        accepted = post(delivery.url, body, headers)
        outbox = self.simulator.world.outbox
        with self.simulator.lock:
            if delivery not in outbox.waiting:
                return
            outbox.waiting.remove(delivery)
            self.simulator.changes += 1
            if accepted:
                self.delivered += 1
                outbox.done(delivery)
            elif delivery.attempts < len(BACK_OFF_SECONDS):
                delivery.not_before = time.monotonic() + BACK_OFF_SECONDS[delivery.attempts]
                delivery.attempts += 1
                outbox.waiting.append(delivery)
            else:
                self.failed += 1
                outbox.dropped.append(delivery)


def post(url: str, body: bytes, headers: dict[str, str]) -> bool:
    """Whether the endpoint took it. Nothing outside this machine is ever called."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "http" or not (
        host in ("localhost", "127.0.0.1") or host.endswith(".localhost")
    ):
        return False
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=TIMEOUT_SECONDS)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request("POST", path, body, headers | {"Host": parts.netloc})
        return 200 <= connection.getresponse().status < 300
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
