"""A unit of work: what it reads, writes and folds before its one transaction."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from balie.ground.aws import guard, rows
from balie.ground.aws.keys import Key
from balie.ground.aws.table import MOST_WRITES, TenantTable, TransactionTooLarge
from balie.ground.aws.work import Work
from balie.ground.core.errors import Changed
from balie.ground.core.events import Cause, from_json
from tests.house.memory_dynamodb import MemoryDynamoDB

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KEY = Key("CUSTOMER#1", "A")
OTHER = Key("CUSTOMER#1", "B")
Open = Callable[..., Work]


class Counting(MemoryDynamoDB):
    """Knows what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(
            lambda name, moment: self.asked.append(name) if moment == "before" else None
        )


@pytest.fixture
def table():
    with guard.scope(guard.prefix_of("ten_1")):
        yield Counting()


@pytest.fixture
def begin(table) -> Open:
    def opened() -> Work:
        return Work(
            TenantTable("ten_1", table, "t"),
            tenant="ten_1",
            actor="operator:test",
            cause=Cause.PERSON,
            now=NOW,
            cause_ref="req_1",
        )

    return opened


def row_of(table: MemoryDynamoDB, key: Key) -> dict[str, Any]:
    return rows.decode(table.items[f"T#ten_1#{key.pk}", key.sk])


def test_a_partition_is_read_backwards_page_by_page(begin, table):
    work = begin()
    for number in range(7):
        work.put(Key("CUSTOMER#1", f"ROW#{number}"), {"number": number}, version=0)
    work.put(Key("CUSTOMER#1", "ROX#9"), {"number": 99}, version=0)
    work.commit()
    seen, after = [], ""
    while after is not None:
        page = work.query("CUSTOMER#1", "ROW#", limit=3, after=after, backwards=True)
        seen += [row["number"] for row in page.rows]
        after = page.next_after
    assert seen == [6, 5, 4, 3, 2, 1, 0]


def test_events_of_a_customer_are_listed_the_newest_first(begin, table):
    for number in range(5):
        work = begin()
        work.now = NOW.replace(second=number)
        work.record("thing.happened", f"thing_{number}", customer_id="cus_1", n=str(number))
        work.record("thing.happened", "other", customer_id="cus_10")
        work.record("thing.happened", "nobody's")
        work.commit()
    seen, after = [], ""
    while after is not None:
        page = begin().query_activity("CUSTOMER#cus_1", limit=2, after=after)
        seen += [from_json(str(row["data"])).data["n"] for row in page.rows]
        after = page.next_after
    assert seen == ["4", "3", "2", "1", "0"]


def test_a_row_that_is_added_to_may_be_listed(begin, table):
    work = begin()
    listed = {"list_pk": "BALANCES", "list_sk": "cus_1#EUR"}
    work.add(KEY, {"receivable": 5}, fixed=listed)
    work.commit()
    assert table.items["T#ten_1#CUSTOMER#1", "A"]["list_pk"] == {"S": "T#ten_1#BALANCES"}
    (row,) = begin().query_list("BALANCES").rows
    assert (row["receivable"], row["list_pk"]) == (5, "BALANCES")


def test_what_was_put_is_read_before_it_is_committed(begin, table):
    work = begin()
    work.put(KEY, {"name": "one"}, version=0)
    assert work.get(KEY) == {"name": "one", "version": 1}
    assert table.asked == []


def test_a_second_put_replaces_the_first_and_keeps_what_it_expects(begin, table):
    first = begin()
    first.put(KEY, {"name": "one"}, version=0)
    first.put(KEY, {"name": "two"}, version=1)
    first.commit()
    assert (row_of(table, KEY)["name"], row_of(table, KEY)["version"]) == ("two", 1)
    second = begin()
    second.put(KEY, {"name": "three"}, version=1)
    second.put(KEY, {"name": "four"}, version=2)
    second.commit()
    assert (row_of(table, KEY)["name"], row_of(table, KEY)["version"]) == ("four", 2)


def test_a_row_is_read_once(begin, table):
    work = begin()
    assert work.get(KEY) is None
    assert work.get(KEY) is None
    assert table.asked == ["dynamodb.GetItem"]


def test_a_row_that_exists_is_not_made_again(begin, table):
    begin_with(begin, KEY)
    work = begin()
    work.put(KEY, {"name": "again"}, version=0)
    with pytest.raises(Changed):
        work.commit()
    assert row_of(table, KEY)["name"] == "before"


def test_of_two_who_read_the_same_version_one_commits(begin, table):
    begin_with(begin, KEY)
    one, other = begin(), begin()
    one.put(KEY, {"name": "one"}, version=1)
    other.put(KEY, {"name": "other"}, version=1)
    one.commit()
    with pytest.raises(Changed):
        other.commit()
    assert row_of(table, KEY)["name"] == "one"


def test_a_failed_commit_writes_nothing_at_all(begin, table):
    begin_with(begin, KEY)
    work = begin()
    work.put(OTHER, {"name": "new"}, version=0)
    work.record("thing.changed", "thing_1")
    work.put(KEY, {"name": "late"}, version=7)
    with pytest.raises(Changed):
        work.commit()
    assert list(table.items) == [("T#ten_1#CUSTOMER#1", "A")]


def test_additions_fold_into_one(begin, table):
    work = begin()
    for amount in (5, -2, 4):
        work.add(KEY, {"receivable": amount})
    work.add(KEY, {"unapplied": 1}, fixed={"currency": "EUR"})
    assert work.size == 1
    work.commit()
    assert row_of(table, KEY)["receivable"] == 7
    assert row_of(table, KEY)["unapplied"] == 1
    assert row_of(table, KEY)["currency"] == "EUR"


