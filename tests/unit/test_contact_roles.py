"""What contacts may do stands in docs/roles.md as it does in the code."""

import re

import pytest

from balie.relation.customers.roles import STEPPED_UP, Operation, Role, may, operations_of
from tests.architecture.source import ROOT

PAGE = ROOT / "docs" / "roles.md"
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)


def table() -> dict[str, list[str]]:
    part = PAGE.read_text().partition("# Who may do what in the portal")[2]
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in ROW.findall(part)}


def test_the_table_of_the_portal_is_the_one_in_the_code():
    said = {
        operation.value: [
            *("yes" if may(role, operation) else "" for role in Role),
            "yes" if operation in STEPPED_UP else "",
        ]
        for operation in Operation
    }
    assert table() == said


@pytest.mark.parametrize("role", ["", "Owner", "finance", "admin"])
def test_a_role_that_there_is_not_may_nothing(role):
    assert operations_of(role) == []
