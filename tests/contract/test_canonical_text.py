"""The text that hashes are made of is RFC 8785's, which is what ECMAScript writes, names sorted."""

import json
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.ground.core import canonical

AS_ECMASCRIPT_HAS_IT = """
const sorted = (value) =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === "object"
      ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]))
      : value;
const lines = require("fs").readFileSync(0, "utf8").split("\\n").filter(Boolean);
process.stdout.write(lines.map((line) => JSON.stringify(sorted(JSON.parse(line)))).join("\\n"));
"""
NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,12}", fullmatch=True)
WHOLE = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
VALUES = st.recursive(
    st.none() | st.text() | WHOLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


def as_ecmascript_has_it(values):
    """https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2: strings and literals are its own."""
    given_lines = "\n".join(json.dumps(value) for value in values)
    done = subprocess.run(
        ["node", "-e", AS_ECMASCRIPT_HAS_IT], input=given_lines.encode(), capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().split("\n")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=4), min_size=1, max_size=20))
def test_the_text_is_what_ecmascript_writes(values):
    assert [canonical.to_text(value) for value in values] == as_ecmascript_has_it(values)


def test_every_character_of_the_basic_plane_is_written_as_ecmascript_does():
    one_each = [{"c": chr(code)} for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert [canonical.to_text(value) for value in one_each] == as_ecmascript_has_it(one_each)


def test_the_example_of_the_rfc_is_written_as_it_says():
    """https://www.rfc-editor.org/rfc/rfc8785#section-3.2.3, its texts and literals."""
    value = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, 1, -1],
    }
    expected = '{"literals":[null,1,-1],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical.to_text(value) == expected


def test_half_a_character_has_no_hash():
    with pytest.raises(UnicodeEncodeError):
        canonical.digest(canonical.to_text({"number": "\ud800"}))
