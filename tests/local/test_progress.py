"""The first start waits for all that follows from it."""

import pytest

from dev import progress


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(progress, "LOOK_EVERY_SECONDS", 0.0)


def test_a_pause_between_two_parts_of_the_work_is_not_its_end(capsys):
    counts = [5, 0, 0, 3, 0, 1, *[0] * progress.QUIET_LOOKS]
    progress.until_quiet("Webhooks", lambda: counts.pop(0), busy=lambda: False)
    assert counts == []
    assert "done" in capsys.readouterr().out


def test_it_waits_for_who_is_still_at_work():
    work = [*[True] * 30, *[False] * progress.QUIET_LOOKS]
    progress.until_quiet("Webhooks", lambda: 0, busy=lambda: work.pop(0))
    assert work == []


def test_what_does_not_move_is_left_to_itself(monkeypatch, capsys):
    monkeypatch.setattr(progress, "STUCK_SECONDS", 0.01)
    progress.until_quiet("Webhooks", lambda: 7, busy=lambda: False)
    assert "7 will be tried again later" in capsys.readouterr().out


def test_nothing_to_go_is_not_told_before_the_work_has_begun(monkeypatch, capsys):
    monkeypatch.setattr(progress, "LINE_EVERY_SECONDS", -1.0)
    counts = [0, 0, 4, *[0] * progress.QUIET_LOOKS]
    progress.until_quiet("Webhooks", lambda: counts.pop(0), busy=lambda: False)
    assert capsys.readouterr().out == "  Webhooks: 4 to go\n  Webhooks: done        \n"
