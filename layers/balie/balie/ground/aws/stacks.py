"""What a deployed CloudFormation stack says of itself."""

from typing import NamedTuple

from botocore.exceptions import ClientError

from balie.ground.aws import clients
from balie.ground.core.errors import NotFound

NOT_MADE = ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE")


class StackMissing(NotFound):
    code = "stack_missing"


class Stack(NamedTuple):
    """parameters: those that are no secret. status: as CloudFormation words it."""

    status: str
    outputs: dict[str, str]
    parameters: dict[str, str]
    tags: dict[str, str]


def find(name: str) -> Stack | None:
    """None also for one that was begun and never made."""
    try:
        (found,) = clients.clients_for("").cloudformation.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        return None
    if found["StackStatus"] in NOT_MADE:
        return None
    return Stack(
        found["StackStatus"],
        {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])},
        {
            each["ParameterKey"]: each["ParameterValue"]
            for each in found.get("Parameters", [])
            if set(each["ParameterValue"]) != {"*"}
        },
        {each["Key"]: each["Value"] for each in found.get("Tags", [])},
    )


def get(name: str) -> Stack:
    """Raises StackMissing."""
    found = find(name)
    if found is None:
        raise StackMissing(
            f"There is no stack {name!r} in this account and region; `aws configure list` says "
            "which these are."
        )
    return found
