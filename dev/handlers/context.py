"""What a Lambda handler is told about its invocation."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from dev.function import Function


@dataclass(frozen=True)
class Context:
    """The attributes of Lambda's context object.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: int
    aws_request_id: str
    log_group_name: str
    log_stream_name: str
    deadline_ms: int
    function_version: str = "$LATEST"
    identity: None = None
    client_context: None = None

    def get_remaining_time_in_millis(self) -> int:
        return max(0, self.deadline_ms - int(time.time() * 1000))


def context_for(function: Function, *, request_id: str, deadline_ms: int) -> Context:
    return Context(
        function_name=function.full_name,
        invoked_function_arn=function.arn,
        memory_limit_in_mb=function.memory_mb,
        aws_request_id=request_id,
        log_group_name=f"/aws/lambda/{function.full_name}",
        log_stream_name=f"{datetime.now(UTC):%Y/%m/%d}/[$LATEST]local",
        deadline_ms=deadline_ms,
    )
