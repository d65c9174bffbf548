"""The AWS SDK, for an operator's shell: what the functions need, they ask for without it."""

import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

ERRORS = (BotoCoreError, ClientError)
CONFIG = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=3, read_timeout=10)


def client(service: str, there: str | None = None) -> Any:
    """there: a region; None for the shell's own."""
    named = there or region()
    return boto3.client(service, region_name=named, config=CONFIG)  # type: ignore[call-overload]


def region() -> str | None:
    """By the name that the functions, `aws` and `sam` read too, which boto3 passes over."""
    return os.environ.get("AWS_REGION") or boto3.session.Session().region_name
