"""A record that somebody publishes in a domain's DNS, for AWS to find there."""

from typing import NamedTuple


class Record(NamedTuple):
    """As a zone file has it, without the dots at the ends."""

    name: str
    kind: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}  {self.kind}  {self.value}"
