"""Idempotency keys: for 24 hours the same key and parameters give the same answer again."""

from typing import Any

from dev.stripe.errors import ApiError, invalid
from dev.stripe.store import Obj

WINDOW_SECONDS = 24 * 3600
IN_PROGRESS = "in_progress"


class Idempotency:
    def __init__(self) -> None:
        self.answers: dict[str, Obj] = {}

    def begin(self, key: str, fingerprint: str, now: int) -> Obj | None:
        """The stored answer to replay, or None: the caller works now, then calls `finish`."""
        self._forget(now)
        known = self.answers.get(key)
        if known is None:
            self.answers[key] = {"at": now, "fingerprint": fingerprint, "status": IN_PROGRESS}
            return None
        if known["fingerprint"] != fingerprint:
            raise ApiError(
                400,
                "Keys for idempotent requests can only be used with the same parameters they were "
                f"first used with. Try using a key other than '{key}' if you meant to execute a "
                "different request.",
                "idempotency_error",
            )
        if known["status"] == IN_PROGRESS:
            raise invalid(
                "There is currently another in-progress request using this Idempotent Key (that "
                "probably means you submitted twice, and the other request is still going "
                f"through): {key}. Please try again later.",
                code="idempotency_key_in_use",
                status=409,
            )
        return known

    def finish(self, key: str, status: int, body: str, request_id: str) -> None:
        self.answers[key] |= {"status": status, "body": body, "request_id": request_id}

    def abandon(self, key: str) -> None:
        """Forget a call that was refused before any work: it may be corrected and sent again."""
        self.answers.pop(key, None)

    def _forget(self, now: int) -> None:
        while self.answers:
            oldest = next(iter(self.answers))
            if self.answers[oldest]["at"] > now - WINDOW_SECONDS:
                return
            del self.answers[oldest]

    def state(self) -> Any:
        return {key: known for key, known in self.answers.items() if known["status"] != IN_PROGRESS}
