"""Calling another function of ours and waiting for its answer.

For what a route has to wait for and may not do itself: to read a provider's key, above all.
"""

import json
from collections.abc import Mapping
from typing import Any

from balie.ground.aws import clients
from balie.ground.core.errors import Unavailable


class CallFailed(Unavailable):
    """It broke off, took too long, or did not begin."""

    code = "call_failed"


def call(tenant: str, function: str, message: Mapping[str, Any]) -> Any:
    """What the function answers. Raises CallFailed."""
    try:
        answer = clients.clients_for(tenant).functions.invoke(
            FunctionName=function, Payload=json.dumps(message).encode()
        )
        said = answer["Payload"].read()
    except clients.ERRORS as error:
        raise CallFailed("This could not be asked just now. Try again in a moment.") from error
    if "FunctionError" in answer:
        raise CallFailed("This took too long, or failed. Try again in a moment.")
    return json.loads(said)
