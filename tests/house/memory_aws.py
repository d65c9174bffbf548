"""The other services in memory, as far as the handlers use them."""

import base64
import hashlib
import importlib
import io
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from balie.ground.aws import guard
from balie.ground.aws.direct import Refused
from tests.house.lambda_events import LambdaContext
from tests.house.memory_dynamodb import MemoryDynamoDB

DEDUPLICATED_SECONDS = 300
Interfere = Callable[[str, str], None]


def _undisturbed(_name: str, _moment: str) -> None:
    return


class MemorySqs:
    """Queues by their address, FIFO ones dropping a repeated deduplication id for five minutes.

    waits: in seconds, of those that were to be tried again.
    """

    def __init__(self) -> None:
        self.interfere: Interfere = _undisturbed
        self.sent: dict[str, list[dict[str, Any]]] = {}
        self.waits: list[int] = []
        self._seen: dict[tuple[str, str], float] = {}

    def send_message(self, **params: Any) -> dict[str, Any]:
        self.interfere("sqs.SendMessage", "before")
        self._keep(params)
        self.interfere("sqs.SendMessage", "after")
        return {"MessageId": hashlib.sha256(params["MessageBody"].encode()).hexdigest()[:32]}

    def send_message_batch(self, **params: Any) -> dict[str, Any]:
        self.interfere("sqs.SendMessageBatch", "before")
        assert len(params["Entries"]) <= 10
        for entry in params["Entries"]:
            self._keep({**entry, "QueueUrl": params["QueueUrl"]})
        self.interfere("sqs.SendMessageBatch", "after")
        return {"Successful": [{"Id": entry["Id"]} for entry in params["Entries"]]}

    def _keep(self, params: dict[str, Any]) -> None:
        repeated = (params["QueueUrl"], params.get("MessageDeduplicationId", ""))
        forgotten = self._seen.get(repeated, 0) + DEDUPLICATED_SECONDS
        if not params.get("MessageDeduplicationId") or time.time() >= forgotten:
            self._seen[repeated] = time.time()
            self.sent.setdefault(params["QueueUrl"], []).append(params)

    def change_message_visibility(self, **params: Any) -> dict[str, Any]:
        self.waits.append(params["VisibilityTimeout"])
        return {}

    def take(self, queue_url: str) -> list[dict[str, Any]]:
        return self.sent.pop(queue_url, [])


class MemoryKms:
    """Binds the encryption context, as KMS does; hides nothing."""

    def __init__(self) -> None:
        self.interfere: Interfere = _undisturbed
        self.decrypted = 0

    def encrypt(self, **params: Any) -> dict[str, Any]:
        sealed = {"context": params["EncryptionContext"], "text": params["Plaintext"].decode()}
        return {"CiphertextBlob": base64.b64encode(json.dumps(sealed).encode())}

    def decrypt(self, **params: Any) -> dict[str, Any]:
        self.interfere("kms.Decrypt", "before")
        self.decrypted += 1
        sealed = json.loads(base64.b64decode(params["CiphertextBlob"]))
        assert sealed["context"] == params["EncryptionContext"], "another context"
        self.interfere("kms.Decrypt", "after")
        return {"Plaintext": sealed["text"].encode()}


class MemoryS3:
    def __init__(self) -> None:
        self.interfere: Interfere = _undisturbed
        self.objects: dict[str, tuple[bytes, str]] = {}

    def put_object(self, **params: Any) -> dict[str, Any]:
        guard.check_object("PutObject", params)
        self.interfere("s3.PutObject", "before")
        self.objects[params["Key"]] = (params["Body"], params["ContentType"])
        self.interfere("s3.PutObject", "after")
        return {}

    def generate_presigned_url(
        self, operation: str, *, Params: dict[str, str], ExpiresIn: int
    ) -> str:
        guard.check_object({"get_object": "GetObject"}[operation], Params)
        return f"https://files.example/?{urlencode({**Params, 'ExpiresIn': ExpiresIn})}"

    def get_object(self, **params: Any) -> dict[str, Any]:
        guard.check_object("GetObject", params)
        if params["Key"] not in self.objects:
            raise Refused("GetObject", "NoSuchKey", status=404)
        content, media_type = self.objects[params["Key"]]
        return {"Body": io.BytesIO(content), "ContentType": media_type}


class MemoryFunctions:
    """Functions that others call, by name: their handlers run here, in the caller's process."""

    def __init__(self) -> None:
        self.interfere: Interfere = _undisturbed
        self.called = 0

    def invoke(self, **params: Any) -> dict[str, Any]:
        self.interfere("lambda.Invoke", "before")
        self.called += 1
        handler = importlib.import_module(f"functions.{params['FunctionName']}.app").handler
        try:
            said, failed = handler(json.loads(params["Payload"]), LambdaContext()), {}
        except Exception as error:
            said, failed = {"errorType": type(error).__name__}, {"FunctionError": "Unhandled"}
        self.interfere("lambda.Invoke", "after")
        return {"Payload": io.BytesIO(json.dumps(said).encode()), **failed}


class MemorySes:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send_email(self, **params: Any) -> dict[str, Any]:
        self.sent.append(params)
        return {"MessageId": "1"}


class MemoryAws:
    """Stands in for `clients.Clients`."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Empty, and undisturbed."""
        self.dynamodb = MemoryDynamoDB()
        self.sqs = MemorySqs()
        self.kms = MemoryKms()
        self.s3 = MemoryS3()
        self.functions = MemoryFunctions()
        self.sesv2 = MemorySes()

    def interfere_with(self, interfere: Interfere) -> None:
        self.dynamodb.interfere = interfere
        self.sqs.interfere = interfere
        self.kms.interfere = interfere
        self.s3.interfere = interfere
        self.functions.interfere = interfere
