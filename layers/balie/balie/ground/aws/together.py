"""Several partitions, or lists, read as if they were one, in the order of their sort keys.

A page takes at most its own length from each of them, and goes on past the sort key of its last
row: so a sort key stands in one of them only, as those do that end in an id.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge

from balie.ground.aws import rows
from balie.ground.aws.rows import Row
from balie.ground.aws.table import Page
from balie.ground.aws.work import Work


def query(
    work: Work, partitions: Sequence[str], begins_with: str, *, limit: int, after: str = ""
) -> Page:
    """One read of each partition. Raises as `Work.query`."""
    return _page(
        [work.query(pk, begins_with, limit=limit, after=after) for pk in partitions], limit, "sk"
    )


def query_lists(
    work: Work, lists: Sequence[str], begins_with: str = "", *, limit: int, after: str = ""
) -> Page:
    """One read of each list, a moment behind."""
    return _page(
        [work.query_list(pk, begins_with, limit=limit, after=after) for pk in lists],
        limit,
        "list_sk",
    )


def query_activity(work: Work, partitions: Sequence[str], *, limit: int, after: str = "") -> Page:
    """Events, the newest first; one read of each partition, a moment behind."""
    found = [work.query_activity(pk, limit=limit, after=after) for pk in partitions]
    return _page(found, limit, "activity_sk", backwards=True)


def every(work: Work, partitions: Sequence[str], begins_with: str) -> Iterator[Row]:
    """All of them, a page of each at a time."""
    return merge(*(work.every(pk, begins_with) for pk in partitions), key=_place("sk"))


def _page(found: Sequence[Page], limit: int, sort_key: str, *, backwards: bool = False) -> Page:
    """What lies past the end of a page that goes on is left for the next one."""
    if len(found) == 1:
        return found[0]
    place = _place(sort_key)
    listed = sorted((row for page in found for row in page.rows), key=place, reverse=backwards)
    ends = [page.next_after for page in found if page.next_after is not None]
    if ends:
        nearest = max(ends) if backwards else min(ends)
        listed = [row for row in listed if not _is_past(place(row), nearest, backwards)]
    kept = listed[:limit]
    goes_on = bool(ends) or len(listed) > limit
    return Page(kept, place(kept[-1]) if goes_on and kept else None)


def _is_past(place: str, end: str, backwards: bool) -> bool:
    return place < end if backwards else place > end


def _place(sort_key: str) -> Callable[[Row], str]:
    return lambda row: rows.text(row, sort_key)
