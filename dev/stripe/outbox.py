"""Events on their way to webhook endpoints: waiting, and at the test's or deliverer's disposal."""

import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from dev.stripe.store import Obj

if TYPE_CHECKING:
    from dev.stripe.world import World


def signature(body: bytes, secret: str, at: int | None = None) -> str:
    """The `Stripe-Signature` header. at: seconds since the epoch, the real clock's unless given."""
    moment = int(time.time()) if at is None else at
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"


class Delivery:
    """One event for one endpoint. Body and signature are made when they are asked for."""

    def __init__(self, event: Obj, endpoint: Obj, signing_time: Callable[[], int] | None) -> None:
        self.event = event
        self.endpoint = endpoint
        self.url: str = endpoint["url"]
        self.attempts = 0
        self.not_before = 0.0
        self._signing_time = signing_time

    @cached_property
    def body(self) -> bytes:
        version = self.endpoint["api_version"] or self.event["api_version"]
        return json.dumps(self.event | {"api_version": version}).encode()

    @property
    def headers(self) -> dict[str, str]:
        return self.signed(self.body)

    def signed(self, body: bytes) -> dict[str, str]:
        """Headers for this body, so that a test may sign an altered one as Stripe would."""
        at = self._signing_time() if self._signing_time else None
        return {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": signature(body, self.endpoint["_secret"], at),
        }


class Outbox:
    """Deliveries not yet made, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Delivery] = []
        self.dropped: list[Delivery] = []
        self.held = False
        self.signing_time: Callable[[], int] | None = None

    def put(self, world: "World", event: Obj) -> None:
        for endpoint in world.store.kinds.get("webhook_endpoint", {}).values():
            wanted = endpoint["enabled_events"]
            if endpoint["status"] == "enabled" and ("*" in wanted or event["type"] in wanted):
                event["pending_webhooks"] += 1
                self.waiting.append(Delivery(event, endpoint, self.signing_time))

    def take(self) -> list[Delivery]:
        """Everything waiting, which then waits no more."""
        taken, self.waiting = self.waiting, []
        for delivery in taken:
            self.done(delivery)
        return taken

    def done(self, delivery: Delivery) -> None:
        delivery.event["pending_webhooks"] = max(0, delivery.event["pending_webhooks"] - 1)

    def shuffle(self, seed: int) -> None:
        random.Random(seed).shuffle(self.waiting)

    def double(self, seed: int, probability: float = 1.0) -> None:
        """Put a second delivery of some events right behind the first."""
        chance = random.Random(seed)
        doubled: list[Delivery] = []
        for delivery in self.waiting:
            doubled.append(delivery)
            if chance.random() < probability:
                doubled.append(Delivery(delivery.event, delivery.endpoint, delivery._signing_time))
        self.waiting = doubled

    def drop(self, seed: int = 0, probability: float = 1.0, event_type: str | None = None) -> None:
        """Lose deliveries, of one event type or of all. What was lost is in `dropped`."""
        chance = random.Random(seed)
        kept: list[Delivery] = []
        for delivery in self.waiting:
            chosen = event_type is None or delivery.event["type"] == event_type
            lost = chosen and chance.random() < probability
            (self.dropped if lost else kept).append(delivery)
        self.waiting = kept

    def state(self) -> Obj:
        waiting = [[delivery.event["id"], delivery.endpoint["id"]] for delivery in self.waiting]
        return {"held": self.held, "waiting": waiting}

    def restore(self, state: Obj, by_id: dict[str, Obj]) -> None:
        self.held = state["held"]
        self.waiting = [
            Delivery(by_id[event], by_id[endpoint], self.signing_time)
            for event, endpoint in state["waiting"]
            if event in by_id and endpoint in by_id
        ]
