"""Roles x operations: the documents have the table of the code, and every cell of it holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import pytest
import time_machine
from fastapi import FastAPI
from mangum import Mangum

from balie.firm.users.api import may
from balie.firm.users.roles import ALLOWED, STEPPED_UP, Operation, Role
from balie.firm.users.sessions import Caller
from balie.ground.web.edge import Edge, answer_with_problems
from tests.house.desk_routes import OPEN, operation_of, routes
from tests.house.house import House
from tests.house.team import Colleague, colleague

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def written() -> list[list[str]]:
    """The cells of the first table, line by line, its head first."""
    table = PAGE.read_text().partition("| operation |")[2].partition("\n\n")[0]
    rows = f"| operation |{table}".splitlines()
    return [[cell.strip(" `") for cell in row.split("|")[1:-1]] for row in rows]


def test_the_documents_have_the_table_of_the_code() -> None:
    head, _, *rows = written()
    assert head[1:-1] == [role.value for role in Role]
    assert {name: cells for name, *cells in rows} == {
        operation.value: [
            *("yes" if role in roles else "" for role in Role),
            "yes" if operation in STEPPED_UP else "",
        ]
        for operation, roles in ALLOWED.items()
    }


def test_every_operation_stands_in_the_table() -> None:
    assert set(ALLOWED) == set(Operation)


def test_every_route_of_the_desk_names_its_operation() -> None:
    unnamed = {(r.method, r.path) for r in routes() if operation_of(r) is None}
    assert unnamed == OPEN


def probe() -> FastAPI:
    """A route for each operation, behind the same gate as the desk's own."""
    app = FastAPI()
    answer_with_problems(app)

    def add(operation: Operation) -> None:
        @app.get(f"/desk/{operation.value}")
        async def let_through(_: Annotated[Caller, may(operation)]) -> dict[str, bool]:
            return {"ok": True}

    for operation in Operation:
        add(operation)
    return app


@pytest.fixture
def owner(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


@pytest.mark.parametrize("role", Role)
def test_every_cell_of_the_table_holds(owner: Colleague, role: Role) -> None:
    someone = owner if role is Role.OWNER else colleague(owner.tenant, role)
    someone.browser.handler = Mangum(Edge(probe()), lifespan="off")
    for operation, roles in ALLOWED.items():
        answer = someone.get(f"/desk/{operation.value}")
        expected = (200, None) if role in roles else (403, "role_too_small")
        assert (answer.status, answer.json.get("code")) == expected, operation


def test_what_matters_wants_the_passkey_again_and_nothing_else_does(owner: Colleague) -> None:
    with time_machine.travel(MONDAY, tick=False):
        owner.sign_in()
    owner.browser.handler = Mangum(Edge(probe()), lifespan="off")
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=False):
        for operation in Operation:
            answer = owner.get(f"/desk/{operation.value}")
            expected = (403, "step_up_needed") if operation in STEPPED_UP else (200, None)
            assert (answer.status, answer.json.get("code")) == expected, operation
