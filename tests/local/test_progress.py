"""The first start waits for all that follows from it."""

import time

from dev import progress


def test_it_waits_until_nothing_is_left_however_slow_the_answers(monkeypatch, capsys):
    monkeypatch.setattr(progress, "QUIET_SECONDS", 0.05)
    counts = [5, 3, 1, 0, 0]

    def left():
        time.sleep(0.1)
        return counts.pop(0) if counts else 0

    progress.until_quiet("Webhooks", left, busy=lambda: False)
    assert len(counts) <= 1
    assert "done" in capsys.readouterr().out


def test_it_waits_for_who_is_still_at_work(monkeypatch):
    monkeypatch.setattr(progress, "QUIET_SECONDS", 0.0)
    work = [True, True, False]
    progress.until_quiet("Webhooks", lambda: 0, busy=lambda: work.pop(0))
    assert len(work) <= 2
