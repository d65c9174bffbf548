"""The loopback process as the bench sees it: where it listens, and the event for each function."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from dev.stripe.outbox import signature
from tests.house import lambda_events

Event = dict[str, Any]


class Served:
    def __init__(self, said: dict[str, Any]) -> None:
        self.environment: dict[str, str] = said["environment"]
        self._said = said

    def webhook(self) -> Event:
        """Signed now: a signature is good for five minutes."""
        body = self._said["webhook"]["body"].encode()
        path = urlsplit(self._said["webhook"]["url"]).path
        _, _, provider, tenant, endpoint = path.split("/")
        return lambda_events.http(
            "POST",
            path,
            headers={"stripe-signature": signature(body, self._said["secret"])},
            body=body,
            path_parameters={"provider": provider, "tenant": tenant, "endpoint": endpoint},
        )

    def overview(self) -> Event:
        return get_overview(self._said["host"], self._said["cookies"])

    def hint(self) -> Event:
        return lambda_events.sqs([self._said["hint"]])

    def taken(self) -> list[tuple[str, str, Any]]:
        """The requests that came in since the last asking."""
        with urlopen(f"{self.environment['AWS_ENDPOINT_URL']}/taken") as answer:
            return [(service, name, params) for service, name, params in json.load(answer)]


def get_overview(host: str, cookies: list[str]) -> Event:
    headers = {"host": "api.internal", "x-balie-host": host}
    return lambda_events.http("GET", "/api/overview", headers=headers, cookies=cookies)


@contextmanager
def served() -> Iterator[Served]:
    command = [sys.executable, "-m", "tests.bench.loopback"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        try:
            yield Served(json.loads(child.stdout.readline()))
        finally:
            child.terminate()
