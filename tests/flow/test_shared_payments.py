"""One payment for many invoices: known or not, in several commits, and dying between them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.house import oracle
from tests.house.crashes import CrashPoints, Died
from tests.house.house import House
from tests.house.invoices import customer, open_invoice, pay, pay_together, refund
from tests.house.memory_aws import MemoryAws

MANY = 60
WRITE = ("dynamodb.TransactWriteItems", "before")
Hints = list[dict[str, Any]]


@pytest.fixture
def shared(memory_house: House) -> list[str]:
    """Sixty open invoices of one customer, known here."""
    ref = customer(memory_house)
    invoices = [open_invoice(memory_house, 1_000, of=ref) for _ in range(MANY)]
    memory_house.settle()
    return invoices


def heard(house: House, *refs: str) -> Hints:
    """The newest hint about each of these objects; sixty say the same of one payment."""
    house.hear()
    newest = {json.loads(hint["MessageBody"])["ref"]: hint for hint in house.hints()}
    return [newest[ref] for ref in refs]


def events(house: House, name: str) -> int:
    return len(oracle.events_in(oracle.every_row(house.tenant), name))


@pytest.mark.parametrize("told_by", ["first", "second", "payment"])
def test_a_payment_for_two_invoices_that_we_never_heard_of_applies_from_either_hint(
    memory_house: House, told_by: str
) -> None:
    ref = customer(memory_house)
    first, second = (open_invoice(memory_house, 5_000, of=ref) for _ in range(2))
    memory_house.simulator.take()
    intent = pay_together(memory_house, [first, second], 5_000)
    memory_house.hear()
    hints = memory_house.hints()
    told = {"first": first, "second": second, "payment": intent}[told_by]
    (hint, *_) = (one for one in hints if told in one["MessageBody"])
    assert not memory_house.work_off([hint])
    oracle.check(memory_house)
    assert not memory_house.work_off(hints)
    oracle.check(memory_house)
    assert events(memory_house, "invoice.paid") == 2


def test_sixty_invoices_are_paid_by_one_payment(memory_house: House, shared: list[str]) -> None:
    intent = pay_together(memory_house, shared, 1_000)
    assert not memory_house.work_off(heard(memory_house, shared[-1], intent))
    oracle.check(memory_house)
    assert events(memory_house, "invoice.paid") == MANY
    assert events(memory_house, "payment.succeeded") == 1


def test_sixty_invoices_share_a_refund(memory_house: House, shared: list[str]) -> None:
    intent = pay_together(memory_house, shared, 1_000)
    assert not memory_house.work_off(heard(memory_house, intent))
    refund(memory_house, shared[0], 31_500)
    assert not memory_house.work_off(heard(memory_house, intent))
    oracle.check(memory_house)
    (payment,) = oracle.payments_in(oracle.every_row(memory_house.tenant))
    posted = payment["posted"]
    assert sum(posted["allocated"].values()) == 60_000 - 31_500
    assert sum(posted["conceded"].values()) == 31_500
    assert events(memory_house, "payment.refunded") == 1


def test_dying_at_any_of_its_commits_ends_as_if_nobody_had_died(
    memory_house: House, memory: MemoryAws, shared: list[str]
) -> None:
    (hint,) = heard(memory_house, pay_together(memory_house, shared, 1_000))
    points = CrashPoints()
    kept = memory.dynamodb
    commits = commits_of(memory, points, kept, lambda: memory_house.work_off([hint]))
    assert len(commits) >= 4
    for point in commits:
        memory.dynamodb = kept.copy()
        memory.interfere_with(points.interfere)
        with points.dying_at(point), pytest.raises(Died):
            memory_house.work_off([hint])
        assert not memory_house.work_off([hint])
        oracle.check(memory_house)
        assert events(memory_house, "invoice.paid") == MANY


def commits_of(
    memory: MemoryAws, points: CrashPoints, kept: Any, step: Callable[[], object]
) -> list[int]:
    """The crash points before and after each transaction of the step."""
    memory.dynamodb = kept.copy()
    memory.interfere_with(points.interfere)
    with points.dying_at(None):
        step()
        return [
            number
            for number, (name, _) in enumerate(points.seen)
            if name == "dynamodb.TransactWriteItems"
        ]


@pytest.mark.parametrize("commit", [1, 2, 3, 4])
def test_somebody_else_changes_an_invoice_between_its_commits(
    memory_house: House, memory: MemoryAws, shared: list[str], commit: int
) -> None:
    hints = heard(memory_house, pay_together(memory_house, shared, 1_000), shared[-1])
    seen = 0

    def meddle(name: str, moment: str) -> None:
        nonlocal seen
        if (name, moment) == WRITE:
            seen += 1
            if seen == commit:
                touch_every_invoice(memory)

    memory.interfere_with(meddle)
    assert not memory_house.work_off(hints[:1])
    memory.interfere_with(lambda _name, _moment: None)
    assert seen > commit
    oracle.check(memory_house)
    assert not memory_house.work_off(hints)
    oracle.check(memory_house)
    assert events(memory_house, "invoice.paid") == MANY


def touch_every_invoice(memory: MemoryAws) -> None:
    """As if each had been written once more."""
    for (_, sk), item in memory.dynamodb.items.items():
        if sk.startswith("INVOICE#"):
            item["version"] = {"N": str(int(item["version"]["N"]) + 1)}


def test_an_invoice_of_a_customer_that_was_deleted_before_we_heard_of_it_is_kept(
    either: House,
) -> None:
    ref = customer(either, name="Van Dijk")
    pay(either, open_invoice(either, of=ref))
    either.call("delete", f"/v1/customers/{ref}")
    either.settle()
    oracle.check(either)
    rows = oracle.every_row(either.tenant)
    (kept,) = (row for row in rows if row["sk"] == "A#CUSTOMER")
    found = json.loads(str(kept["data"]))
    assert (found["name"], found["deleted"]) == ("Van Dijk", True)
