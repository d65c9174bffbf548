"""Publishes portal_static/ again when a file of it has changed: a reload shows an edit."""

import shutil
from pathlib import Path

from dev.publish import STATIC, publish


class Sources:
    """Raises PublishingFailed."""

    def __init__(self, site: Path) -> None:
        """site: where they are published, made afresh."""
        shutil.rmtree(site, ignore_errors=True)
        self._site = site
        self._published: list[tuple[Path, int]] = []
        self.publish_changes()

    def publish_changes(self) -> None:
        found = sorted((file, file.stat().st_mtime_ns) for file in STATIC.rglob("*.*"))
        if found != self._published:
            publish(self._site)
            self._published = found
