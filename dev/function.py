"""A function of the template, as the handler host has to know it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Function:
    """A function as deployed. `one_at_a_time`: it takes batches from a queue or a stream.

    `stream` is None unless it reads a table's stream.
    """

    name: str
    arn: str
    full_name: str
    folder: str
    memory_mb: int
    environment: dict[str, str]
    one_at_a_time: bool
    stream: dict[str, Any] | None
