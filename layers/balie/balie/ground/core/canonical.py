"""One text for one value, and its hash: equal facts have equal hashes, whoever computes them.

The JSON Canonicalization Scheme, https://www.rfc-editor.org/rfc/rfc8785, for what we keep: text,
whole numbers, lists and objects with names in ASCII. For those it is what `json` writes with sorted
names, no spaces and no escapes that JSON does not ask for; fractions, and names that UTF-16 would
sort otherwise, there are none.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

Canonical = str | int | None | Mapping[str, "Canonical"] | Sequence["Canonical"]


def to_text(value: Canonical) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
