"""Pages of several partitions come as the pages of one, whatever each read gives."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.ground.aws import together
from balie.ground.aws.rows import Row
from balie.ground.aws.table import Page

Partitions = list[list[str]]


class Apart:
    """Stands for a unit of work. most: rows that one read gives, as where they are very large."""

    def __init__(self, partitions: Partitions, most: int) -> None:
        self.rows = {str(at): sorted(keys) for at, keys in enumerate(partitions)}
        self.most = most
        self.reads = 0

    def query(self, pk: str, _begins_with: str, *, limit: int, after: str) -> Page:
        return self._page([key for key in self.rows[pk] if key > after], limit, "sk")

    def query_activity(self, pk: str, *, limit: int, after: str) -> Page:
        left = [key for key in reversed(self.rows[pk]) if not after or key < after]
        return self._page(left, limit, "activity_sk")

    def _page(self, left: list[str], limit: int, name: str) -> Page:
        self.reads += 1
        kept = left[: min(limit, self.most)]
        rows: list[Row] = [{name: key} for key in kept]
        return Page(rows, kept[-1] if len(left) > len(kept) else None)


def walked(apart: Any, limit: int, *, backwards: bool) -> list[str]:
    found: list[str] = []
    after: str | None = ""
    of = sorted(apart.rows)
    while after is not None:
        before = apart.reads
        if backwards:
            page = together.query_activity(apart, of, limit=limit, after=after)
        else:
            page = together.query(apart, of, "", limit=limit, after=after)
        assert len(page.rows) <= limit
        assert apart.reads - before == len(of)
        found += [str(row["activity_sk" if backwards else "sk"]) for row in page.rows]
        after = page.next_after
    return found


@pytest.mark.parametrize("backwards", [False, True])
@given(
    places=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 99)), unique_by=lambda one: one[1]),
    limit=st.integers(1, 7),
    most=st.integers(1, 7),
)
def test_every_row_comes_once_and_in_order(
    backwards: bool, places: list[tuple[int, int]], limit: int, most: int
) -> None:
    partitions: Partitions = [[] for _ in range(4)]
    for partition, number in places:
        partitions[partition].append(f"{number:02d}")
    found = walked(Apart(partitions, most), limit, backwards=backwards)
    assert found == sorted((key for keys in partitions for key in keys), reverse=backwards)
