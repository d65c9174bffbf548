"""The repository's files name no machine, no download address and no secret."""

import re

import pytest

from tests.architecture.source import ROOT, tracked_files

# A folder of somebody's machine at the start of a path; `/api/…` and the like are addresses.
OF_A_MACHINE = re.compile(r"(?<![\w.~$}*/-])/(?:home|root|Users|work|mnt|private|var/folders)/\w")
REGISTRY = re.compile(
    r"(?i)pypi\.(?:org|python)|pythonhosted\.org|registry\.(?:npmjs|yarnpkg)|registry\.\w+\.io"
    r"|(?:artifactory|nexus)\.\w+|--(?:extra-)?index-url[ =]http|proxy\.golang\.org"
)
KEY = re.compile(r"\b[sr]k_live_\w{8,}|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----")


def texts():
    for file in tracked_files():
        content = file.read_bytes()
        if b"\0" not in content[:1024]:
            yield str(file.relative_to(ROOT)), content.decode("utf-8")


@pytest.mark.parametrize("pattern", [OF_A_MACHINE, REGISTRY, KEY], ids=["path", "registry", "key"])
def test_no_file_holds_such_text(pattern):
    found = {name: match[0] for name, text in texts() for match in [pattern.search(text)] if match}
    assert not found


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (OF_A_MACHINE, "see " + "/home" + "/me/balie"),
        (REGISTRY, "https://files." + "pythonhosted" + ".org/packages"),
        (KEY, "sk_" + "live_" + "51abcdefgh"),
    ],
)
def test_such_text_is_found(pattern, text):
    assert pattern.search(text)
