"""Models as rows keep them: JSON in the attribute `data`, the version beside it.

Apart from `rows`, because it needs pydantic and the webhook function does not.
"""

from typing import TypeVar

from balie.ground.aws import rows
from balie.ground.aws.rows import Row
from balie.ground.core.stored import Stored

Model = TypeVar("Model", bound=Stored)


def read(model: type[Model], row: Row) -> Model:
    """Attributes that a newer release adds have defaults, so that older rows are read as well."""
    found = model.model_validate_json(rows.text(row, "data"))
    return found.model_copy(update={"version": rows.number(row, "version")})


def data(model: Stored) -> Row:
    return {"data": model.model_dump_json()}
