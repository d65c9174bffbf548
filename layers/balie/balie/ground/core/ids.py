"""Ids: a prefix and a ULID (https://github.com/ulid/spec), so that they sort by their moment."""

import hashlib
import re
from datetime import datetime

from ulid import ULID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TENANT = re.compile(r"ten_[0-9A-Z]{26}")


def new_id(prefix: str) -> str:
    return f"{prefix}_{ULID()}"


def derived_id(prefix: str, created_at: datetime, *cause: str) -> str:
    """The id that follows from where an object comes from.

    Applying one provider object twice, in any order and after any crash, meets the same row.
    The moment is the object's own creation, so its list sorts by it.
    """
    milliseconds = int(created_at.timestamp() * 1000)
    digest = hashlib.sha256("\x1f".join(cause).encode()).digest()[:10]
    return f"{prefix}_{ULID(milliseconds.to_bytes(6, 'big') + digest)}"


def newest_first(object_id: str) -> str:
    """The id's ULID in an order that sorts the newest first: each digit is mirrored."""
    ulid = object_id.rpartition("_")[2]
    return "".join(CROCKFORD[31 - CROCKFORD.index(digit)] for digit in ulid)
