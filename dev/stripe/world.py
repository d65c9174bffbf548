"""The simulated account: its objects, its time, and the events that tell of every change."""

from typing import Any

from dev.stripe.clock import Clock
from dev.stripe.jobs import Job, Jobs
from dev.stripe.outbox import Outbox
from dev.stripe.present import present
from dev.stripe.settings import Settings
from dev.stripe.store import Obj, Store, copied

EVENTS_KEPT_SECONDS = 30 * 86_400
"""Stripe shows events for 30 days."""


class World:
    """What every resource works on. `request` is None while something happens by itself."""

    def __init__(self, settings: Settings, clock: Clock, jobs: dict[str, Job], seed: str) -> None:
        self.settings = settings
        self.clock = clock
        self.store = Store(seed)
        self.jobs = Jobs()
        self.outbox = Outbox()
        self.request: dict[str, str | None] | None = None
        self._job_by_name = jobs

    def now(self) -> int:
        return self.clock.now()

    def add(self, prefix: str, obj: Obj, event: str | None = None) -> Obj:
        self.store.add(prefix, obj)
        if event:
            self.emit(event, obj)
        return obj

    def change(self, obj: Obj, event: str | None = None, **changes: Any) -> Obj:
        """Set fields; the event, if any, carries what they were before."""
        before = {name: obj.get(name) for name, new in changes.items() if obj.get(name) != new}
        obj.update(changes)
        if event:
            shown = {name: copied(old) for name, old in before.items() if name[0] != "_"}
            self.emit(event, obj, shown if event.endswith(".updated") else None)
        return obj

    def emit(self, kind: str, obj: Obj, previous: Obj | None = None) -> Obj:
        data: Obj = {"object": copied(present(self, obj))}
        if previous is not None:
            data["previous_attributes"] = previous
        event = self.store.add(
            "evt",
            {
                "object": "event",
                "api_version": self.settings.api_version,
                "created": self.now(),
                "data": data,
                "livemode": self.settings.livemode,
                "pending_webhooks": 0,
                "request": self.request or {"id": None, "idempotency_key": None},
                "type": kind,
            },
        )
        self.outbox.put(self, event)
        return event

    def run_due(self) -> None:
        """Do what became due, each thing at its own moment, in order."""
        until = self.now()
        request, self.request = self.request, None
        while (due := self.jobs.take_due(until)) is not None:
            with self.clock.pinned(due["at"]):
                self._job_by_name[due["job"]](self, due["ref"])
        self.request = request

    def advance(self, seconds: int) -> None:
        target = self.now() + seconds
        self.clock.move_to(target)
        self.run_due()

    def _forget_old_events(self) -> None:
        since = self.now() - EVENTS_KEPT_SECONDS
        for event in self.store.where("event", lambda event: event["created"] < since):
            self.store.forget(event)

    def state(self) -> Obj:
        self._forget_old_events()
        return {
            "settings": vars(self.settings),
            "clock": self.clock.state(),
            "store": self.store.state(),
            "jobs": self.jobs.pending,
            "outbox": self.outbox.state(),
        }

    def restore(self, state: Obj) -> None:
        self.settings = Settings(**state["settings"])
        self.clock.restore(state["clock"])
        self.store.restore(state["store"])
        self.jobs = Jobs()
        for job in state["jobs"]:
            self.jobs.schedule(job["at"], job["job"], job["ref"])
        self.outbox.restore(state["outbox"], self.store.by_id)
