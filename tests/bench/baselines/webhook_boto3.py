"""The webhook function with boto3 and the standard library alone: the same three requests."""

import base64
import hashlib
import hmac
import json
import os
import time
from typing import Any

import boto3

session = boto3.session.Session()
dynamodb = session.client("dynamodb")
kms = session.client("kms")
sqs = session.client("sqs")
secrets: dict[str, str] = {}


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    address = event["pathParameters"]
    endpoint = read_endpoint(address["tenant"], address["endpoint"])
    body = event["body"].encode()
    if not is_authentic(body, event["headers"]["stripe-signature"], secret_of(address, endpoint)):
        return {"statusCode": 400}
    said = json.loads(body)
    message = hint(address["tenant"], endpoint["connection_id"], said)
    sqs.send_message(
        QueueUrl=os.environ["BALIE_PROVIDER_EVENTS_QUEUE"],
        MessageBody=json.dumps(message),
        MessageGroupId=f"{message['connection_id']}:{message['ref']}",
        MessageDeduplicationId=said["id"],
    )
    return {"statusCode": 200, "body": "{}"}


def read_endpoint(tenant: str, token: str) -> dict[str, Any]:
    found = dynamodb.get_item(
        TableName=os.environ["BALIE_TABLE"], Key=endpoint_key(tenant, token), ConsistentRead=True
    )
    endpoint: dict[str, Any] = json.loads(found["Item"]["data"]["S"])
    return endpoint


def secret_of(address: dict[str, str], endpoint: dict[str, Any]) -> str:
    (ciphertext,) = endpoint["webhook_secrets"]
    if ciphertext not in secrets:
        opened = kms.decrypt(
            KeyId=os.environ["BALIE_SECRETS_KEY"],
            CiphertextBlob=base64.b64decode(ciphertext),
            EncryptionContext=encryption_context(address["tenant"], endpoint["connection_id"]),
        )
        secrets[ciphertext] = opened["Plaintext"].decode()
    return secrets[ciphertext]


def endpoint_key(tenant: str, token: str) -> Any:
    digest = hashlib.sha256(token.encode()).hexdigest()
    return {"pk": {"S": f"T#{tenant}#ENDPOINT#{digest}"}, "sk": {"S": "ENDPOINT"}}


def encryption_context(tenant: str, connection_id: str) -> dict[str, str]:
    return {"tenant": tenant, "connection": connection_id, "purpose": "webhook"}


def is_authentic(body: bytes, header: str, secret: str) -> bool:
    parts = dict(part.split("=", 1) for part in header.split(","))
    if abs(time.time() - int(parts["t"])) > 300:
        return False
    signed = parts["t"].encode() + b"." + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts["v1"])


def hint(tenant: str, connection_id: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "tenant": tenant,
        "provider": "stripe",
        "connection_id": connection_id,
        "kind": said["type"].partition(".")[0],
        "ref": said["data"]["object"]["id"],
        "event_ref": said["id"],
    }
