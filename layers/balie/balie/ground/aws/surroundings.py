"""Where AWS is and who we are there, as the environment says it: a function's does.

An operator's shell may say it in other ways (a profile, single sign-on); the SDK knows them all,
and is only loaded there.
"""

import os
from functools import cache
from typing import Any

from balie.ground.aws.signature import Credentials
from balie.ground.core.errors import Unavailable


class AwsUnknown(Unavailable):
    code = "aws_unknown"


def credentials() -> Credentials:
    """Asked for with each request: those that an SDK found are renewed by it."""
    found = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if found[0] and found[1]:
        return Credentials(found[0], found[1], os.environ.get("AWS_SESSION_TOKEN") or None)
    kept = _sdk().get_credentials()
    if kept is None:
        raise AwsUnknown("There are no AWS credentials; `aws configure list` says where they are.")
    frozen = kept.get_frozen_credentials()
    return Credentials(frozen.access_key, frozen.secret_key, frozen.token)


def region() -> str:
    named = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    found = named or _sdk().get_config_variable("region")
    if not found:
        raise AwsUnknown("There is no AWS region; set AWS_REGION.")
    return str(found)


def endpoint(service: str) -> str:
    """service: the first part of its address. Another server is named as SDKs have it named.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    """
    named = "SESV2" if service == "email" else service.upper()
    elsewhere = os.environ.get(f"AWS_ENDPOINT_URL_{named}") or os.environ.get("AWS_ENDPOINT_URL")
    if elsewhere:
        return elsewhere
    here = region()
    return f"https://{service}.{here}.amazonaws.com{'.cn' if here.startswith('cn-') else ''}"


@cache
def _sdk() -> Any:
    from botocore.session import Session

    return Session()
