"""The worker's requests with boto3 and Stripe's SDK alone, as recorded: what no worker can save.

The event is not looked at: BENCH_CALLS names the file with the requests of one hint,
BENCH_STRIPE_KEY a key that may make them.
"""

import base64
import json
import os
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import boto3
import stripe

session = boto3.session.Session()
clients: dict[str, Any] = {name: session.client(name) for name in ("dynamodb", "kms")}
account = stripe.StripeClient(
    os.environ["BENCH_STRIPE_KEY"],
    base_addresses={"api": os.environ["BALIE_STRIPE_API_BASE"]},
    http_client=stripe.RequestsClient(),
)


def recorded() -> list[Callable[[], object]]:
    with open(os.environ["BENCH_CALLS"]) as file:
        return [call(*parts) for parts in json.load(file)]


def call(service: str, operation: str, params: Any) -> Callable[[], object]:
    if service == "stripe":
        return partial(account.raw_request, operation, params)
    if operation == "Decrypt":
        params = {**params, "CiphertextBlob": base64.b64decode(params["CiphertextBlob"])}
    method = re.sub(r"(?<!^)([A-Z])", r"_\1", operation).lower()
    return partial(getattr(clients[service], method), **params)


CALLS = recorded()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    for made in CALLS:
        made()
    return {"batchItemFailures": []}
