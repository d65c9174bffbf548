"""The base of models that are kept: what they share is the version of their row."""

from operator import not_
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# Of money in minor units, most is nothing most of the time, and every byte of a row is paid for.
Minor = Annotated[int, Field(exclude_if=not_)]
MinorByRef = Annotated[dict[str, int], Field(exclude_if=not_)]


class Stored(BaseModel):
    """version: that of the row as it was read; 0 for what is not stored yet.

    What an unreadable row holds is not repeated in the error, which is logged.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    version: int = Field(default=0, exclude=True)
