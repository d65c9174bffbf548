"""Logs and metrics: structured, and without what must never stand in them.

Log facts by name (`log.info("hint queued", extra={"tenant": …})`), never payloads. As a second
line of defence every record is redacted on its way out: keys that name secrets, e-mail addresses,
IBANs, card numbers, provider keys and our own tokens.
"""

import re
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

HIDDEN = "[redacted]"
SECRET_NAMES = re.compile(
    r"(?i)(authorization|cookie|password|secret|signature|token|nonce|api_?key|e-?mail|iban)"
)
SECRET_VALUES = re.compile(
    r"(?x)"
    r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"  # our own tokens: 256 bits, base64url
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail addresses
    r"|\b[A-Z]{2}\d{2}(?:\ ?[A-Z0-9]{4}){2,7}(?:\ ?[A-Z0-9]{1,3})?\b"  # IBANs
    r"|\b(?:\d[ -]?){13,19}\b"  # card numbers
    r"|\b(?:sk|rk|pk|whsec|access|test|live)_[A-Za-z0-9_]{8,}"  # provider keys, webhook secrets
)


def redacted(value: Any, name: str = "") -> Any:
    """The same shape, with what is secret or personal replaced.

    name: of all that the value stands under. What is no JSON is redacted in the text it becomes.
    """
    if isinstance(value, dict):
        return {key: redacted(inner, f"{name} {key}") for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(inner, name) for inner in value]
    if value and SECRET_NAMES.search(name):
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    return SECRET_VALUES.sub(HIDDEN, str(value))


class RedactingFormatter(LambdaPowertoolsFormatter):
    def serialize(self, log: Any) -> str:
        return super().serialize(redacted(log))


log = Logger(logger_formatter=RedactingFormatter())
metrics = Metrics(namespace="Balie")
