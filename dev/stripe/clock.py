"""The simulator's own time: the real one plus an offset, or a fixed one that only moves by hand."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

DAY = 86_400


class Clock:
    """Whole seconds since the epoch. It never moves backwards, so ids and dates keep one order."""

    def __init__(self, fixed_at: int | None = None) -> None:
        """fixed_at: the moment to stand still at; None follows the real clock."""
        self.fixed_at = fixed_at
        self.offset = 0
        self._pinned: int | None = None

    def now(self) -> int:
        if self._pinned is not None:
            return self._pinned
        if self.fixed_at is not None:
            return self.fixed_at
        return int(time.time()) + self.offset

    def move_to(self, moment: int) -> None:
        ahead = moment - self.now()
        if ahead < 0:
            raise ValueError("the clock only moves forward")
        if self.fixed_at is not None:
            self.fixed_at = moment
        else:
            self.offset += ahead

    def rewind(self, seconds: int) -> None:
        """Begin earlier. Only for an account in which nothing has happened yet."""
        if self.fixed_at is not None:
            self.fixed_at -= seconds
        else:
            self.offset -= seconds

    @contextmanager
    def pinned(self, moment: int) -> Iterator[None]:
        """Let what happens inside happen at `moment`, while a longer move is under way."""
        before, self._pinned = self._pinned, moment
        try:
            yield
        finally:
            self._pinned = before

    def today(self) -> datetime:
        return datetime.fromtimestamp(self.now(), UTC).replace(hour=0, minute=0, second=0)

    def state(self) -> dict[str, int | None]:
        return {"fixed_at": self.fixed_at, "offset": self.offset}

    def restore(self, state: dict[str, int | None]) -> None:
        self.fixed_at = state["fixed_at"]
        self.offset = state["offset"] or 0
