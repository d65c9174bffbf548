"""What a served simulator does by itself: deliver webhooks, let time pass, save what changed."""

import threading
from pathlib import Path

from dev.stripe.deliverer import Deliverer
from dev.stripe.simulator import Simulator

PAUSE_SECONDS = 0.5


class Background:
    def __init__(self, simulator: Simulator, state: Path | None) -> None:
        """state: None saves nothing."""
        self.simulator = simulator
        self.state = state
        self._saved: int | None = None
        self._deliverer = Deliverer(simulator)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)

    def start(self) -> None:
        self._deliverer.start()
        self._thread.start()

    def stop(self) -> None:
        """Saves once more, so that an orderly stop loses nothing."""
        self._stopping.set()
        self._thread.join()
        self._deliverer.stop()
        self._save()

    def _run(self) -> None:
        while not self._stopping.wait(PAUSE_SECONDS):
            if self.simulator.is_something_due():
                with self.simulator.acting():
                    pass
            self._save()

    def _save(self) -> None:
        changes = self.simulator.changes
        if self.state is not None and changes != self._saved:
            self.simulator.save(self.state)
            self._saved = changes
