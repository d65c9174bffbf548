"""Events as AWS hands them to the handlers."""

import base64
import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dev.addresses import ORIGIN_SECRET

_numbers = itertools.count(1)


@dataclass
class LambdaContext:
    function_name: str = "test"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:000000000000:function:test"
    aws_request_id: str = "00000000-0000-4000-8000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return 20_000


def http(
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    encoded: bool = False,
    path_parameters: Mapping[str, str] | None = None,
    cookies: Iterable[str] = (),
    query: str = "",
    source_ip: str = "203.0.113.9",
) -> dict[str, Any]:
    """API Gateway, payload format 2.0. encoded: the body arrives as base64."""
    text = base64.b64encode(body).decode() if encoded else body.decode("utf-8", "surrogateescape")
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "cookies": list(cookies),
        "headers": {"x-balie-origin": ORIGIN_SECRET}
        | {name.lower(): value for name, value in (headers or {}).items()},
        "pathParameters": dict(path_parameters or {}),
        "requestContext": {
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": source_ip,
                "userAgent": "test",
            },
            "requestId": "r",
            "stage": "$default",
            "timeEpoch": 0,
        },
        "body": text,
        "isBase64Encoded": encoded,
    }


def sqs(
    messages: Iterable[Mapping[str, Any]], *, fifo: bool = True, receives: int = 1
) -> dict[str, Any]:
    """messages: as given to SendMessage. receives: how often they have been received by now."""
    return {"Records": [_sqs_record(message, fifo, receives) for message in messages]}


def _sqs_record(message: Mapping[str, Any], fifo: bool, receives: int) -> dict[str, Any]:
    group = {"MessageGroupId": message.get("MessageGroupId", "g")} if fifo else {}
    return {
        "messageId": f"message-{next(_numbers)}",
        "receiptHandle": "receipt",
        "body": message["MessageBody"],
        "attributes": {"ApproximateReceiveCount": str(receives), **group},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:queue",
        "awsRegion": "eu-central-1",
    }


def stream(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """items: rows as DynamoDB has them, just inserted."""
    return {
        "Records": [
            {
                "eventID": str(number),
                "eventName": "INSERT",
                "eventSource": "aws:dynamodb",
                "dynamodb": {
                    "Keys": {"pk": item["pk"], "sk": item["sk"]},
                    "NewImage": json.loads(json.dumps(item)),
                    "SequenceNumber": str(number),
                    "StreamViewType": "NEW_IMAGE",
                },
            }
            for number, item in enumerate(items, 1)
        ]
    }
