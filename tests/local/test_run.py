"""The whole run: started, asked, stopped, killed, started again."""

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec

import httpx
import pytest

from dev import deployment, template
from dev.children import is_taken
from dev.embedded import Aws
from dev.run import CannotStart, check_ports
from dev.sites import listen
from dev.started import StartedRun, free_addresses
from dev.template import ROOT

pytestmark = pytest.mark.skipif(
    find_spec("dev.stripe.__main__") is None, reason="needs the Stripe simulator"
)
SECONDS = 15


def get(url, host=None):
    answer = httpx.get(url, headers={"Host": host} if host else {}, timeout=10)
    assert answer.is_success, (url, answer.text)
    return answer.text


def waiting_until(condition, seconds=SECONDS):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("run") / "state", free_addresses()


@pytest.fixture(scope="module")
def started(place):
    """One state directory through this file: each test leaves the run going for the next."""
    holder = {"run": StartedRun(*place)}
    yield holder
    holder["run"].stop()


def test_all_addresses_answer(started):
    addresses = started["run"].addresses
    assert "<html" in get(f"{addresses.portal}/invoices")
    assert get(addresses.portal, host="desk.localhost") != get(addresses.portal)
    assert "Inbox" in get(addresses.inbox)
    assert isinstance(json.loads(get(f"{addresses.inbox}/messages.json")), list)
    get(addresses.stripe)


def test_the_api_answers_through_the_deployed_function(started):
    assert json.loads(get(f"{started['run'].addresses.portal}/branding/portal.json"))["name"]


def test_a_second_run_is_told_in_one_line(started, place):
    state, addresses = place
    told = subprocess.run(
        [sys.executable, "-m", "dev", "up", "--state", state],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "is running on" in told.stdout
    assert len(told.stdout.splitlines()) == 1


def test_a_port_in_use_is_named_with_the_way_out():
    addresses = free_addresses()
    taken = addresses.ports["inbox"]
    refused = pytest.raises(CannotStart, match=rf"{taken} .*BALIE_PORT=")
    with listen(taken), refused:
        check_ports(addresses, patience_seconds=0)


@pytest.mark.parametrize("port", ["abc", "80", "65532", ""])
def test_a_port_that_cannot_be_is_told_in_words(place, port):
    state, _ = place
    told = subprocess.run(
        [sys.executable, "-m", "dev", "reset", "--state", state, f"--port={port}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert told.stderr.endswith(f"{port!r} is not a port from 1024 to 65531 (BALIE_PORT)\n")


def test_a_state_that_cannot_be_kept_is_told_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    told = subprocess.run(
        [sys.executable, "-m", "dev", "up", "--state", tmp_path / "file" / "state"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (1, "")
    assert len(told.stdout.splitlines()) == 1


def processes_of(run):
    """The run's own process and its children."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()[1:]]
    return [run.pid, *(pid for pid, parent in pairs if parent == run.pid)]


def aws_of(run):
    return Aws(f"http://127.0.0.1:{run.addresses.ports['embedded AWS']}")


def write_row(run, name):
    aws = aws_of(run)
    table = deployment.physical_ids(aws)["Table"]
    item = {"pk": {"S": "T#test"}, "sk": {"S": name}}
    aws.client("dynamodb").put_item(TableName=table, Item=item)


def has_row(run, name):
    aws = aws_of(run)
    table = deployment.physical_ids(aws)["Table"]
    key = {"pk": {"S": "T#test"}, "sk": {"S": name}}
    return "Item" in aws.client("dynamodb").get_item(TableName=table, Key=key)


def test_state_survives_kill_9_of_everything(started, place):
    run = started["run"]
    write_row(run, "before-kill")
    time.sleep(4)
    for pid in processes_of(run):
        os.kill(pid, signal.SIGKILL)
    run.kill()
    started["run"] = StartedRun(*place)
    assert has_row(started["run"], "before-kill")


def test_children_end_when_the_run_is_killed_and_nothing_is_lost(started, place):
    run = started["run"]
    write_row(run, "just-before-kill")
    run.kill()
    waiting_until(lambda: not any(is_taken(port) for port in run.addresses.ports.values()))
    started["run"] = StartedRun(*place)
    assert has_row(started["run"], "just-before-kill")


def test_an_orderly_stop_leaves_no_process_and_a_second_start_deploys_nothing(started, place):
    run = started["run"]
    children = processes_of(run)[1:]
    assert run.stop() == 0
    for pid in children:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    started["run"] = StartedRun(*place)
    assert "deployed" not in started["run"].printed()
    assert has_row(started["run"], "before-kill")


def test_handlers_that_die_are_started_again(started):
    run = started["run"]
    listed = subprocess.run(
        ["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True
    )
    (handlers,) = [
        int(line.split()[0])
        for line in listed.stdout.splitlines()
        if "dev.handlers" in line and str(run.state) in line
    ]
    os.kill(handlers, signal.SIGKILL)
    waiting_until(lambda: "started again" in run.printed())
    assert json.loads(get(f"{run.addresses.portal}/branding/portal.json"))["name"]


def test_every_resource_is_deployed_in_the_run(started):
    aws = aws_of(started["run"])
    addresses = started["run"].addresses
    expanded = template.expand(template.read(), addresses.parameters(), addresses.handlers)
    expanded = template.for_this_machine(expanded)
    assert set(deployment.physical_ids(aws)) == set(expanded["Resources"])
