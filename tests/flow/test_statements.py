"""A statement of account is right for every period, whatever was recorded late."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from balie.ground.aws.table import Page
from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import day_in, now
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.ground.core.money import Money
from balie.money.ledger import model
from balie.money.ledger import service as ledger
from balie.money.ledger.model import Transfer
from balie.money.statements import service as statements
from balie.money.statements.model import Entry, Statement
from balie.money.statements.rules import PeriodInvalid
from balie.money.statements.service import LedgerMoving
from dev.stripe.simulator import Simulator
from tests.house import oracle
from tests.house.histories import History
from tests.house.histories.arriving import scrambled
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, refund
from tests.house.memory_aws import MemoryAws

AMSTERDAM = "Europe/Amsterdam"
LONG_AGO, FAR_AHEAD = date(1970, 1, 1), date(9998, 12, 31)
BETWEEN = [
    (model.RECEIVABLE, model.BILLED),
    (model.BILLED, model.RECEIVABLE),
    (model.UNAPPLIED, model.RECEIVABLE),
    (model.clearing("con_1"), model.UNAPPLIED),
    (model.UNAPPLIED, model.clearing("con_1")),
    (model.RECLAIM, model.UNAPPLIED),
    (model.RECLAIM, model.ADJUSTMENTS),
]
SIGN = {model.RECEIVABLE: 1, model.RECLAIM: 1, model.UNAPPLIED: 1}  # of a debit, in what is owed


def owed_by(transfers: list[Transfer], currency: str, until: date) -> int:
    """By definition: the sum of all that happened until the end of that day."""
    return sum(
        (SIGN.get(one.debit, 0) - SIGN.get(one.credit, 0)) * one.amount.minor
        for one in transfers
        if one.amount.currency == currency and day_in(AMSTERDAM, one.occurred_at) <= until
    )


def read(house: House, customer_id: str, currency: str = "EUR", **asked: Any) -> Statement:
    period = {"first": LONG_AGO, "last": FAR_AHEAD, **asked}
    with open_work(house.tenant, "test", Cause.PERSON, now()) as work:
        return statements.statement(work, (customer_id,), currency, **period)


def whole(house: House, customer_id: str, **asked: Any) -> list[Entry]:
    """All entries of the period, page after page; each opens with what the last one ended with."""
    page = read(house, customer_id, **asked)
    found, closing = list(page.entries), page.closing
    while page.next_after:
        assert len(page.entries) == asked["limit"]
        page = read(house, customer_id, **{**asked, "after": page.next_after})
        assert page.opening == found[-1].balance
        assert page.closing == closing
        found += page.entries
    assert (found[-1].balance if found else page.opening) == closing
    return found


def at_random(seed: int, customer_id: str) -> list[Transfer]:
    """In the order they are recorded, which is not the order they happened in."""
    chance = random.Random(seed)
    begin = datetime(2026, 2, 27, tzinfo=UTC)
    found = []
    for number in range(60):
        debit, credit = chance.choice(BETWEEN)
        minutes = chance.choice((chance.randrange(60 * 24 * 90), 60 * 24 * 32 - 60, 60 * 24 * 40))
        found.append(
            Transfer(
                id=f"con_1:in_{number}:issued:1",
                debit=debit,
                credit=credit,
                amount=Money(chance.randint(1, 10**9), chance.choice(("EUR", "EUR", "USD"))),
                customer_id=customer_id,
                occurred_at=begin + timedelta(minutes=minutes),
            )
        )
    return found


def post(house: House, transfers: list[Transfer]) -> None:
    for first in range(0, len(transfers), 20):
        with open_work(house.tenant, "test", Cause.IMPORT, now()) as work:
            ledger.post(work, *transfers[first : first + 20])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_a_closing_balance_is_the_sum_of_all_until_that_day(
    seed: int, currency: str, memory_house: House
) -> None:
    customer_id = new_id("cus")
    transfers = at_random(seed, customer_id)
    chance, known = random.Random(seed), 0
    for known_then in (25, 60):  # the later ones may be of an earlier day
        post(memory_house, transfers[known:known_then])
        known = known_then
        for _ in range(5):
            first = date(2026, 2, 20) + timedelta(chance.randrange(90))
            last = first + timedelta(chance.randrange(40))
            found = read(memory_house, customer_id, currency, first=first, last=last)
            before = owed_by(transfers[:known], currency, first - timedelta(days=1))
            assert found.opening.minor == before
            assert found.closing.minor == owed_by(transfers[:known], currency, last)
            whole(memory_house, customer_id, currency=currency, first=first, last=last, limit=3)


@pytest.mark.parametrize("seed", range(12))
def test_periods_join_and_end_in_the_balance(seed: int, memory_house: House) -> None:
    customer_id = new_id("cus")
    post(memory_house, at_random(seed, customer_id))
    whole_time = read(memory_house, customer_id, limit=1000)
    assert whole_time.opening.minor == 0
    assert whole_time.closing == position(memory_house, customer_id)
    middle = date(2026, 3, 31)  # an hour of the night in which summer time has just begun
    before = read(memory_house, customer_id, last=middle, limit=1000)
    after = read(memory_house, customer_id, first=middle + timedelta(days=1), limit=1000)
    assert before.closing == after.opening
    assert before.entries + after.entries == whole_time.entries
    assert [entry.date for entry in whole_time.entries] == sorted(
        entry.date for entry in whole_time.entries
    )


def position(house: House, customer_id: str, currency: str = "EUR") -> Money:
    with open_work(house.tenant, "test", Cause.PERSON, now()) as work:
        return ledger.position(work, customer_id, currency).owed


def test_a_day_is_that_of_the_firm(memory_house: House) -> None:
    """In Amsterdam 23:30 UTC of March 31 is April 1."""
    customer_id = new_id("cus")
    late = Transfer(
        id="con_1:in_1:issued:1",
        debit=model.RECEIVABLE,
        credit=model.BILLED,
        amount=Money(12100, "EUR"),
        customer_id=customer_id,
        occurred_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC),
    )
    post(memory_house, [late])
    march = read(memory_house, customer_id, first=date(2026, 3, 1), last=date(2026, 3, 31))
    april = read(memory_house, customer_id, first=date(2026, 4, 1), last=date(2026, 4, 1))
    assert (march.closing.minor, march.entries) == (0, ())
    ((entry,), opening) = april.entries, april.opening
    assert (entry.date, entry.debit, opening.minor) == (date(2026, 4, 1), Money(12100, "EUR"), 0)


@pytest.mark.parametrize("seed", range(6))
def test_what_happens_at_a_provider_can_be_stated(
    seed: int, memory: MemoryAws, simulator: Simulator
) -> None:
    house = open_house(simulator)
    History(house, seed).live(25)
    house.hear(scrambled(house.simulator.take(), random.Random(seed)))
    assert not house.work_off()
    found = oracle.every_row(house.tenant)
    owners = Counter(
        str(row["pk"]).rpartition("#")[2]
        for row in found
        if str(row["sk"]).startswith("TRANSFER#") and row["currency"] == "EUR"
    )
    assert owners
    for customer_id in owners:
        entries = whole(house, customer_id, limit=4)
        assert entries[-1].balance == position(house, customer_id)
        numbers = {one["id"]: one["number"] for one in oracle.invoices_in(found)}
        for entry in entries:
            assert entry.invoice_number == numbers.get(entry.invoice_id)


def test_an_invoice_its_payment_and_a_refund_read_as_a_person_expects(either: House) -> None:
    ref = customer(either)
    invoice = open_invoice(either, of=ref)
    pay(either, invoice)
    refund(either, invoice, 3000)
    either.settle()
    ((own,)) = {
        str(row["pk"]).rpartition("#")[2]
        for row in oracle.every_row(either.tenant)
        if str(row["sk"]).startswith("TRANSFER#")
    }
    found = [(one.what, one.debit.minor, one.credit.minor) for one in read(either, own).entries]
    assert ("issued", 12100, 0) in found
    assert ("captured", 0, 12100) in found
    assert ("refunds", 3000, 0) in found
    assert ("conceded", 0, 3000) in found
    assert len(found) == 4
    assert read(either, own).closing.minor == 0


def test_a_customer_of_another_firm_has_no_statement_here(
    memory_house: House, simulator: Simulator
) -> None:
    customer_id = new_id("cus")
    post(memory_house, at_random(1, customer_id))
    other = open_house(simulator, tenant=new_id("ten"))
    found = read(other, customer_id)
    assert (found.opening.minor, found.entries, found.closing.minor) == (0, (), 0)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 4, 2), date(2026, 4, 1)),
        (date(1, 1, 1), date(2026, 4, 1)),
        (date(2026, 4, 1), date.max),
    ],
)
def test_a_period_that_is_none_is_refused(memory_house: House, first: date, last: date) -> None:
    with pytest.raises(PeriodInvalid):
        read(memory_house, new_id("cus"), first=first, last=last)


def test_a_list_that_is_behind_is_never_taken_for_the_truth(
    memory_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index hears of a posting a moment after the balance does."""
    customer_id = new_id("cus")
    transfers = at_random(3, customer_id)
    post(memory_house, transfers)
    real = Work.query_list

    def behind(work: Work, *asked: Any, **more: Any) -> Page:
        page = real(work, *asked, **more)
        missing = transfers[-1].id
        kept = [row for row in page.rows if row.get("transfer_id") != missing]
        return Page(kept, page.next_after)

    monkeypatch.setattr(Work, "query_list", behind)
    currency = transfers[-1].amount.currency
    with pytest.raises(LedgerMoving):
        read(memory_house, customer_id, currency)
    later = day_in(AMSTERDAM, transfers[-1].occurred_at) + timedelta(days=1)
    found = read(memory_house, customer_id, currency, first=later)
    assert found.opening.minor == owed_by(transfers, currency, later - timedelta(days=1))


def test_a_posting_between_two_readings_is_noticed(
    memory_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer_id = new_id("cus")
    transfers = at_random(4, customer_id)
    post(memory_house, transfers[:-1])
    real, pending = ledger.listed, [transfers[-1]]

    def meanwhile(work: Work, *asked: Any, **more: Any) -> Any:
        found = list(real(work, *asked, **more))
        while pending:
            post(memory_house, [pending.pop()])
        return iter(found)

    monkeypatch.setattr(ledger, "listed", meanwhile)
    for currency in ("EUR", "USD"):
        found = read(memory_house, customer_id, currency, limit=1000)
        assert found.opening.minor == 0
        assert found.closing == position(memory_house, customer_id, currency)
