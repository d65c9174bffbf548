"""Is this webhook really Stripe's? Standard library only: it runs before anything else does.

https://docs.stripe.com/webhooks#verify-manually. Stricter than stripe-python: a timestamp in the
future and a repeated `t` are refused, and header and signatures are bounded.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime

from balie.ground.core.errors import Invalid

TOLERANCE_SECONDS = 300
LONGEST_HEADER = 4096
MOST_SIGNATURES = 10
SHORTEST_SECRET = 16
TIMESTAMP = re.compile(r"[0-9]{1,12}")


class NotAuthentic(Invalid):
    """The notification cannot be shown to come from the provider."""

    code = "not_authentic"


def verify(body: bytes, header: str, secrets: Sequence[str], now: datetime) -> None:
    """body: raw bytes as received. header: `Stripe-Signature`. secrets: several while rotating.

    Raises NotAuthentic.
    """
    timestamp, signatures = _parse(header)
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
        raise NotAuthentic("The signature's time is more than five minutes from now.")
    signed = timestamp.encode() + b"." + body
    for secret in secrets:
        if len(secret) < SHORTEST_SECRET:
            raise NotAuthentic("The connection has no usable webhook secret.")
        expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
        if any(hmac.compare_digest(expected, signature.encode()) for signature in signatures):
            return
    raise NotAuthentic("No signature of the notification fits.")


def _parse(header: str) -> tuple[str, list[str]]:
    if not header or len(header) > LONGEST_HEADER or not header.isascii():
        raise NotAuthentic("The notification has no usable signature header.")
    pairs = [part.strip().partition("=") for part in header.split(",")]
    timestamps = [value for name, _, value in pairs if name == "t"]
    signatures = [value for name, _, value in pairs if name == "v1"]
    if len(timestamps) != 1 or not TIMESTAMP.fullmatch(timestamps[0]):
        raise NotAuthentic("The signature header needs exactly one time.")
    if not 1 <= len(signatures) <= MOST_SIGNATURES:
        raise NotAuthentic("The signature header needs one to ten signatures.")
    return timestamps[0], signatures