def test_additions_of_two_units_add_up(begin, table):
    for amount in (5, -2):
        work = begin()
        work.add(KEY, {"receivable": amount})
        work.commit()
    assert row_of(table, KEY)["receivable"] == 3


def test_additions_that_cancel_each_other_out_write_nothing(begin, table):
    work = begin()
    work.add(KEY, {"receivable": 5})
    work.add(KEY, {"receivable": -5})
    work.commit()
    assert table.items == {}
    assert table.asked == []


def test_a_condition_holds_although_its_addition_is_nothing(begin):
    work = begin()
    work.add(KEY, {"count": 0}, at_least={"count": 1})
    with pytest.raises(Changed):
        work.commit()


@pytest.mark.parametrize(
    ("held", "conditions", "commits"),
    [
        (0, {"below": {"count": 1}}, True),
        (1, {"below": {"count": 1}}, False),
        (5, {"at_least": {"count": 5}}, True),
        (4, {"at_least": {"count": 5}}, False),
        (5, {"at_least": {"count": 5}, "below": {"count": 6}}, True),
        (6, {"at_least": {"count": 5}, "below": {"count": 6}}, False),
    ],
)
def test_an_addition_may_have_bounds(begin, held, conditions, commits):
    work = begin()
    work.add(KEY, {"count": held}, fixed={"kind": "counter"})
    work.commit()
    work.add(KEY, {"count": 1}, **conditions)
    if commits:
        work.commit()
    else:
        with pytest.raises(Changed):
            work.commit()


def test_a_row_with_a_version_is_not_added_to(begin):
    work = begin()
    work.put(KEY, {"name": "one"}, version=0)
    with pytest.raises(TypeError):
        work.add(KEY, {"count": 1})


def test_a_row_that_was_added_to_is_not_replaced(begin):
    """The addition would be lost without a word."""
    work = begin()
    work.add(KEY, {"count": 1})
    with pytest.raises(TypeError):
        work.put(KEY, {"name": "one"}, version=0)
    with pytest.raises(TypeError):
        work.delete(KEY, version=0)


def test_what_was_put_and_then_deleted_rests_on_the_version_that_was_read(begin, table):
    begin_with(begin, KEY)
    work = begin()
    work.put(KEY, {"name": "changed"}, version=1)
    work.delete(KEY, version=2)
    work.put(OTHER, {"name": "new"}, version=0)
    work.delete(OTHER, version=1)
    work.commit()
    assert table.items == {}


def test_what_was_deleted_is_gone_before_it_is_committed(begin, table):
    begin_with(begin, KEY)
    work = begin()
    assert work.get(KEY) is not None
    work.delete(KEY, version=1)
    assert work.get(KEY) is None
    work.commit()
    assert table.items == {}


def test_of_two_who_delete_one_commits(begin):
    begin_with(begin, KEY)
    one, other = begin(), begin()
    one.delete(KEY, version=1)
    other.delete(KEY, version=1)
    one.commit()
    with pytest.raises(Changed):
        other.commit()


def test_an_event_is_written_with_its_effect(begin, table):
    work = begin()
    work.put(KEY, {"name": "one"}, version=0)
    told = work.record("thing.made", "thing_1", customer_id="cus_1", number="F-1")
    assert work.size == 2
    work.commit()
    (event,) = [row for row in table.items.values() if row["sk"]["S"].startswith("EVENT#")]
    assert event["pk"]["S"] == "T#ten_1#EVENTS#2026-11-22"
    assert event["list_pk"]["S"] == "T#ten_1#OBJECT#thing_1"
    assert (told.actor, told.cause, told.recorded_at) == ("operator:test", Cause.PERSON, NOW)
    assert (told.tenant, told.cause_ref) == ("ten_1", "req_1")
    assert event["hash"]["S"] == hashlib.sha256(event["data"]["S"].encode()).hexdigest()
    assert from_json(event["data"]["S"]) == told
    assert table.asked.count("dynamodb.TransactWriteItems") == 1


def test_nothing_to_write_asks_nothing(begin, table):
    begin().commit()
    assert table.asked == []


def test_after_a_commit_everything_is_read_again(begin, table):
    work = begin()
    work.get(KEY)
    work.commit()
    begin_with(begin, KEY)
    assert work.get(KEY) is not None


def test_a_unit_that_is_too_large_is_a_mistake_in_the_program(begin):
    work = begin()
    for number in range(MOST_WRITES + 1):
        work.put(Key("CUSTOMER#1", f"{number:03d}"), {}, version=0)
    with pytest.raises(TransactionTooLarge):
        work.commit()


def test_rows_come_back_without_the_tenant_before_their_keys(begin, table):
    begin_with(begin, KEY, list_pk="LIST", list_sk="1")
    assert table.items["T#ten_1#CUSTOMER#1", "A"]["list_pk"] == {"S": "T#ten_1#LIST"}
    (row,) = begin().query_list("LIST").rows
    assert (row["pk"], row["list_pk"]) == ("CUSTOMER#1", "LIST")


def test_pages_follow_each_other_without_gap_or_overlap(begin):
    work = begin()
    for number in range(7):
        work.put(Key("CUSTOMER#1", f"INVOICE#{number}"), {}, version=0)
    work.put(Key("CUSTOMER#1", "INVOICF"), {}, version=0)
    work.commit()
    found, after = [], ""
    while True:
        page = work.query("CUSTOMER#1", "INVOICE#", limit=3, after=after)
        found += [row["sk"] for row in page.rows]
        if page.next_after is None:
            break
        after = page.next_after
    assert found == [f"INVOICE#{number}" for number in range(7)]


def begin_with(begin: Open, key: Key, **row: str) -> None:
    work = begin()
    work.put(key, {"name": "before", **row}, version=0)
    work.commit()
