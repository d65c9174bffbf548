"""The arithmetic of posting: every transfer moves as much as it takes."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.ground.core.money import Money
from balie.money.ledger import model, rules
from balie.money.ledger.model import Transfer

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ACCOUNTS = [
    model.RECEIVABLE,
    model.UNAPPLIED,
    model.BILLED,
    model.ADJUSTMENTS,
    model.OUTSIDE,
    model.WRITE_OFF,
    model.clearing("con_1"),
]
MINOR = st.integers(min_value=-(10**12), max_value=10**12)


def transfer(minor: int, debit: str = model.RECEIVABLE, credit: str = model.BILLED) -> Transfer:
    return Transfer(
        id="t",
        debit=debit,
        credit=credit,
        amount=Money(minor, "EUR"),
        customer_id="cus_1",
        occurred_at=NOW,
    )


TRANSFERS = st.lists(
    st.builds(transfer, MINOR, st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS)), max_size=8
)


def as_debits(changes: dict[str, int]) -> Counter[str]:
    """The changes counted as debits, so that all together are nothing."""
    return Counter({name: n if model.is_debit_normal(name) else -n for name, n in changes.items()})


def test_a_negative_amount_turns_its_transfer_round():
    (turned,) = rules.directed(transfer(-500))
    assert (turned.debit, turned.credit) == (model.BILLED, model.RECEIVABLE)
    assert (turned.amount, turned.id) == (Money(500, "EUR"), "t")


def test_nothing_posts_nothing():
    assert rules.directed(transfer(0)) == []


def test_what_is_positive_stays_as_it_is():
    assert rules.directed(transfer(500)) == [transfer(500)]


def test_an_invoice_raises_what_is_owed_and_what_was_billed():
    assert rules.changes([transfer(500)]) == {model.RECEIVABLE: 500, model.BILLED: 500}


def test_money_that_comes_in_raises_both_the_clearing_and_the_credit():
    came_in = transfer(500, model.clearing("con_1"), model.UNAPPLIED)
    assert rules.changes([came_in]) == {"clearing:con_1": 500, model.UNAPPLIED: 500}


def test_allocating_lowers_the_credit_and_what_is_owed():
    allocated = transfer(500, model.UNAPPLIED, model.RECEIVABLE)
    assert rules.changes([allocated]) == {model.UNAPPLIED: -500, model.RECEIVABLE: -500}


@given(TRANSFERS)
def test_debits_are_credits(transfers):
    assert sum(as_debits(rules.changes(transfers)).values()) == 0


@given(MINOR, st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS))
def test_turning_round_changes_no_balance(minor, debit, credit):
    given_one = transfer(minor, debit, credit)
    changed = rules.changes(rules.directed(given_one))
    before = rules.changes([given_one])
    assert {n: v for n, v in changed.items() if v} == {n: v for n, v in before.items() if v}
    assert all(one.amount.minor > 0 for one in rules.directed(given_one))


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_account_belongs_to_the_customer_or_to_the_tenant(account):
    assert rules.of_customer(account) == (account in (model.RECEIVABLE, model.UNAPPLIED))


@given(st.text(), st.integers(min_value=1, max_value=64))
def test_a_customers_transfers_stay_on_one_row(customer, rows):
    row = rules.accounts_row(customer, rows)
    assert row == rules.accounts_row(customer, rows)
    assert 0 <= row < rows


def test_customers_spread_over_the_rows():
    counted = Counter(rules.accounts_row(f"cus_{n}", 16) for n in range(4_000))
    assert len(counted) == 16
    assert max(counted.values()) < 2 * min(counted.values())
