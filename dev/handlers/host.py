"""Calls a handler the way Lambda does: an event in, an answer or a function error out."""

import asyncio
import importlib
import json
import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from http import HTTPStatus
from typing import Any

import boto3

from dev.function import Function
from dev.handlers.context import context_for
from dev.handlers.streams import StreamDelivery

Event = dict[str, Any]
Answer = tuple[HTTPStatus, bytes]


def with_cookies(event: Event) -> Event:
    """An HTTP API puts cookies in a list of their own; the embedded one leaves them a header.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    if event.get("version") == "2.0" and "cookie" in event.get("headers", {}):
        header = event["headers"].pop("cookie")
        event["cookies"] = [cookie.strip() for cookie in header.split(";")]
    return event


def bury(queue_arn: str, text: str) -> None:
    sqs = boto3.client("sqs")
    queue = sqs.get_queue_url(QueueName=queue_arn.rpartition(":")[2])
    sqs.send_message(QueueUrl=queue["QueueUrl"], MessageBody=text)


class HandlerHost:
    """All functions of the template, by name.

    Lambda gives each invocation an environment to itself, and what handles batches relies on
    that: those functions take turns. A web application is made to serve several at once.
    """

    def __init__(self, functions: list[Function], complain: Callable[[str], None]) -> None:
        """complain: shows a person one line."""
        self._functions = {function.name: function for function in functions}
        self._complain = complain
        self._handlers = {each.name: self._load(each) for each in functions}
        self._streams = {
            each.name: StreamDelivery(each.stream, bury) for each in functions if each.stream
        }
        self._turns: dict[str, AbstractContextManager[Any]] = {
            each.name: threading.Lock() if each.one_at_a_time else nullcontext()
            for each in functions
        }
        self._local = threading.local()

    def _load(self, function: Function) -> Callable[[Event, Any], Any] | None:
        try:
            module = importlib.import_module(function.folder.replace("/", ".") + ".app")
            handler: Callable[[Event, Any], Any] = module.handler
            return handler
        except Exception as error:
            self._report(function.name, error)
            return None

    def invoke(self, name: str, event: Event, *, request_id: str, deadline_ms: int) -> Answer:
        function = self._functions.get(name)
        handler = self._handlers.get(name)
        if function is None or handler is None:
            return _failure(ModuleNotFoundError(f"no handler for {name}"))
        self._give_event_loop()
        context = context_for(function, request_id=request_id, deadline_ms=deadline_ms)
        try:
            with self._turns[name]:
                if function.stream:
                    self._streams[name].deliver(event, lambda part: handler(part, context))
                    return HTTPStatus.OK, b"null"
                return HTTPStatus.OK, json.dumps(handler(with_cookies(event), context)).encode()
        except Exception as error:
            self._report(name, error)
            return _failure(error)

    def _give_event_loop(self) -> None:
        """Mangum expects the thread to have one."""
        if not hasattr(self._local, "loop"):
            self._local.loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._local.loop)

    def _report(self, name: str, error: Exception) -> None:
        traceback.print_exception(error)
        self._complain(f"{name}: {type(error).__name__}: {error}")


def _failure(error: Exception) -> Answer:
    told = {"errorType": type(error).__name__, "errorMessage": str(error)}
    return HTTPStatus.INTERNAL_SERVER_ERROR, json.dumps(told).encode()
