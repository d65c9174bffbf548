"""A row of the bench: what was measured, against what, and whether the goal is met."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

WORDS = {True: "met", False: "not met", None: "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """met: None when there is no goal, or nothing was measured. figures: for the JSON file."""

    id: str
    measured: str
    goal: str
    met: bool | None
    against: str
    figures: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def table(rows: Iterable[Row]) -> str:
    """Markdown, so that it can be pasted into docs/performance.md."""
    head = ["| id | measured | goal | | against |", "|-|-|-|-|-|"]
    return "\n".join([*head, *map(_line, rows)])


def _line(row: Row) -> str:
    cells = (row.id, row.measured, row.goal, WORDS[row.met], row.against)
    return f"| {' | '.join(cells)} |"
