"""Requests to AWS without an SDK: connections that are kept, tries, and what AWS refuses.

Importing and starting an SDK costs a function more than everything else it does for its first
event: docs/decisions/0016-aws-without-its-sdk.md.
"""

import json
import random
import re
import select
import ssl
import time
from collections import deque
from collections.abc import Mapping
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from balie.ground.aws import surroundings
from balie.ground.aws.signature import Request, signed, signed_link
from balie.ground.core import clock

CONNECT_SECONDS, ANSWER_SECONDS = 3, 10
TRIES = 5
FIRST_WAIT_SECONDS = 0.1  # at the most; twice as long before each further try
XML_CODE = re.compile(rb"<Code>(\w+)</Code>")
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
TRANSIENT = (500, 502, 503, 504)
THROTTLED = (
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
)


class AwsError(Exception):
    """AWS did not do it, or did not say so."""


class Unreachable(AwsError):
    """No answer; it may have been done."""


class Refused(AwsError):
    """code: the error's name. reasons: of a cancelled transaction, one for each of its writes."""

    def __init__(
        self, operation: str, code: str, said: str = "", *, status: int = 400, reasons: Any = ()
    ) -> None:
        super().__init__(f"{operation}: {code} ({status}): {said}")
        self.code = code
        self.status = status
        self.reasons: tuple[str, ...] = tuple(reasons)

    @property
    def is_passing(self) -> bool:
        """Whether the same request may do better in a moment."""
        return self.status in TRANSIENT or self.code in THROTTLED


class Service:
    """One of AWS's services. Safe to use from several threads: each request has its connection.

    host: the first part of its address. signed_as: the name that its requests are signed under.
    """

    def __init__(
        self,
        host: str,
        *,
        signed_as: str = "",
        tries: int = TRIES,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._url = urlsplit(surroundings.endpoint(host))
        self._region = surroundings.region()
        self._signed_as = signed_as or host
        self._tries = tries
        self._answer_seconds = answer_seconds
        self._idle: deque[HTTPConnection] = deque()

    def send(self, operation: str, request: Request) -> tuple[HTTPResponse, bytes]:
        """The answer and its body, all of it read. Raises Refused or Unreachable."""
        for attempt in range(self._tries - 1):
            try:
                return self._try(operation, request)
            except Refused as refused:
                if not refused.is_passing:
                    raise
            except Unreachable:
                pass
            time.sleep(random.uniform(0, FIRST_WAIT_SECONDS * 2**attempt))  # noqa: S311
        return self._try(operation, request)

    def link(self, path: str, query: Mapping[str, str], seconds: int) -> str:
        """A whole address that says itself who asks."""
        signed_query = signed_link(
            Request("GET", path, {"host": self._url.netloc}, b""),
            query,
            surroundings.credentials(),
            region=self._region,
            service=self._signed_as,
            now=clock.now(),
            seconds=seconds,
        )
        return f"{self._url.geturl()}{path}?{signed_query}"

    def _try(self, operation: str, request: Request) -> tuple[HTTPResponse, bytes]:
        named = request._replace(headers={**request.headers, "host": self._url.netloc})
        headers = signed(
            named,
            surroundings.credentials(),
            region=self._region,
            service=self._signed_as,
            now=clock.now(),
        )
        connection = self._connection()
        try:
            connection.request(request.method, request.path, request.body, headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException) as error:
            connection.close()
            raise Unreachable(f"{operation}: {self._url.netloc}: {error!r}") from error
        self._idle.append(connection)
        if answer.status >= 300:
            raise _refusal(operation, answer, body)
        return answer, body

    def _connection(self) -> HTTPConnection:
        try:
            kept = self._idle.pop()
        except IndexError:
            return self._connected()
        if not _was_dropped(kept):
            return kept
        kept.close()
        return self._connection()

    def _connected(self) -> HTTPConnection:
        host, port = self._url.hostname or "", self._url.port
        made = (
            HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=_trusted())
            if self._url.scheme == "https"
            else HTTPConnection(host, port, timeout=CONNECT_SECONDS)
        )
        try:
            made.connect()
        except OSError as error:
            raise Unreachable(f"{self._url.netloc}: {error!r}") from error
        made.sock.settimeout(self._answer_seconds)
        return made


def _refusal(operation: str, answer: HTTPResponse, body: bytes) -> Refused:
    said = _said(body)
    named = answer.headers["x-amzn-errortype"] or str(said.get("__type", ""))
    in_xml = XML_CODE.search(body)
    code = named.rpartition("#")[2].partition(":")[0] or (in_xml and in_xml[1].decode())
    text = said.get("message") or said.get("Message") or ""
    reasons = [reason.get("Code", "None") for reason in said.get("CancellationReasons") or ()]
    status = answer.status
    return Refused(operation, code or f"Status{status}", str(text), status=status, reasons=reasons)


def _said(body: bytes) -> dict[str, Any]:
    """Nothing when it is no JSON: S3 answers in XML, and what stands in between in any form."""
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _was_dropped(connection: HTTPConnection) -> bool:
    """A connection at rest that has something to read has been closed at the other end."""
    return connection.sock is None or bool(select.select([connection.sock], [], [], 0)[0])


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that the system trusts, or those in SSL_CERT_FILE."""
    return ssl.create_default_context()
