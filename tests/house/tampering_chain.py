"""What somebody may do to the audit chain who can write to the table."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from balie.firm.audit import rules
from balie.firm.audit.model import Block, Entry
from balie.ground.aws import keys
from balie.ground.core.clock import from_text
from tests.house.tampering import Item, Tamperer, change_text_and_hash, delete_event


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


AT_A_BLOCK: tuple[Callable[[Tamperer, int], None], ...] = (
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
