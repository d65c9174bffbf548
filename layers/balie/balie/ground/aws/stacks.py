"""What a deployed CloudFormation stack says of itself."""

from botocore.exceptions import ClientError

from balie.ground.aws import clients
from balie.ground.core.errors import NotFound


class StackMissing(NotFound):
    code = "stack_missing"


def outputs(name: str) -> dict[str, str]:
    """By their names in the template. Raises StackMissing."""
    try:
        (stack,) = clients.clients_for("").cloudformation.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        raise StackMissing(
            f"There is no stack {name!r} in this account and region; `aws configure list` says "
            "which these are."
        ) from error
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
