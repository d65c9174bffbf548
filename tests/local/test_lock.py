"""Two runs never share a state directory, and a crash leaves nothing in the way."""

import subprocess
import sys

import pytest

from dev.lock import AlreadyRunning, StateLock
from dev.run import reset
from dev.template import ROOT

HOLD = """
import sys, time, pathlib
from dev.lock import StateLock
lock = StateLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_is_refused(holder, tmp_path):
    with pytest.raises(AlreadyRunning):
        StateLock(tmp_path)
    with pytest.raises(AlreadyRunning):
        reset(tmp_path)


def test_a_killed_run_leaves_no_obstacle(holder, tmp_path):
    holder.kill()
    holder.wait()
    lock = StateLock(tmp_path)
    assert lock.after_crash
    lock.release()
    lock = StateLock(tmp_path)
    assert not lock.after_crash
    lock.release()


def test_reset_removes_only_what_a_run_keeps(tmp_path):
    (tmp_path / "aws").mkdir()
    (tmp_path / "mine.txt").write_text("keep")
    reset(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
