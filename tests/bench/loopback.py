"""AWS and Stripe on loopback, for whole processes: the same answers to every side, every time.

    python -m tests.bench.loopback

Reads are answered from a furnished house in memory; writes are acknowledged and dropped, so each
call meets the same rows. The first line that it prints says where it listens and what to send.
A GET of /taken answers with the requests since the last one, as (service, operation, parameters).
"""

import base64
import hashlib
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from balie.ground.aws import guard
from dev.children import die_with_parent
from dev.stripe.keys import STUDIO_RESTRICTED
from tests.bench.furnished import HOST, SETTINGS, Furnished, furnish, hint_of, in_memory
from tests.house.memory_aws import MemoryAws

SERVICES = {"DynamoDB_20120810": "dynamodb", "TrentService": "kms", "AmazonSQS": "sqs"}
Taken = list[tuple[str, str, Any]]


class Endpoint(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body in one segment
    aws: MemoryAws
    furnished: Furnished
    taken: Taken = []

    def do_GET(self) -> None:
        if self.path == "/taken":
            found = list(self.taken)
            self.taken.clear()
            self._answer(200, {}, json.dumps(found).encode())
            return
        self.taken.append(("stripe", "get", self.path))
        simulator = self.furnished.house.simulator
        self._answer(*simulator.handle("GET", self.path, dict(self.headers), b""))

    def do_POST(self) -> None:
        params = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        target, _, operation = self.headers["X-Amz-Target"].partition(".")
        service = SERVICES[target]
        self.taken.append((service, operation, params))
        with guard.scope(""):
            answer = self._aws(service, operation, params)
        kind = {"Content-Type": "application/x-amz-json-1.0"}
        self._answer(200, kind, json.dumps(answer).encode())

    def _aws(self, service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        if operation == "GetItem":
            return self.aws.dynamodb.get_item(**params)
        if operation == "Query":
            return self.aws.dynamodb.query(**params)
        if operation == "Decrypt":
            blob = base64.b64decode(params["CiphertextBlob"])
            opened = self.aws.kms.decrypt(**{**params, "CiphertextBlob": blob})
            return {"Plaintext": base64.b64encode(opened["Plaintext"]).decode()}
        assert operation in ("TransactWriteItems", "SendMessage"), (service, operation)
        digest = hashlib.md5(params.get("MessageBody", "").encode(), usedforsecurity=False)
        sent = {"MessageId": "1", "MD5OfMessageBody": digest.hexdigest()}
        return sent if service == "sqs" else {}

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


def environment(port: int) -> dict[str, str]:
    """As the template gives it to the functions, and how to reach this process."""
    return {
        **SETTINGS,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "BENCH_STRIPE_KEY": STUDIO_RESTRICTED,
        "BALIE_STRIPE_API_BASE": f"http://127.0.0.1:{port}",
    }


def main() -> None:
    die_with_parent(os.getppid())
    aws = MemoryAws()
    with in_memory(aws) as simulator:
        furnished = furnish(aws, simulator)
        paid = furnished.telling("invoice.paid")
        Endpoint.aws, Endpoint.furnished = aws, furnished
        server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
        server.daemon_threads = True
        said = {
            "environment": environment(server.server_address[1]),
            "host": HOST,
            "cookies": furnished.cookies,
            "hint": hint_of(furnished.house, paid),
            "webhook": {"url": paid.url, "body": paid.body.decode()},
            "secret": paid.endpoint["_secret"],
        }
        print(json.dumps(said), file=sys.__stdout__, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
