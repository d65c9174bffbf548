"""What one firm's staff may ask of the desk has an end, and an answer."""

import pytest
from pydantic import ValidationError

from balie.firm.users.roles import Role
from balie.relation.customers.model import Customer
from tests.house.catching_up import catch_ups
from tests.house.house import House
from tests.house.team import colleague

ENOUGH = 30


def test_imports_cannot_be_begun_without_end(memory_house: House) -> None:
    owner = colleague(memory_house.tenant)
    path = f"/desk/connections/{memory_house.connection}/catch-ups"
    answers = [owner.post(path, {"cause": "import"}) for _ in range(ENOUGH)]
    assert answers[0].status == 202
    assert (answers[-1].status, answers[-1].json["code"]) == (429, "too_many")
    assert len(catch_ups(memory_house)) == sum(one.status == 202 for one in answers)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_place_in_the_log_at_the_end_of_time_is_answered(memory_house: House, day: str) -> None:
    reader = colleague(memory_house.tenant, Role.FINANCE)
    answer = reader.get(f"/desk/activity?cursor={day}%23")
    assert answer.status in (200, 422), answer.text


def test_a_row_that_cannot_be_read_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ValidationError) as refused:
        Customer.model_validate_json('{"id": "cus_1", "name": "CANARY Sanne van Dijk"}')
    with pytest.raises(ValidationError) as wrong:
        Customer.model_validate_json('{"id": "cus_1", "phone": ["CANARY"]}')
    assert "CANARY" not in f"{refused.value}{wrong.value}"
