"""A stateful, strict stand-in for one Stripe account. `handle` answers every API call."""

import hashlib
import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from dev.stripe import form, not_simulated, params, versions
from dev.stripe.clock import DAY, Clock
from dev.stripe.errors import ApiError, NoAnswer, invalid
from dev.stripe.expand import expand
from dev.stripe.faults import AFTER, Fault, Faults
from dev.stripe.idempotency import Idempotency
from dev.stripe.keys import Keys
from dev.stripe.outbox import Delivery
from dev.stripe.people import People
from dev.stripe.present import present
from dev.stripe.registry import JOBS, ROUTES
from dev.stripe.routes import Route, Router
from dev.stripe.settings import Settings
from dev.stripe.snapshot import read_snapshot, write_snapshot
from dev.stripe.store import Obj
from dev.stripe.world import World

Answer = tuple[int, dict[str, str], bytes]
Body = tuple[int, str]
ROUTER = Router(ROUTES)
NOWHERE = ROUTES[0]
LOCKED = invalid(
    "This object cannot be accessed right now because another API request or Stripe process is "
    "currently accessing it.",
    code="lock_timeout",
    status=429,
)


@dataclass
class Call:
    """One request, as far as it is understood."""

    method: str
    path: str
    text: str
    """Query and body, still form-encoded."""
    headers: dict[str, str]
    request_id: str = ""
    answer_headers: dict[str, str] = field(default_factory=dict)
    route: Route = NOWHERE
    ids: list[str] = field(default_factory=list)

    @property
    def idempotency_key(self) -> str | None:
        return self.headers.get("idempotency-key") if self.method == "POST" else None

    @property
    def fingerprint(self) -> str:
        parts = "&".join(sorted(self.text.split("&")))
        return hashlib.sha256(f"{self.path}?{parts}".encode()).hexdigest()


