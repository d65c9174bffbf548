"""For all tests: an example may take its time, for a machine may be busy; and one browser."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium, one for portal and desk. Without it: skipped, or failed where CI=true."""
    from tests.house import chromium  # Playwright is nothing for a unit test to load

    if not chromium.CHROMIUM.exists():
        reason = f"{chromium.CHROMIUM} is missing: install chromium, or set BALIE_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with chromium.launched() as launched:
        yield launched
