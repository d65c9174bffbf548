"""The base of models that are kept: what they share is the version of their row."""

from pydantic import BaseModel, ConfigDict, Field


class Stored(BaseModel):
    """version: that of the row as it was read; 0 for what is not stored yet.

    What an unreadable row holds is not repeated in the error, which is logged.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    version: int = Field(default=0, exclude=True)
