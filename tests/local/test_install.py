"""What the set-up says when it cannot go on, and what it leaves when it is cut off."""

import os
import signal
import subprocess
import sys
import time

import pytest

from dev import install


def command(folder, name, *lines):
    file = folder / name
    file.write_text("\n".join(["#!/bin/sh", *lines]) + "\n")
    file.chmod(0o755)


@pytest.mark.parametrize(
    ("line", "told"),
    [("exit 1", "this is one that does not start"), ("echo v18.20.1", "this is v18.20.1")],
)
def test_a_node_that_will_not_do_is_named(tmp_path, monkeypatch, line, told):
    command(tmp_path, "node", line)
    command(tmp_path, "npm", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(install.Missing, match=told):
        install.check_node()


def test_an_environment_whose_update_fails_is_made_afresh_next_time(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("")
    environment = tmp_path / ".venv-example"
    (environment / "bin").mkdir(parents=True)
    command(environment / "bin", "python", "exit 1")
    (environment / "made-from").write_text("something older")
    with pytest.raises(install.Missing, match="Installing"):
        install.make_environment(environment, requirements)
    assert not (environment / "made-from").exists()


def test_a_set_up_that_is_cut_off_says_so_in_one_line(tmp_path):
    started = tmp_path / "started"
    script = tmp_path / "set_up.py"
    script.write_text(
        "import pathlib, sys, time\n"
        "from dev import install\n"
        "def wait(*_):\n"
        f"    pathlib.Path({str(started)!r}).touch()\n"
        "    time.sleep(60)\n"
        "install.make_environment = wait\n"
        f"install.__file__ = {str(script)!r}\n"
        "sys.exit(install.main())\n"
    )
    process = subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(install.ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not started.exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told.split("\n") == ["", "  Stopped; the next start goes on from here.", ""]
