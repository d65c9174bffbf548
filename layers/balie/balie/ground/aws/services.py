"""The operations of AWS that the product uses, by the names and parameters that AWS gives them."""

import base64
import hashlib
import json
import uuid
from io import BytesIO
from typing import Any
from urllib.parse import quote

from balie.ground.aws import guard
from balie.ground.aws.direct import Service
from balie.ground.aws.signature import Request

LONGEST_CALL_SECONDS = 29
ANSWERED = {
    "ResponseCacheControl": "response-cache-control",
    "ResponseContentDisposition": "response-content-disposition",
    "ResponseContentType": "response-content-type",
}


class JsonService:
    """A service that is told the operation in a header, and answers in JSON."""

    def __init__(self, host: str, target: str, version: str = "1.0") -> None:
        self._service = Service(host)
        self._target = target
        self._kind = f"application/x-amz-json-{version}"

    def call(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        headers = {"content-type": self._kind, "x-amz-target": f"{self._target}.{operation}"}
        request = Request("POST", "/", headers, json.dumps(params).encode())
        _, body = self._service.send(operation, request)
        answer: dict[str, Any] = json.loads(body) if body else {}
        return answer


class DynamoDB(JsonService):
    """Behind the guard."""

    def __init__(self) -> None:
        super().__init__("dynamodb", "DynamoDB_20120810")

    def call(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        guard.check(operation, params)
        return super().call(operation, params)

    def get_item(self, **params: Any) -> dict[str, Any]:
        return self.call("GetItem", params)

    def query(self, **params: Any) -> dict[str, Any]:
        return self.call("Query", params)

    def transact_write_items(self, **params: Any) -> dict[str, Any]:
        """Done once, however often it is tried: by a token of its own."""
        return self.call("TransactWriteItems", {"ClientRequestToken": str(uuid.uuid4()), **params})


class Sqs(JsonService):
    def __init__(self) -> None:
        super().__init__("sqs", "AmazonSQS")

    def send_message(self, **params: Any) -> dict[str, Any]:
        return self.call("SendMessage", params)

    def send_message_batch(self, **params: Any) -> dict[str, Any]:
        return self.call("SendMessageBatch", params)

    def receive_message(self, **params: Any) -> dict[str, Any]:
        return self.call("ReceiveMessage", params)

    def delete_message(self, **params: Any) -> dict[str, Any]:
        return self.call("DeleteMessage", params)

    def change_message_visibility(self, **params: Any) -> dict[str, Any]:
        return self.call("ChangeMessageVisibility", params)


class Kms(JsonService):
    def __init__(self) -> None:
        super().__init__("kms", "TrentService", "1.1")

    def encrypt(self, **params: Any) -> dict[str, Any]:
        return self._sealed("Encrypt", params, "Plaintext", "CiphertextBlob")

    def decrypt(self, **params: Any) -> dict[str, Any]:
        return self._sealed("Decrypt", params, "CiphertextBlob", "Plaintext")

    def _sealed(self, operation: str, params: Any, given: str, found: str) -> dict[str, Any]:
        """Bytes are base64 on the way."""
        text = base64.b64encode(params[given]).decode()
        answer = self.call(operation, {**params, given: text})
        return {**answer, found: base64.b64decode(answer[found])}


class Functions:
    """Calls are made once: what runs twice by accident should do so by a queue's rules.

    The answer is waited for as long as an HTTP API would.
    """

    def __init__(self) -> None:
        self._service = Service("lambda", tries=1, answer_seconds=LONGEST_CALL_SECONDS)

    def invoke(self, **params: Any) -> dict[str, Any]:
        name = quote(params["FunctionName"], safe="")
        path = f"/2015-03-31/functions/{name}/invocations"
        headers = {"content-type": "application/json"}
        request = Request("POST", path, headers, params["Payload"])
        answer, body = self._service.send("Invoke", request)
        failed = answer.headers["x-amz-function-error"]
        return {"Payload": BytesIO(body), **({"FunctionError": failed} if failed else {})}


class Ses:
    def __init__(self) -> None:
        self._service = Service("email", signed_as="ses")

    def send_email(self, **params: Any) -> dict[str, Any]:
        headers = {"content-type": "application/json"}
        body = json.dumps(params).encode()
        request = Request("POST", "/v2/email/outbound-emails", headers, body)
        _, said = self._service.send("SendEmail", request)
        answer: dict[str, Any] = json.loads(said)
        return answer


class S3:
    """Behind the guard, which lets no name through that would have to be written otherwise."""

    def __init__(self) -> None:
        self._service = Service("s3")

    def put_object(self, **params: Any) -> dict[str, Any]:
        self._send("PUT", "PutObject", params, params["Body"])
        return {}

    def get_object(self, **params: Any) -> dict[str, Any]:
        answer, body = self._send("GET", "GetObject", params, b"")
        return {"Body": BytesIO(body), "ContentType": answer.headers["content-type"]}

    def generate_presigned_url(self, operation: str, *, Params: Any, ExpiresIn: int) -> str:  # noqa: N803
        """Where whoever has the address may get the object, for so many seconds."""
        assert operation == "get_object"
        guard.check_object("GetObject", Params)
        said = {ANSWERED[name]: text for name, text in Params.items() if name in ANSWERED}
        return self._service.link(f"/{Params['Bucket']}/{Params['Key']}", said, ExpiresIn)

    def _send(self, method: str, operation: str, params: Any, body: bytes) -> Any:
        guard.check_object(operation, params)
        headers = {"x-amz-content-sha256": hashlib.sha256(body).hexdigest()}
        if "ContentType" in params:
            headers["content-type"] = params["ContentType"]
        path = f"/{params['Bucket']}/{params['Key']}"
        return self._service.send(operation, Request(method, path, headers, body))
