"""template.yaml as CloudFormation gets it: expanded, so that what SAM adds is checked as well."""

from typing import Any

import pytest

from dev import template as templates
from tests.template.expanded import Expanded


@pytest.fixture(scope="session")
def source() -> dict[str, Any]:
    return templates.read()


@pytest.fixture(scope="session")
def expanded(source: dict[str, Any]) -> Expanded:
    return Expanded(source)