class Simulator:
    """The account with everything around it: keys, faults, idempotency, one lock."""

    def __init__(
        self,
        settings: Settings | None = None,
        fixed_at: int | None = None,
        seed: str | None = None,
    ) -> None:
        """fixed_at: a moment at which the clock stands still; None runs with the real time.

        seed: of ids and secrets. None takes the same ones each time if the clock stands still,
        else new ones.
        """
        self._seed = seed
        self.world = self._new_world(settings or Settings(), fixed_at)
        self.keys = Keys()
        self.faults = Faults()
        self.idempotency = Idempotency()
        self.calls: Counter[str] = Counter()
        self.lock = threading.RLock()
        self.people = People(self)
        self.changes = 0
        """Goes up with every change, so that a server knows when to save."""

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def settings(self) -> Settings:
        return self.world.settings

    @property
    def outbox(self) -> list[Delivery]:
        """Webhook deliveries waiting to be made, oldest first."""
        return self.world.outbox.waiting

    def take(self) -> list[Delivery]:
        """All waiting deliveries, which then count as made."""
        with self.lock:
            return self.world.outbox.take()

    def advance(self, *, days: float = 0, seconds: int = 0) -> None:
        """Move the clock; everything that falls due on the way happens, each at its moment."""
        with self.acting():
            self.world.advance(round(days * DAY) + seconds)

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Around every change that does not come through `handle`."""
        with self.lock:
            self.world.run_due()
            yield
            self.changes += 1

    def handle(
        self,
        method: str,
        path_and_query: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | str = b"",
    ) -> Answer:
        """Raises NoAnswer when a simulated time-out is to keep the caller from an answer."""
        path, _, query = path_and_query.partition("?")
        text = body.decode() if isinstance(body, bytes) else body
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        call = Call(method.upper(), unquote(path), f"{query}&{text}".strip("&"), lowered)
        fault = self.faults.strike(call.method, path)
        refused = self._strike_before(fault)
        if refused is not None:
            return refused
        with self.lock:
            call.request_id = f"req_{self.world.store.token(14)}"
            answer = self._answered(call, self._begin)
        if answer is None:
            if fault is not None and fault.kind == "latency":
                time.sleep(fault.seconds)
            with self.lock:
                answer = self._answered(call, self._work)
        return self._strike_after(fault, answer or _failure(_broken(500), {}))

    def _answered(self, call: Call, step: Callable[[Call], Body | None]) -> Answer | None:
        try:
            body = step(call)
        except ApiError as error:
            body = error.status, json.dumps(error.body())
        if body is None:
            return None
        headers = {"content-type": "application/json", "request-id": call.request_id}
        return body[0], headers | call.answer_headers, body[1].encode()

    def _begin(self, call: Call) -> Body | None:
        """Everything before the work: who calls, what, and whether it was answered before."""
        self.world.run_due()
        call.route, call.ids = ROUTER.find(call.method, call.path)
        self.calls[f"{call.route.method} {call.route.path}"] += 1
        self.keys.check(
            call.headers.get("authorization", ""), call.route.permission, self.settings.account_id
        )
        call.answer_headers["stripe-version"] = versions.chosen(call.headers, self.settings)
        key = call.idempotency_key
        if key is None:
            return None
        call.answer_headers["idempotency-key"] = key
        known = self.idempotency.begin(key, call.fingerprint, self.world.now())
        if known is None:
            return None
        call.answer_headers["idempotent-replayed"] = "true"
        call.answer_headers["original-request"] = known["request_id"]
        return known["status"], known["body"]

    def _work(self, call: Call) -> Body:
        key = call.idempotency_key
        try:
            status, body = self._run(call, call.route, call.ids)
        except BaseException:
            if key is not None:
                self.idempotency.abandon(key)
            raise
        if key is not None:
            self.idempotency.finish(key, status, body, call.request_id)
        return status, body

    def _run(self, call: Call, route: Route, ids: list[str]) -> Body:
        """Refused parameters raise; what the handler itself refuses is an answer like any other."""
        raw = form.decode(call.text)
        given = params.read(route.params, raw) if route.params else _none(raw)
        if call.method == "POST":
            not_simulated.refuse(given)
        expanding = given.pop("expand", None)
        self.world.request = {"id": call.request_id, "idempotency_key": call.idempotency_key}
        if call.method != "GET":
            self.changes += 1
        try:
            found = route.handler(self.world, given, *ids)
            return 200, json.dumps(self._shown(found, expanding))
        except ApiError as error:
            return error.status, json.dumps(error.body())
        finally:
            self.world.request = None

    def _shown(self, found: Obj, expanding: list[str] | None) -> Obj:
        if found.get("object") == "list":
            shown = found | {"data": [present(self.world, obj) for obj in found["data"]]}
        else:
            shown = present(self.world, found)
        return expand(self.world, shown, expanding) if expanding else shown

    def _strike_before(self, fault: Fault | None) -> Answer | None:
        if fault is None or fault.kind in AFTER:
            return None
        if fault.kind == "latency":
            time.sleep(fault.seconds)
            return None
        if fault.kind == "timeout_before":
            raise NoAnswer(self.settings.hang_seconds)
        if fault.kind == "rate_limit":
            error = invalid("Too many requests hit the API too quickly.", None, "rate_limit", 429)
            return _failure(error, {"retry-after": str(fault.retry_after)})
        if fault.kind == "lock_timeout":
            return _failure(LOCKED, {})
        return _failure(_broken(fault.status), {})

    def _strike_after(self, fault: Fault | None, answer: Answer) -> Answer:
        if fault is None:
            return answer
        if fault.kind == "timeout_after":
            raise NoAnswer(self.settings.hang_seconds)
        if fault.kind == "cut_off":
            return answer[0], answer[1], answer[2][: len(answer[2]) // 2]
        return _failure(_broken(fault.status), {}) if fault.kind == "error_after" else answer

    def is_something_due(self) -> bool:
        due = self.world.jobs.earliest
        return due is not None and due <= self.world.now()

    def _new_world(self, settings: Settings, fixed_at: int | None) -> World:
        usual = secrets.token_hex(8) if fixed_at is None else "balie"
        return World(settings, Clock(fixed_at), JOBS, self._seed or usual)

    def reset(self) -> None:
        """An empty account with the same settings and keys."""
        with self.lock:
            self.world = self._new_world(self.settings, self.clock.fixed_at)
            self.idempotency = Idempotency()
            self.faults.clear()
            self.calls.clear()
            self.changes += 1

    def save(self, path: Path | str) -> None:
        with self.lock:
            state = {
                "world": self.world.state(),
                "keys": {key: sorted(held) for key, held in self.keys.permissions.items()},
                "idempotency": self.idempotency.state(),
            }
            text = json.dumps(state)
        write_snapshot(Path(path), text)

    @classmethod
    def load(cls, path: Path | str) -> "Simulator":
        state: dict[str, Any] = read_snapshot(Path(path))
        simulator = cls()
        simulator.world.restore(state["world"])
        simulator.keys.permissions = {key: frozenset(p) for key, p in state["keys"].items()}
        simulator.idempotency.answers = state["idempotency"]
        return simulator


def _none(raw: Obj) -> Obj:
    if raw:
        name = next(iter(raw))
        raise invalid(f"Received unknown parameter: {name}", name, "parameter_unknown")
    return {}


def _broken(status: int) -> ApiError:
    return ApiError(status, "An unexpected error occurred at the simulated Stripe.", "api_error")


def _failure(error: ApiError, headers: dict[str, str]) -> Answer:
    body = json.dumps(error.body()).encode()
    return error.status, {"content-type": "application/json", **headers}, body
