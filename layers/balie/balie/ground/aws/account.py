"""The AWS account as an operator finds it: who we are there, and what it lets us do."""

from typing import NamedTuple

from botocore.exceptions import ClientError, NoCredentialsError, PartialCredentialsError

from balie.ground.aws import sdk
from balie.ground.core.errors import Forbidden

# What no waiting mends: keys that are wrong, were deleted or have expired.
OF_CREDENTIALS = (
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
)


class CredentialsRefused(Forbidden):
    code = "credentials_refused"


class Caller(NamedTuple):
    """arn: of the user or role that the shell's credentials are of."""

    account: str
    arn: str


class Mail(NamedTuple):
    """What SES lets the account send. a_day: recipients, in a row of 24 hours."""

    is_out_of_sandbox: bool
    is_allowed: bool
    a_day: int


def caller() -> Caller:
    """Raises CredentialsRefused."""
    try:
        found = sdk.client("sts").get_caller_identity()
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise CredentialsRefused(
            "There are no AWS credentials; run `aws configure sso`, or set AWS_PROFILE."
        ) from error
    except ClientError as error:
        if error.response["Error"]["Code"] not in OF_CREDENTIALS:
            raise
        raise CredentialsRefused(
            "AWS refuses these credentials, or they have expired; sign in again."
        ) from error
    return Caller(found["Account"], found["Arn"])


def functions_at_once() -> int:
    """How many functions the account may run at the same time, in this region."""
    limit: int = sdk.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    return limit


def mail() -> Mail:
    found = sdk.client("sesv2").get_account()
    quota = found.get("SendQuota", {})
    return Mail(
        found.get("ProductionAccessEnabled", False),
        found.get("SendingEnabled", True),
        int(quota.get("Max24HourSend", 0)),
    )
