"""Requests to AWS without an SDK: what is tried again, what is not, and what is said then."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from balie.ground.aws import guard, services, surroundings
from balie.ground.aws.direct import Refused, Service, Unreachable
from balie.ground.aws.services import Sqs
from balie.ground.aws.signature import Credentials, Request
from balie.ground.aws.surroundings import AwsUnknown

Answer = tuple[int, bytes]
DONE: Answer = (200, b'{"MessageId": "1"}')
BUSY: Answer = (400, b'{"__type": "com.amazon.coral.availability#ThrottlingException"}')
BROKEN: Answer = (503, b"<html>")
MISSING: Answer = (400, b'{"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "no queue"}')
HANG_UP: Answer = (0, b"")


class Aws(BaseHTTPRequestHandler):
    """Answers with what stands next in `answers`, and the last one for ever."""

    protocol_version = "HTTP/1.1"
    answers: list[Answer]
    seen: list[tuple[Any, dict[str, Any]]]
    extra: dict[str, str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.client_address, json.loads(body)))
        status, said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in {**self.extra, "Content-Length": str(len(said))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Aws]]:
    class Served(Aws):
        answers = [DONE]
        seen = []
        extra = {}

    server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    yield Served
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def send(sqs: Sqs | None = None) -> dict[str, Any]:
    return (sqs or Sqs()).send_message(QueueUrl="q", MessageBody="é")


def test_one_connection_serves_many_requests(aws: type[Aws]) -> None:
    sqs = Sqs()
    for _ in range(3):
        assert send(sqs) == {"MessageId": "1"}
    assert len({address for address, _ in aws.seen}) == 1


@pytest.mark.parametrize("passing", [BUSY, BROKEN, HANG_UP])
def test_what_passes_is_tried_again_after_longer_and_longer(
    aws: type[Aws], waits: list[float], passing: Answer
) -> None:
    aws.answers = [passing, passing, DONE]
    assert send() == {"MessageId": "1"}
    assert len(aws.seen) == 3
    assert all(0 <= wait <= most for wait, most in zip(waits, (0.1, 0.2), strict=True))


@pytest.mark.parametrize(
    ("lasting", "expected"), [(BUSY, Refused), (BROKEN, Refused), (HANG_UP, Unreachable)]
)
def test_what_lasts_is_said_after_five_tries(
    aws: type[Aws], waits: list[float], lasting: Answer, expected: type[Exception]
) -> None:
    aws.answers = [lasting]
    with pytest.raises(expected):
        send()
    assert (len(aws.seen), len(waits)) == (5, 4)


def test_a_refusal_is_said_at_once_with_its_name(aws: type[Aws], waits: list[float]) -> None:
    aws.answers = [MISSING]
    with pytest.raises(Refused, match="SendMessage: QueueDoesNotExist .400.: no queue") as refused:
        send()
    assert (refused.value.code, len(aws.seen), waits) == ("QueueDoesNotExist", 1, [])


def test_a_cancelled_transaction_says_why_for_each_write(
    aws: type[Aws], waits: list[float]
) -> None:
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "no"}]
    said = {"__type": "x#TransactionCanceledException", "CancellationReasons": reasons}
    aws.answers = [(400, json.dumps(said).encode())]
    with guard.scope(""), pytest.raises(Refused) as refused:
        services.DynamoDB().transact_write_items(TransactItems=[])
    assert refused.value.reasons == ("None", "ConditionalCheckFailed")


def test_a_transaction_that_is_tried_again_is_the_same_one(
    aws: type[Aws], waits: list[float]
) -> None:
    aws.answers = [HANG_UP, DONE]
    dynamodb = services.DynamoDB()
    with guard.scope(""):
        for _ in range(2):
            dynamodb.transact_write_items(TransactItems=[])
    first, again, other = (said["ClientRequestToken"] for _, said in aws.seen)
    assert first == again != other


@pytest.mark.parametrize(
    ("body", "extra"),
    [
        (b"<Error><Code>NoSuchKey</Code></Error>", {}),
        (b"{}", {"x-amzn-errortype": "NoSuchKey:http://internal/"}),
        (b'["NoSuchKey"]', {"x-amzn-errortype": "NoSuchKey"}),
    ],
)
def test_the_name_of_a_refusal_is_found_where_a_service_puts_it(
    aws: type[Aws], body: bytes, extra: dict[str, str]
) -> None:
    aws.answers, aws.extra = [(404, body)], extra
    with pytest.raises(Refused) as refused:
        send()
    assert (refused.value.code, refused.value.status) == ("NoSuchKey", 404)


def test_a_connection_that_was_closed_meanwhile_is_made_anew_without_a_try(
    aws: type[Aws], waits: list[float]
) -> None:
    sqs = Sqs()
    aws.extra = {"Connection": "close"}
    for _ in range(2):
        send(sqs)
    assert len({address for address, _ in aws.seen}) == 2
    assert waits == []


def test_a_call_of_a_function_is_made_once(aws: type[Aws], waits: list[float]) -> None:
    aws.answers = [BROKEN]
    with pytest.raises(Refused):
        services.Functions().invoke(FunctionName="f", Payload=b"{}")
    assert len(aws.seen) == 1


def test_a_function_that_failed_says_so(aws: type[Aws]) -> None:
    aws.extra = {"X-Amz-Function-Error": "Unhandled"}
    answer = services.Functions().invoke(FunctionName="f", Payload=b"{}")
    assert (answer["FunctionError"], answer["Payload"].read()) == ("Unhandled", DONE[1])


def test_nobody_there_is_unreachable(aws: type[Aws], waits: list[float], monkeypatch: Any) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Unreachable, match="127.0.0.1:9"):
        send()


def test_an_answer_that_does_not_come_is_waited_for_no_longer_than_is_said(
    aws: type[Aws],
) -> None:
    with _silent() as port, pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        silent = Service("sqs", tries=1, answer_seconds=0.05)
        with pytest.raises(Unreachable, match="timed out"):
            silent.send("SendMessage", Request("POST", "/", {}, b"{}"))


def test_many_threads_have_a_connection_each(aws: type[Aws]) -> None:
    sqs, failed = Sqs(), []

    def often() -> None:
        for _ in range(20):
            failed.extend([] if send(sqs) == {"MessageId": "1"} else [1])

    threads = [threading.Thread(target=often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, len(aws.seen)) == ([], 160)


def test_a_functions_credentials_are_those_of_its_environment(monkeypatch: Any) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "t")
    assert surroundings.credentials() == Credentials("a", "s", "t")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "")
    assert surroundings.credentials() == Credentials("a", "s", None)


def test_an_operators_profile_is_found_by_the_sdk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, elsewhere: Callable[[], None]
) -> None:
    (tmp_path / "config").write_text(
        "[profile firm]\nregion = eu-west-1\naws_access_key_id = a\naws_secret_access_key = s\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "firm")
    assert surroundings.credentials() == Credentials("a", "s", None)
    assert surroundings.region() == "eu-west-1"
    assert surroundings.endpoint("sqs") == "https://sqs.eu-west-1.amazonaws.com"


def test_what_is_not_there_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, elsewhere: Callable[[], None]
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(AwsUnknown, match="no AWS credentials"):
        surroundings.credentials()
    with pytest.raises(AwsUnknown, match="no AWS region"):
        surroundings.region()


@pytest.mark.parametrize(
    ("environment", "service", "address"),
    [
        ({}, "email", "https://email.eu-central-1.amazonaws.com"),
        ({"AWS_REGION": "cn-north-1"}, "kms", "https://kms.cn-north-1.amazonaws.com.cn"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "kms", "http://127.0.0.1:1"),
        ({"AWS_ENDPOINT_URL_SESV2": "http://127.0.0.1:1"}, "email", "http://127.0.0.1:1"),
    ],
)
def test_a_service_is_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], service: str, address: str
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name, value in {"AWS_REGION": "eu-central-1", **environment}.items():
        monkeypatch.setenv(name, value)
    assert surroundings.endpoint(service) == address


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """On an operator's machine."""
    for name in (
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_PROFILE",
    ):
        monkeypatch.delenv(name, raising=False)
    surroundings._sdk.cache_clear()
    yield
    surroundings._sdk.cache_clear()


@contextmanager
def _silent() -> Iterator[int]:
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]
