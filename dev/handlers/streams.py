"""Delivers a table's stream to its function as AWS does.

The embedded AWS repeats a failed batch for ever and overlooks a partial failure. Here a batch is
continued at the record that failed, halved until the failing record stands alone, and given up
on: after the mapping's number of attempts that record goes to the dead letters.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

import json
from collections.abc import Callable
from typing import Any

ONE_SHARD = "shardId-00000000000000000000-00000000"  # the embedded AWS' stream has no other

Event = dict[str, Any]
Record = dict[str, Any]
Call = Callable[[Event], Any]


class NotAllHandled(Exception):
    """The handler named a record that it could not handle."""


def _sequence(record: Record) -> str:
    number: str = record["dynamodb"]["SequenceNumber"]
    return number


class StreamDelivery:
    """One mapping's place in its stream, between two deliveries; not for several threads."""

    def __init__(
        self,
        settings: dict[str, Any],
        bury: Callable[[str, str], None],
    ) -> None:
        """bury: given the queue's ARN and the text to put there."""
        self._settings = settings
        self._bury = bury
        self._done = ""
        self._failures = 0

    def deliver(self, event: Event, call: Call) -> None:
        """Raises what the handler raised when the rest of the batch has to come again."""
        waiting = [record for record in event["Records"] if _sequence(record) > self._done]
        while waiting:
            waiting = self._advance(waiting, call)

    def _advance(self, waiting: list[Record], call: Call) -> list[Record]:
        size = len(waiting)
        while True:
            try:
                self._hand_over(waiting[:size], call)
            except Exception as error:
                left = [record for record in waiting if _sequence(record) > self._done]
                if len(left) < len(waiting):
                    return left
                if size > 1 and self._settings["bisect"]:
                    size //= 2
                    continue
                self._count_failure(waiting[:size], error)
            return waiting[size:]

    def _hand_over(self, records: list[Record], call: Call) -> None:
        answer = call({"Records": records}) or {}
        failed = {each["itemIdentifier"] for each in answer.get("batchItemFailures", [])}
        for record in records:
            if _sequence(record) in failed:
                raise NotAllHandled(f"stopped at record {_sequence(record)}")
            self._move_past(record)

    def _move_past(self, record: Record) -> None:
        self._done = _sequence(record)
        self._failures = 0

    def _count_failure(self, records: list[Record], error: Exception) -> None:
        self._failures += 1
        if self._failures <= self._settings["attempts"]:
            raise error
        if self._settings["dead_letters"]:
            self._bury(self._settings["dead_letters"], json.dumps(_obituary(records)))
        self._move_past(records[-1])


def _obituary(records: list[Record]) -> dict[str, Any]:
    return {
        "requestContext": {"condition": "RetryAttemptsExhausted"},
        "DDBStreamBatchInfo": {
            "shardId": ONE_SHARD,
            "startSequenceNumber": _sequence(records[0]),
            "endSequenceNumber": _sequence(records[-1]),
            "batchSize": len(records),
            "streamArn": records[0]["eventSourceARN"],
        },
    }
