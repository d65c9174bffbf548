"""What somebody may do who can write to the table: each way of it, at each entry of a log.

The log is of one firm, in memory, and small: its rows are changed as they are, with no care for
the lists that the table keeps of them, but for those of partitions.
"""

import json
from bisect import insort
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from balie.firm.audit import rules
from balie.firm.audit.model import Block, Entry
from balie.ground.aws import guard, keys
from balie.ground.core import canonical
from balie.ground.core.clock import from_text
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
    item["data"] = {"S": item["data"]["S"].replace("12.10", "21.10")}


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


def change_entry(log: Tamperer, seq: int) -> None:
    _rewrite_entries(log, seq, lambda entries, at: entries[at].__setitem__(3, "0" * 64))


def change_entrys_object(log: Tamperer, seq: int) -> None:
    _rewrite_entries(log, seq, lambda entries, at: entries[at].__setitem__(1, "inv_other"))


def delete_entry(log: Tamperer, seq: int) -> None:
    _rewrite_entries(log, seq, lambda entries, at: entries.pop(at))


def delete_entry_and_event(log: Tamperer, seq: int) -> None:
    _rewrite_entries(log, seq, lambda entries, at: entries.pop(at))
    delete_event(log, seq)


def insert_entry(log: Tamperer, seq: int) -> None:
    other = ["evt_other", "inv_1", "2026-11-20T23:55:00.000000Z", "0" * 64]
    _rewrite_entries(log, seq, lambda entries, at: entries.insert(at, other))


def repeat_entry(log: Tamperer, seq: int) -> None:
    _rewrite_entries(log, seq, lambda entries, at: entries.insert(at, entries[at]))


def swap_entries(log: Tamperer, seq: int) -> None:
    def swapped(entries: list[Any], at: int) -> None:
        other = (at + 1) % len(entries)
        entries[at], entries[other] = entries[other], entries[at]

    _rewrite_entries(log, seq, swapped)


def swap_entries_and_marks(log: Tamperer, seq: int) -> None:
    """And close the block again, as if it had been so."""
    swap_entries(log, seq)
    block = log.block_of(seq)
    for place, entry in enumerate(json.loads(block["data"]["S"]), int(block["first"]["N"])):
        row = keys.event(entry[2], entry[0])
        log.table.items[f"T#{log.tenant}#{row.pk}", row.sk]["seq"] = {"N": str(place)}
    close_again(block)


def change_text_and_block(log: Tamperer, seq: int) -> None:
    """The event, its entry and its block's hash agree; the next block does not."""
    change_text_and_hash(log, seq)
    digest = log.event(seq)["hash"]["S"]
    _rewrite_entries(log, seq, lambda entries, at: entries[at].__setitem__(3, digest))
    close_again(log.block_of(seq))


def delete_block(log: Tamperer, seq: int) -> None:
    log.remove(log.block_of(seq))


def move_block(log: Tamperer, seq: int) -> None:
    block = log.block_of(seq)
    log.remove(block)
    log.insert({**block, "sk": {"S": f"{keys.BLOCKS}{seq + 1000:012d}"}})


def copy_block(log: Tamperer, seq: int) -> None:
    copied = deepcopy(log.block_of(seq))
    log.insert({**copied, "sk": {"S": f"{keys.BLOCKS}{seq + 1000:012d}"}})


def change_blocks_time(log: Tamperer, seq: int) -> None:
    log.block_of(seq)["chained_at"] = {"S": "2026-11-21T08:00:00.000000Z"}


def change_blocks_first(log: Tamperer, seq: int) -> None:
    log.block_of(seq)["first"] = {"N": "7777"}


def change_blocks_previous(log: Tamperer, seq: int) -> None:
    log.block_of(seq)["previous"] = {"S": "0" * 64}


def change_blocks_hash(log: Tamperer, seq: int) -> None:
    log.block_of(seq)["hash"] = {"S": "0" * 64}


def spoil_block(log: Tamperer, seq: int) -> None:
    log.block_of(seq)["data"] = {"S": "[[7]]"}


def empty_block(log: Tamperer, seq: int) -> None:
    log.block_of(seq)["data"] = {"S": "[]"}


def cut_off(log: Tamperer, seq: int) -> None:
    """The end of the chain from this block on, with the head set back; the events stay."""
    block = log.block_of(seq)
    head = log.head()
    head["seq"] = {"N": str(int(block["first"]["N"]) - 1)}
    head["hash"] = block["previous"]
    first = block["sk"]["S"]
    for later in [one for one in log.blocks() if one["sk"]["S"] >= first]:
        for entry in json.loads(later["data"]["S"]):
            row = keys.event(entry[2], entry[0])
            del log.table.items[f"T#{log.tenant}#{row.pk}", row.sk]["seq"]
        log.remove(later)


def close_again(block: Item) -> None:
    entries = tuple(Entry(*each) for each in json.loads(block["data"]["S"]))
    *_, end = rules.positions(
        Block(
            first=int(block["first"]["N"]),
            last=int(block["first"]["N"]) + len(entries) - 1,
            previous=block["previous"]["S"],
            hash="",
            chained_at=from_text(block["chained_at"]["S"]),
            entries=entries,
        )
    )
    block["hash"] = {"S": end.hash}


def rewrite_all(log: Tamperer, seq: int) -> None:
    """An event is changed, and the whole chain made anew to fit: only a kept head tells."""
    change_text_and_block(log, seq)
    for before, block in zip(log.blocks(), log.blocks()[1:], strict=False):
        block["previous"] = before["hash"]
        close_again(block)
    log.head()["hash"] = log.blocks()[-1]["hash"]


def _rewrite_entries(log: Tamperer, seq: int, rewrite: Callable[[list[Any], int], object]) -> None:
    block = log.block_of(seq)
    entries = json.loads(block["data"]["S"])
    rewrite(entries, seq - int(block["first"]["N"]))
    block["data"] = {"S": json.dumps(entries)}


def set_head_back(log: Tamperer) -> None:
    log.head()["seq"] = {"N": "7"}


def set_head_on(log: Tamperer) -> None:
    log.head()["seq"] = {"N": "7777"}


def change_heads_hash(log: Tamperer) -> None:
    log.head()["hash"] = {"S": "0" * 64}


def delete_head(log: Tamperer) -> None:
    log.remove(log.head())


AT_AN_ENTRY: tuple[Callable[[Tamperer, int], None], ...] = (
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
    change_entry,
    change_entrys_object,
    delete_entry,
    delete_entry_and_event,
    insert_entry,
    repeat_entry,
    swap_entries,
    swap_entries_and_marks,
    change_text_and_block,
    delete_block,
    move_block,
    copy_block,
    change_blocks_time,
    change_blocks_first,
    change_blocks_previous,
    change_blocks_hash,
    spoil_block,
    empty_block,
    cut_off,
)
AT_THE_HEAD: tuple[Callable[[Tamperer], None], ...] = (
    set_head_back,
    set_head_on,
    change_heads_hash,
    delete_head,
)
