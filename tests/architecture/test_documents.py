"""What the documents point at is there: pages, headings, files of the source, tests."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.architecture.source import ROOT, tracked_files

PAGES = [file for file in tracked_files() if file.suffix == ".md"]
CODE = re.compile(r"`[^`\n]*`")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^()\s]+)\)|<img src=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
SOURCE_FILE = re.compile(r"`([\w.-]+(?:/[\w.-]+)*\.(?:py|js|css|html|yaml|toml|in))`")
TESTS_FILE = re.compile(r"\btests/[\w/]+\.py\b")
TEST = re.compile(r"\btest_\w+\b(?!\.py)")
ON_SCREEN = re.compile(r"\*\*([^*]+)\*\* \(\*([^*]+)\*\)")
TEXT = re.compile(r'^  (\w+): "(.*)",$', re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")


def text_of(page: Path) -> str:
    return FENCED.sub("", page.read_text())


def slug(heading: str) -> str:
    """As GitHub makes one of a heading: letters, digits and hyphens, spaces as hyphens."""
    told = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", told).strip().replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {slug(heading) for heading in HEADING.findall(text_of(page))}


def links(page: Path) -> list[str]:
    found = ["".join(each) for each in LINK.findall(CODE.sub("", text_of(page)))]
    return [unquote(link) for link in found if not link.startswith(ELSEWHERE)]


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or ROOT not in (target, *target.parents):
        return False
    return not anchor or anchor in anchors(target)


def named(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    """Each page with what it names."""
    return {
        (str(page.relative_to(ROOT)), name)
        for page in PAGES
        for name in pattern.findall(text_of(page))
    }


def test_every_link_leads_somewhere():
    broken = [
        (str(page.relative_to(ROOT)), link)
        for page in PAGES
        for link in links(page)
        if not leads_somewhere(page, link)
    ]
    assert broken == []


def test_every_file_that_is_named_is_there():
    """Pages leave out where a path begins when it is plain: `stripe/verify.py`."""
    known = {f"/{file.relative_to(ROOT)}" for file in tracked_files()}
    missing = {
        (page, name)
        for page, name in named(SOURCE_FILE)
        if not any(path.endswith(f"/{name}") for path in known)
    }
    assert missing == set()


def test_every_test_that_is_named_is_there():
    tests = "\n".join(file.read_text() for file in (ROOT / "tests").rglob("*.py"))
    known = set(re.findall(r"\bdef (test_\w+)", tests))
    assert {(page, name) for page, name in named(TEST) if name not in known} == set()


def test_every_file_of_tests_that_is_named_is_there():
    """In commands as well."""
    told = {name for page in PAGES for name in TESTS_FILE.findall(page.read_text())}
    assert len(told) > 20
    assert [name for name in told if not (ROOT / name).is_file()] == []


def test_words_of_the_screen_are_the_ones_on_it():
    """Told as **Connect** (*Koppelen*): English, and the Dutch of the same text."""
    page = " ".join((ROOT / "docs" / "first-quarter-of-an-hour.md").read_text().split())
    told = set(ON_SCREEN.findall(page))
    shown = set()
    for english in (ROOT / "portal_static" / "locales").glob("*en.js"):
        dutch = english.with_name(english.name.replace("en.js", "nl.js"))
        texts = [dict(TEXT.findall(file.read_text())) for file in (english, dutch)]
        shown |= {(texts[0][key], texts[1][key]) for key in texts[0].keys() & texts[1].keys()}
    assert len(told) > 10
    assert told - shown == set()


def test_every_page_of_docs_is_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        targets = {(page.parent / link.partition("#")[0]).resolve() for link in links(page)}
        waiting += [each for each in targets - reached if each.suffix == ".md" and each.is_file()]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


@pytest.mark.parametrize(
    ("link", "leads"),
    [("#limits", True), ("#of-nothing", False), ("docs/tour.md", True), ("docs/none.md", False)],
)
def test_a_link_that_leads_nowhere_is_found(link: str, leads: bool):
    assert leads_somewhere(ROOT / "README.md", link) is leads
