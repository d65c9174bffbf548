"""Handlers are called as Lambda calls them, and their errors are seen."""

import json
import os

import pytest

from dev.function import Function
from dev.handlers.host import HandlerHost, with_cookies
from dev.handlers.log import HandlerLog

APP = """
import asyncio

def handler(event, context):
    if event.get("fail"):
        raise ValueError("no such invoice")
    asyncio.get_event_loop()
    return {"left": context.get_remaining_time_in_millis() > 0, "id": context.aws_request_id}
"""


@pytest.fixture
def host(tmp_path, monkeypatch):
    folder = tmp_path / "called"
    folder.mkdir()
    (folder / "app.py").write_text(APP)
    monkeypatch.syspath_prepend(tmp_path)
    complaints: list[str] = []
    good = Function("Good", "arn:good", "balie-Good", "called", 512, {}, False, None)
    bad = Function("Bad", "arn:bad", "balie-Bad", "missing", 512, {}, False, None)
    made = HandlerHost([good, bad], complaints.append)
    return made, complaints


def invoke(host, name, event):
    status, body = host.invoke(name, event, request_id="r-1", deadline_ms=10**14)
    return status, json.loads(body)


def test_an_event_is_answered_with_what_the_handler_returns(host):
    assert invoke(host[0], "Good", {}) == (200, {"left": True, "id": "r-1"})


def test_an_exception_is_a_function_error_and_one_line_for_a_person(host):
    status, told = invoke(host[0], "Good", {"fail": True})
    assert status == 500
    assert told == {"errorType": "ValueError", "errorMessage": "no such invoice"}
    assert host[1][-1] == "Good: ValueError: no such invoice"


def test_a_handler_that_cannot_be_loaded_fails_alone(host):
    assert invoke(host[0], "Bad", {})[0] == 500
    assert host[1][0].startswith("Bad: ModuleNotFoundError")
    assert invoke(host[0], "Good", {})[0] == 200


def test_cookies_come_as_a_list_as_from_an_http_api():
    event = {"version": "2.0", "headers": {"cookie": "a=1; b=2", "host": "x"}}
    assert with_cookies(event) == {
        "version": "2.0",
        "headers": {"host": "x"},
        "cookies": ["a=1", "b=2"],
    }


def test_an_error_in_the_log_is_told_once(tmp_path):
    reading, writing = os.pipe()
    kept = [os.dup(1), os.dup(2)]
    os.dup2(writing, 2)
    try:
        log = HandlerLog(tmp_path / "handlers.log")
        entry = {"level": "ERROR", "message": "hint failed", "exception": "Trace\nKeyError: 'id'"}
        for _ in range(3):
            log.write(json.dumps(entry) + "\n")
        log.write('{"level": "INFO", "message": "fine"}\n')
    finally:
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
    told = os.read(reading, 10_000).decode()
    assert told.count("! hint failed: KeyError: 'id'") == 1
    assert "fine" not in told
    assert (tmp_path / "handlers.log").read_text().count("hint failed") == 3
