"""What is published is what the pages name, small, and the same wherever it is made."""

import json
import re
import shutil

import pytest

from dev import publish as publishing
from dev.front.sources import Sources
from dev.publish import PAGES, STATIC, PublishingFailed, publish
from tests.bench import page_weight

NAMED = re.compile(r'(?:src|href)="/(v/[^"]+)"')


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A copy of portal_static/ to change."""
    copy = tmp_path / "portal_static"
    shutil.copytree(STATIC, copy)
    monkeypatch.setattr(publishing, "STATIC", copy)
    monkeypatch.setattr("dev.front.sources.STATIC", copy)
    return copy


def names(folder):
    return {str(file.relative_to(folder)) for file in folder.rglob("*.*")}


def test_each_page_names_one_script_and_one_sheet_which_are_there(tmp_path):
    publish(tmp_path)
    for page in PAGES:
        named = NAMED.findall((tmp_path / page).read_text())
        assert sorted(file.rpartition(".")[2] for file in named) == ["css", "js"]
        assert all((tmp_path / file).is_file() for file in named)
        assert '"/app/' not in (tmp_path / page).read_text()
        assert not re.search(
            r"<script(?![^>]* src=)|importmap|<style", (tmp_path / page).read_text()
        )


def test_a_script_is_followed_by_none_that_it_needs_at_once(tmp_path):
    publish(tmp_path)
    for page in PAGES:
        script = next(f for f in NAMED.findall((tmp_path / page).read_text()) if f.endswith(".js"))
        assert not re.search(r'(?:from|import)"\./', (tmp_path / script).read_text())


def test_portal_and_desk_weigh_no_more_than_the_goal_until_their_data_shows():
    overview, customers, _ = page_weight.rows()
    assert overview.met, overview.measured
    assert customers.met, customers.measured


def test_names_follow_from_what_is_in_the_files_alone(tmp_path):
    publish(tmp_path / "one")
    publish(tmp_path / "deeper" / "two")
    assert names(tmp_path / "one") == names(tmp_path / "deeper" / "two")
    mapped = next((tmp_path / "one" / "v").glob("*.js.map"))
    found = json.loads(mapped.read_text())["sources"]
    assert all(source.startswith("../portal_static/") for source in found)


def test_an_edit_is_published_and_an_open_page_keeps_its_files(tmp_path, sources):
    site = Sources(tmp_path / "site")
    before = names(tmp_path / "site")
    site.publish_changes()
    assert names(tmp_path / "site") == before
    with (sources / "app" / "main.js").open("a") as main:
        main.write("console.log(location);\n")
    site.publish_changes()
    assert names(tmp_path / "site") > before


def test_a_source_that_cannot_be_read_is_named(tmp_path, sources):
    (sources / "app" / "main.js").write_text("const = 1;")
    with pytest.raises(PublishingFailed, match="main.js:1"):
        publish(tmp_path / "site")
    assert not (tmp_path / "site").exists()
