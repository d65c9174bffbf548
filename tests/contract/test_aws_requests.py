"""What we send to AWS is what its own SDK sends: the same signature, the same request."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials as TheirCredentials
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.ground.aws import guard, services, surroundings
from balie.ground.aws.direct import Service
from balie.ground.aws.signature import Credentials, Request, signed
from balie.ground.core import clock

HOST = "dynamodb.eu-central-1.amazonaws.com"
PLAIN = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)
SAID = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
QUEUE = "https://sqs.eu-central-1.amazonaws.com/000000000000/mail"
KEY = {"pk": {"S": "T#ten_1#TENANT"}, "sk": {"S": "TENANT"}}
LOW = {":pk": KEY["pk"], ":low": {"S": "\x00é"}}
PUT = {"TableName": "table", "Item": {**KEY, "n": {"N": "12"}, "on": {"BOOL": True}}}
CONTEXT = {"tenant": "ten_1", "purpose": "api"}
FILE = {"Bucket": "files", "Key": "tenants/ten_1/logos/abc.png"}
MAIL = {
    "FromEmailAddress": "billing@balie.example",
    "Destination": {"ToAddresses": ["sanne@vandijk.example"]},
    "Content": {"Simple": {"Subject": {"Data": "é"}, "Body": {"Text": {"Data": "x"}}}},
}
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("dynamodb", "get_item", {"TableName": "table", "Key": KEY, "ConsistentRead": True}),
    (
        "dynamodb",
        "query",
        {
            "TableName": "table",
            "KeyConditionExpression": "pk = :pk AND sk > :low",
            "ExpressionAttributeValues": LOW,
            "Limit": 3,
        },
    ),
    (
        "dynamodb",
        "transact_write_items",
        {"TransactItems": [{"Put": PUT}], "ClientRequestToken": "t" * 36},
    ),
    ("sqs", "send_message", {"QueueUrl": QUEUE, "MessageBody": '{"é": 1}'}),
    (
        "sqs",
        "send_message_batch",
        {"QueueUrl": QUEUE, "Entries": [{"Id": "0", "MessageBody": "{}"}]},
    ),
    ("sqs", "receive_message", {"QueueUrl": QUEUE, "MaxNumberOfMessages": 10}),
    ("sqs", "delete_message", {"QueueUrl": QUEUE, "ReceiptHandle": "r"}),
    (
        "sqs",
        "change_message_visibility",
        {"QueueUrl": QUEUE, "ReceiptHandle": "r", "VisibilityTimeout": 9},
    ),
    (
        "kms",
        "encrypt",
        {"KeyId": "key", "Plaintext": b"\x00\xff", "EncryptionContext": CONTEXT},
    ),
    (
        "kms",
        "decrypt",
        {"KeyId": "key", "CiphertextBlob": b"\xff", "EncryptionContext": CONTEXT},
    ),
    ("lambda", "invoke", {"FunctionName": "arn:aws:lambda:x:1:function:f", "Payload": b"{}"}),
    ("sesv2", "send_email", MAIL),
    ("s3", "get_object", FILE),
    ("s3", "put_object", {**FILE, "Body": b"\x89PNG", "ContentType": "image/png"}),
]
OURS: dict[str, Callable[[], Any]] = {
    "dynamodb": services.DynamoDB,
    "sqs": services.Sqs,
    "kms": services.Kms,
    "lambda": services.Functions,
    "sesv2": services.Ses,
    "s3": services.S3,
}


class Sent(Exception):
    """Instead of an answer."""


@given(
    parts=st.lists(st.text("abcXYZ019-_~%:", min_size=1, max_size=9), max_size=4),
    said=SAID,
    body=st.binary(max_size=200),
    keys=st.tuples(PLAIN, PLAIN, st.none() | PLAIN),
    service=st.sampled_from(("dynamodb", "sqs", "kms", "lambda", "ses", "s3")),
    now=MOMENTS,
)
def test_a_request_is_signed_as_the_sdk_signs_it(
    parts: list[str],
    said: str,
    body: bytes,
    keys: tuple[str, str, str | None],
    service: str,
    now: datetime,
) -> None:
    path, headers = f"/{'/'.join(parts)}", {"host": HOST, "x-amz-target": said}
    if service == "s3":
        headers["x-amz-content-sha256"] = hashlib.sha256(body).hexdigest()
    request, credentials = Request("POST", path, headers, body), Credentials(*keys)
    ours = signed(request, credentials, region="eu-central-1", service=service, now=now)
    theirs = AWSRequest("POST", f"https://{HOST}{path}", headers=headers, data=body)
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(botocore.auth, "get_current_datetime", lambda: now)
        signer(TheirCredentials(*keys), service, "eu-central-1").add_auth(theirs)
    assert ours["authorization"] == theirs.headers["Authorization"]
    assert ours["x-amz-date"] == theirs.headers["X-Amz-Date"]


@pytest.mark.parametrize(("service", "name", "params"), CALLS, ids=[name for _, name, _ in CALLS])
def test_an_operation_is_asked_for_as_the_sdk_asks(
    service: str, name: str, params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    method, url, target, body = _as_we_ask(service, name, params, monkeypatch)
    theirs = _as_the_sdk_asks(service, name, params)
    assert (method, url) == (theirs.method, theirs.url)
    assert target == theirs.headers.get("X-Amz-Target", b"").decode()
    assert _content(body) == _content(theirs.body)


@settings(max_examples=25)
@given(
    name=st.from_regex(r"tenants/ten_1/[a-z]{1,9}/[A-Za-z0-9_-]{1,20}\.pdf", fullmatch=True),
    shown=SAID,
    keys=st.tuples(PLAIN, PLAIN, st.none() | PLAIN),
    now=MOMENTS,
)
def test_a_link_to_a_file_is_the_one_that_the_sdk_makes(
    name: str, shown: str, keys: tuple[str, str, str | None], now: datetime
) -> None:
    params = {
        "Bucket": "files",
        "Key": name,
        "ResponseContentDisposition": shown,
        "ResponseContentType": "application/pdf",
        "ResponseCacheControl": "private, no-store",
    }
    with pytest.MonkeyPatch.context() as patched, guard.scope(guard.prefix_of("ten_1")):
        patched.setenv("AWS_REGION", "eu-central-1")
        patched.delenv("AWS_ENDPOINT_URL", raising=False)
        patched.setattr(botocore.auth, "get_current_datetime", lambda: now)
        patched.setattr(clock, "now", lambda: now)
        patched.setattr(surroundings, "credentials", lambda: Credentials(*keys))
        made = services.S3().generate_presigned_url("get_object", Params=params, ExpiresIn=60)
        theirs = _sdk("s3", *keys)
        expected = theirs.generate_presigned_url("get_object", Params=params, ExpiresIn=60)
    assert _parts(made) == _parts(expected)


def test_every_operation_that_we_ask_for_is_compared():
    told = {(service, name) for service, name, _ in CALLS}
    assert told == {
        (service, name)
        for service, ours in OURS.items()
        for name in vars(ours)
        if name not in ("call", "generate_presigned_url") and not name.startswith("_")
    }


def _as_we_ask(
    service: str, name: str, params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str, str, bytes]:
    def send(of: Service, _operation: str, request: Request) -> None:
        url = f"{of._url.geturl()}{request.path}"
        raise Sent(request.method, url, request.headers.get("x-amz-target", ""), request.body)

    monkeypatch.setattr(Service, "send", send)
    with guard.scope(guard.prefix_of("ten_1")), pytest.raises(Sent) as sent:
        getattr(OURS[service](), name)(**params)
    method, url, target, body = sent.value.args
    return method, url, target, body


def _as_the_sdk_asks(service: str, name: str, params: dict[str, Any]) -> Any:
    client = _sdk(service, "a", "s", None)

    def caught(request: Any, **_: Any) -> None:
        raise Sent(request)

    client.meta.events.register("before-send", caught)
    with pytest.raises(Sent) as sent:
        getattr(client, name)(**params)
    return sent.value.args[0]


def _sdk(service: str, access: str, secret: str, token: str | None) -> Any:
    s3 = service == "s3"
    return boto3.client(  # type: ignore[call-overload]
        service,
        region_name="eu-central-1",
        endpoint_url="https://s3.eu-central-1.amazonaws.com" if s3 else None,
        aws_access_key_id=access,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(
            signature_version="s3v4" if s3 else None,
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
        ),
    )


def _parts(url: str) -> tuple[str, list[str]]:
    address, _, query = url.partition("?")
    return address, sorted(query.split("&"))


def _content(body: Any) -> Any:
    """JSON means the same with or without spaces; a file is its bytes."""
    said = body.read() if hasattr(body, "read") else body or b""
    return json.loads(said) if said[:1] in (b"{", "{") else said
