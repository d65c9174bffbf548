"""The webhook function with the standard library alone: the same three requests, signed by hand.

The floor: it has no retries, no clock correction and no refreshed credentials.
Signature version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import time
from functools import cache
from typing import Any
from urllib.parse import urlsplit

REGION = os.environ["AWS_REGION"]
secrets: dict[str, str] = {}


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    address = event["pathParameters"]
    digest = hashlib.sha256(address["endpoint"].encode()).hexdigest()
    key = {"pk": {"S": f"T#{address['tenant']}#ENDPOINT#{digest}"}, "sk": {"S": "ENDPOINT"}}
    asked = {"TableName": os.environ["BALIE_TABLE"], "Key": key, "ConsistentRead": True}
    found = call("dynamodb", "DynamoDB_20120810.GetItem", asked)
    endpoint = json.loads(found["Item"]["data"]["S"])
    body = event["body"].encode()
    secret = secret_of(address["tenant"], endpoint)
    if not is_authentic(body, event["headers"]["stripe-signature"], secret):
        return {"statusCode": 400}
    said = json.loads(body)
    hint = {
        "tenant": address["tenant"],
        "connection_id": endpoint["connection_id"],
        "ref": said["data"]["object"]["id"],
        "event_ref": said["id"],
    }
    message = {
        "QueueUrl": os.environ["BALIE_PROVIDER_EVENTS_QUEUE"],
        "MessageBody": json.dumps(hint),
        "MessageGroupId": f"{hint['connection_id']}:{hint['ref']}",
        "MessageDeduplicationId": said["id"],
    }
    call("sqs", "AmazonSQS.SendMessage", message)
    return {"statusCode": 200, "body": "{}"}


def secret_of(tenant: str, endpoint: dict[str, Any]) -> str:
    (ciphertext,) = endpoint["webhook_secrets"]
    if ciphertext not in secrets:
        bound = {"connection": endpoint["connection_id"], "tenant": tenant, "purpose": "webhook"}
        asked = {
            "KeyId": os.environ["BALIE_SECRETS_KEY"],
            "CiphertextBlob": ciphertext,
            "EncryptionContext": bound,
        }
        opened = call("kms", "TrentService.Decrypt", asked)
        secrets[ciphertext] = base64.b64decode(opened["Plaintext"]).decode()
    return secrets[ciphertext]


def is_authentic(body: bytes, header: str, secret: str) -> bool:
    parts = dict(part.split("=", 1) for part in header.split(","))
    signed = parts["t"].encode() + b"." + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    recent = abs(time.time() - int(parts["t"])) <= 300
    return recent and hmac.compare_digest(expected, parts["v1"])


def call(service: str, target: str, asked: dict[str, Any]) -> dict[str, Any]:
    body = json.dumps(asked).encode()
    connection = connection_to(service)
    connection.request("POST", "/", body, signed(connection.host, service, target, body))
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    return answer


@cache
def connection_to(service: str) -> http.client.HTTPConnection:
    where = urlsplit(os.environ["AWS_ENDPOINT_URL"])
    return http.client.HTTPConnection(where.hostname or "", where.port)


def signed(host: str, service: str, target: str, body: bytes) -> dict[str, str]:
    at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    headers = {"host": host, "x-amz-date": at, "x-amz-target": target}
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    hashed = hashlib.sha256(body).hexdigest()
    request = f"POST\n/\n\n{lines}\n{names}\n{hashed}"
    scope = f"{at[:8]}/{REGION}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{os.environ['AWS_SECRET_ACCESS_KEY']}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"{os.environ['AWS_ACCESS_KEY_ID']}/{scope}"
    authorization = f"Credential={credential}, SignedHeaders={names}, Signature={signature}"
    return {
        **headers,
        "content-type": "application/x-amz-json-1.0",
        "authorization": f"AWS4-HMAC-SHA256 {authorization}",
    }
