"""AWS clients: one set a process, made on first use.

`clients_for(tenant)` is the seam where credentials tagged with the tenant come in; until then the
guard on the DynamoDB client refuses what such credentials would refuse.
"""

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from balie.ground.aws import guard

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

ERRORS = (BotoCoreError, ClientError)
CONFIG = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=3, read_timeout=10)
# A link must name the bucket's own region: across regions S3 redirects, and no signature survives.
FILES = CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
# Once, and for longer than the function called may take: somebody waits, and can ask again.
CALLS = Config(retries={"total_max_attempts": 1}, connect_timeout=3, read_timeout=24)


class Clients:
    """Each attribute is made when first asked for: a function pays only for what it uses."""

    def __init__(self) -> None:
        self._session = boto3.session.Session()

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        client = self._session.client("dynamodb", config=CONFIG)
        guard.install(client)
        return client

    @cached_property
    def sqs(self) -> "SQSClient":
        return self._session.client("sqs", config=CONFIG)

    @cached_property
    def kms(self) -> "KMSClient":
        return self._session.client("kms", config=CONFIG)

    @cached_property
    def s3(self) -> "S3Client":
        client = self._session.client("s3", config=FILES)
        guard.install_for_objects(client)
        return client

    @cached_property
    def functions(self) -> "LambdaClient":
        return self._session.client("lambda", config=CALLS)

    @cached_property
    def sesv2(self) -> "SESV2Client":
        return self._session.client("sesv2", config=CONFIG)

    @cached_property
    def streams(self) -> Any:
        return self._session.client("dynamodbstreams", config=CONFIG)

    @cached_property
    def cloudformation(self) -> "CloudFormationClient":
        return self._session.client("cloudformation", config=CONFIG)


@cache
def _shared() -> Clients:
    return Clients()


def clients_for(tenant: str) -> Clients:
    """The clients to use on behalf of `tenant` ("" for the directory, which belongs to none)."""
    del tenant  # one set for all until credentials carry the tenant
    return _shared()
