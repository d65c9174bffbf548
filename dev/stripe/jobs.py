"""What will happen by itself later: settlements, retries, renewals, due dates."""

from typing import TYPE_CHECKING, Protocol

from dev.stripe.store import Obj

if TYPE_CHECKING:
    from dev.stripe.world import World


class Job(Protocol):
    def __call__(self, world: "World", ref: str) -> None: ...


class Jobs:
    """Pending jobs by due time. A job looks again whether it still has something to do."""

    def __init__(self) -> None:
        self.pending: list[Obj] = []
        self.earliest: int | None = None

    def schedule(self, at: int, name: str, ref: str) -> None:
        self.pending.append({"at": at, "job": name, "ref": ref})
        if self.earliest is None or at < self.earliest:
            self.earliest = at

    def cancel(self, name: str, ref: str) -> None:
        self._keep([job for job in self.pending if (job["job"], job["ref"]) != (name, ref)])

    def take_due(self, now: int) -> Obj | None:
        """The job due first, taken off the list, or None when nothing is due yet."""
        if self.earliest is None or self.earliest > now:
            return None
        due = min(self.pending, key=lambda job: int(job["at"]))
        self.pending.remove(due)
        self._keep(self.pending)
        return due

    def _keep(self, pending: list[Obj]) -> None:
        self.pending = pending
        self.earliest = min((job["at"] for job in pending), default=None)
