"""What somebody may do to events who can write to the table; `tampering_chain` is of the rest.

The log is of one firm, in memory, and small: its rows are changed as they are, with no care for
the lists that the table keeps of them, but for those of partitions.
"""

import json
from bisect import insort
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from balie.ground.aws import guard, keys
from balie.ground.core import canonical
from tests.house.memory_dynamodb import MemoryDynamoDB

Item = dict[str, Any]


class Tamperer:
    def __init__(self, table: MemoryDynamoDB, tenant: str) -> None:
        self.table = table
        self.tenant = tenant
        self._prefix = guard.prefix_of(tenant)

    def event(self, seq: int) -> Item:
        return next(
            item
            for (pk, sk), item in self.table.items.items()
            if pk.startswith(f"{self._prefix}EVENTS#") and item.get("seq") == {"N": str(seq)}
        )

    def block_of(self, seq: int) -> Item:
        return next(
            block
            for block in self.blocks()
            if int(block["first"]["N"]) <= seq <= int(block["sk"]["S"].rpartition("#")[2])
        )

    def blocks(self) -> list[Item]:
        found = [key for key in self.table.items if key[0] == f"{self._prefix}{keys.AUDIT}"]
        return [self.table.items[key] for key in sorted(found) if key[1] != "HEAD"]

    def head(self) -> Item:
        return self.table.items[f"{self._prefix}{keys.AUDIT}", "HEAD"]

    def remove(self, item: Item) -> None:
        key = item["pk"]["S"], item["sk"]["S"]
        del self.table.items[key]
        self.table._partitions[key[0]].remove(key[1])

    def insert(self, item: Item) -> None:
        key = item["pk"]["S"], item["sk"]["S"]
        self.table.items[key] = item
        insort(self.table._partitions[key[0]], key[1])


def rewritten(item: Item, **changes: Any) -> str:
    """The event's text with other facts in it."""
    return canonical.to_text({**json.loads(item["data"]["S"]), **changes})


def change_text(log: Tamperer, seq: int) -> None:
    item = log.event(seq)
    item["data"] = {"S": rewritten(item, data={"value": "21.10"})}


def change_text_and_hash(log: Tamperer, seq: int) -> None:
    change_text(log, seq)
    item = log.event(seq)
    item["hash"] = {"S": canonical.digest(item["data"]["S"])}


def change_actor(log: Tamperer, seq: int) -> None:
    item = log.event(seq)
    item["data"] = {"S": rewritten(item, actor="contact:con_1")}


def put_spaces(log: Tamperer, seq: int) -> None:
    """The same facts, in another text."""
    item = log.event(seq)
    item["data"] = {"S": json.dumps(json.loads(item["data"]["S"]))}


def empty_text(log: Tamperer, seq: int) -> None:
    log.event(seq)["data"] = {"S": ""}


def lose_text(log: Tamperer, seq: int) -> None:
    del log.event(seq)["data"]


def change_hash(log: Tamperer, seq: int) -> None:
    log.event(seq)["hash"] = {"S": "0" * 64}


def rename(log: Tamperer, seq: int) -> None:
    log.event(seq)["name"] = {"S": "invoice.voided"}


def list_with_another(log: Tamperer, seq: int) -> None:
    log.event(seq)["list_pk"] = {"S": f"T#{log.tenant}#OBJECT#inv_other"}


def take_off_list(log: Tamperer, seq: int) -> None:
    item = log.event(seq)
    del item["list_pk"], item["list_sk"]


def delete_event(log: Tamperer, seq: int) -> None:
    log.remove(log.event(seq))


def move_event(log: Tamperer, seq: int) -> None:
    """To a day before, with a text that says so."""
    item = log.event(seq)
    log.remove(item)
    at = "2026-11-19T10:00:00.000000Z"
    key = keys.event(at, json.loads(item["data"]["S"])["id"])
    moved = {**item, "data": {"S": rewritten(item, recorded_at=at)}, "sk": {"S": key.sk}}
    log.insert({**moved, "pk": {"S": f"T#{log.tenant}#{key.pk}"}})


def replace_by_another_firms(log: Tamperer, seq: int) -> None:
    item = log.event(seq)
    item["data"] = {"S": rewritten(item, tenant="ten_00000000000000000000000000")}


def unmark(log: Tamperer, seq: int) -> None:
    del log.event(seq)["seq"]


def mark_otherwise(log: Tamperer, seq: int) -> None:
    log.event(seq)["seq"] = {"N": str(seq + 1000)}


def mark_with_text(log: Tamperer, seq: int) -> None:
    log.event(seq)["seq"] = {"S": str(seq)}


def insert_event(log: Tamperer, seq: int) -> None:
    """Beside another, in no place of the chain."""
    copied = deepcopy(log.event(seq))
    del copied["seq"]
    _insert_copy(log, copied)


def insert_event_with_place(log: Tamperer, seq: int) -> None:
    _insert_copy(log, deepcopy(log.event(seq)))


def _insert_copy(log: Tamperer, copied: Item) -> None:
    found = json.loads(copied["data"]["S"])
    text = rewritten(copied, id=f"{found['id'][:-1]}~")
    copied |= {"data": {"S": text}, "hash": {"S": canonical.digest(text)}}
    copied["sk"] = {"S": f"{copied['sk']['S'][:-1]}~"}
    log.insert(copied)


AT_AN_EVENT: tuple[Callable[[Tamperer, int], None], ...] = (
    change_text,
    change_text_and_hash,
    change_actor,
    put_spaces,
    empty_text,
    lose_text,
    change_hash,
    rename,
    list_with_another,
    take_off_list,
    delete_event,
    move_event,
    replace_by_another_firms,
    unmark,
    mark_otherwise,
    mark_with_text,
    insert_event,
    insert_event_with_place,
)
