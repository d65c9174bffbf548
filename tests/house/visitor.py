"""A browser without a screen: keeps cookies, sends what our own page sends."""

import asyncio
import base64
import json
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from functions.mail_out import app as mail_out
from functions.portal_api import app as portal_api
from tests.house import lambda_events
from tests.house.lambda_events import LambdaContext

Handler = Callable[[Any, Any], Any]
OWN_PAGE = {
    "content-type": "application/json",
    "x-balie": "1",
    "sec-fetch-site": "same-origin",
}


class Answer:
    def __init__(self, raw: dict[str, Any]) -> None:
        self.status: int = raw["statusCode"]
        self.headers: dict[str, str] = raw["headers"]
        encoded = raw.get("isBase64Encoded", False)
        self.body: bytes = base64.b64decode(raw["body"]) if encoded else raw["body"].encode()
        self.cookies: list[str] = raw.get("cookies", [])

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Visitor:
    """handler: of the function that the paths are of; the portal's if not given."""

    def __init__(
        self, host: str, *, address: str = "203.0.113.9", handler: Handler = portal_api.handler
    ) -> None:
        self.host = host
        self.handler = handler
        self.address = address
        self.jar: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: object, headers: dict[str, str] | None = None) -> Answer:
        sent = OWN_PAGE if headers is None else headers
        return self.send("POST", path, headers=sent, body=json.dumps(body).encode())

    def send_json(self, method: str, path: str, body: object) -> Answer:
        return self.send(method, path, headers=OWN_PAGE, body=json.dumps(body).encode())

    def send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        _have_event_loop()
        path, _, query = path.partition("?")
        event = lambda_events.http(
            method,
            path,
            headers={"host": "api.internal", "x-balie-host": self.host, **(headers or {})},
            body=body,
            cookies=[f"{name}={value}" for name, value in self.jar.items()],
            query=query,
            source_ip=self.address,
        )
        answer = Answer(self.handler(event, LambdaContext()))
        self._keep(answer.cookies)
        return answer

    def _keep(self, cookies: list[str]) -> None:
        for text in cookies:
            for name, morsel in SimpleCookie(text).items():
                if morsel["max-age"] == "0":
                    self.jar.pop(name, None)
                else:
                    self.jar[name] = morsel.value


def send_mail(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The mail queue's messages through the worker; those that failed come back."""
    if not messages:
        return []
    event = lambda_events.sqs(messages, fifo=False)
    outcome = mail_out.handler(event, LambdaContext())
    again = {failure["itemIdentifier"] for failure in outcome["batchItemFailures"]}
    records = zip(messages, event["Records"], strict=True)
    return [message for message, record in records if record["messageId"] in again]


def _have_event_loop() -> None:
    """Mangum expects one: other threads have none, nor has the main one after `asyncio.run`."""
    try:
        asyncio.get_event_loop_policy().get_event_loop()
    except RuntimeError:
        asyncio.set_event_loop(asyncio.new_event_loop())
