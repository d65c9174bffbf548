"""Whole books of made-up firms: nothing is booked wrongly, made or lost, whatever the order."""

import os
import random
import time
from collections import Counter
from dataclasses import replace
from itertools import groupby

import pytest

from balie.money.reconciliation import wire
from balie.money.reconciliation.model import Rule
from balie.money.reconciliation.rules.matching import match
from tests.house.bank_books import book, judge
from tests.unit.reconciliation.small_book import entry, invoice, proposals

BOOKS = int(os.environ.get("BALIE_BANK_BOOKS", "6"))
SEEDS = range(BOOKS)
LEAST_BOOKED = 0.90


@pytest.mark.parametrize("seed", SEEDS)
def test_no_line_of_a_made_up_firm_is_booked_wrongly(seed):
    raw = book(seed)
    found = {each.entry_id: wire.prediction(each) for each in match(wire.read_book(raw))}
    figures = judge(raw["labels"], found)
    assert figures.wrong == []
    assert figures.right >= LEAST_BOOKED * figures.decidable


@pytest.mark.parametrize("seed", [3, 8])
def test_never_more_is_paid_than_is_open_or_came_in(seed):
    made = wire.read_book(book(seed, lines=400))
    left = {each.id: each.amount_remaining for each in made.invoices}
    booked = {}
    for one, proposal in zip(made.entries, match(made), strict=True):
        booked[one.id] = proposal.allocations
        assert sum(part.amount for part in proposal.allocations) <= max(one.amount, 0)
        for part in proposal.allocations:
            left[part.invoice_id] -= part.amount
        if proposal.rule is Rule.RETURN:
            for part in booked[str(proposal.of)]:
                left[part.invoice_id] += part.amount
    assert min(left.values()) >= 0


@pytest.mark.parametrize("seed", [1, 5])
def test_the_order_of_a_day_changes_nothing_of_what_is_paid(seed):
    made = wire.read_book(book(seed, lines=300))
    first = _paid(match(made))
    shuffled = []
    for _, day in groupby(made.entries, key=lambda each: each.booking_date):
        entries = list(day)
        random.Random(seed).shuffle(entries)
        shuffled += entries
    assert _paid(match(replace(made, entries=shuffled))) == first


def _paid(found):
    total: Counter[str] = Counter()
    for proposal in found:
        for part in proposal.allocations:
            total[part.invoice_id] += part.amount
    return total


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "F2026/" * 50_000,
        "0 " * 100_000,
        "RF18 " * 50_000,
        "1-1-" * 50_000,
        "ﷺ" * 20_000,
        "\u0301" * 50_000 + "\x00\ud800",
        "(((((((((a+)+)+" * 10_000,
    ],
    ids=["digits", "heads", "zeros", "references", "dates", "ligatures", "accents", "brackets"],
)
def test_a_hostile_text_takes_no_time_and_books_nothing(text):
    invoices = [invoice(f"F2026/{number:04}", 100 + number) for number in range(300)]
    begun = time.process_time()
    hostile = entry(7, text, counterparty_name=text, end_to_end_id=text, structured_reference=text)
    assert proposals(invoices, hostile)[0].allocations == ()
    assert time.process_time() - begun < 2
