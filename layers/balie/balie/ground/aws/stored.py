"""Models as rows keep them: JSON in the attribute `data`, the version beside it.

Apart from `rows`, because it needs pydantic and the webhook function does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from balie.ground.aws import rows
from balie.ground.aws.keys import Key, ListKey
from balie.ground.aws.rows import Row
from balie.ground.core.errors import Invalid
from balie.ground.core.stored import Stored

Model = TypeVar("Model", bound=Stored)
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Read]):
    """A row that was read to be checked. name: its sort key. found: None when it is unreadable.

    in_place: whether it stands, and is listed, where what it says belongs.
    """

    name: str
    found: Read | None
    in_place: bool


def read(model: type[Model], row: Row) -> Model:
    """Attributes that a newer release adds have defaults, so that older rows are read as well."""
    found = model.model_validate_json(rows.text(row, "data"))
    return found.model_copy(update={"version": rows.number(row, "version")})


def data(model: Stored) -> Row:
    return {"data": model.model_dump_json()}


def checked(
    row: Row, read: Callable[[Row], Read], belongs: Callable[[Read], tuple[Key, ListKey | None]]
) -> Kept[Read]:
    """belongs: where what was read should stand and be listed; None for what is in no list."""
    name = rows.text(row, "sk")
    try:
        found = read(row)
    except (KeyError, TypeError, ValueError, Invalid):
        return Kept(name, None, in_place=False)
    key, listed = belongs(found)
    is_listed = (row.get("list_pk"), row.get("list_sk")) == (listed or (None, None))
    return Kept(name, found, in_place=is_listed and (row["pk"], name) == key)
