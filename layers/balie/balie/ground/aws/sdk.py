"""The AWS SDK, for an operator's shell: what the functions need, they ask for without it."""

from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

ERRORS = (BotoCoreError, ClientError)
CONFIG = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=3, read_timeout=10)


def client(service: str, region: str | None = None) -> Any:
    """region: None for the shell's own."""
    return boto3.client(service, region_name=region, config=CONFIG)  # type: ignore[call-overload]


def region() -> str | None:
    return boto3.session.Session().region_name
