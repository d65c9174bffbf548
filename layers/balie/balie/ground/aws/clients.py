"""AWS clients: one set a process, made on first use.

`clients_for(tenant)` is the seam where credentials tagged with the tenant come in; until then the
guard in front of DynamoDB and S3 refuses what such credentials would refuse.
"""

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from balie.ground.aws.direct import AwsError
from balie.ground.aws.services import S3, DynamoDB, Functions, Kms, Ses, Sqs

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

ERRORS = (AwsError,)


class Clients:
    """Each attribute is made when first asked for: a function pays only for what it uses.

    The last two are the SDK's, for an operator's commands: no function has it.
    """

    @cached_property
    def dynamodb(self) -> DynamoDB:
        return DynamoDB()

    @cached_property
    def sqs(self) -> Sqs:
        return Sqs()

    @cached_property
    def kms(self) -> Kms:
        return Kms()

    @cached_property
    def s3(self) -> S3:
        return S3()

    @cached_property
    def functions(self) -> Functions:
        return Functions()

    @cached_property
    def sesv2(self) -> Ses:
        return Ses()

    @cached_property
    def streams(self) -> Any:
        from balie.ground.aws import sdk

        return sdk.client("dynamodbstreams")

    @cached_property
    def cloudformation(self) -> "CloudFormationClient":
        from balie.ground.aws import sdk

        made: CloudFormationClient = sdk.client("cloudformation")
        return made


@cache
def _shared() -> Clients:
    return Clients()


def clients_for(tenant: str) -> Clients:
    """The clients to use on behalf of `tenant` ("" for the directory, which belongs to none)."""
    del tenant  # one set for all until credentials carry the tenant
    return _shared()
