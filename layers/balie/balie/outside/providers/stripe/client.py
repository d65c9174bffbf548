"""Calls to Stripe, with one account's key. Answers are raw dictionaries: `translate` reads them.

The API version is sent with every call, so that an account's own default changes nothing here. What
may pass by itself is tried again for some seconds, and then left to the queue: no function waits
long. A call with an effect goes out under one idempotency key however often it is tried.
"""

import random
import re
import time
from collections.abc import Iterator
from typing import Any

import stripe

from balie.outside.providers.refusals import (
    KeyRefused,
    ObjectMissing,
    ProviderUnavailable,
    RequestRefused,
)

API_VERSION = "2026-09-30.endive"
TIMEOUT_SECONDS = 10
PAGE = 100
MOST_TRIES = 4
FIRST_WAIT_SECONDS = 0.5
PATIENCE_SECONDS = 12.0  # one time-out fits in
NAMED = re.compile(r"'(?:rak_)?([a-z][a-z_]*_(?:read|write))'")

JsonObject = dict[str, Any]


def http_client() -> stripe.HTTPClient:
    """The seam at the network's edge."""
    return stripe.RequestsClient(timeout=TIMEOUT_SECONDS)


def pause(seconds: float) -> None:
    time.sleep(seconds)


class Account:
    """One Stripe account, by its key. base: another server that speaks Stripe's API.

    ref: the account that the key is known to be of; None before that is known. patience_seconds: of
    waits and time-outs before a last try.
    """

    def __init__(
        self,
        api_key: str,
        base: str | None = None,
        *,
        ref: str | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._ref = ref
        self._patience_seconds = patience_seconds
        self._stripe = stripe.StripeClient(
            api_key,
            stripe_version=API_VERSION,
            base_addresses={"api": base} if base else {},
            http_client=http_client(),
            max_network_retries=0,
        )

    def get(self, path: str, **params: Any) -> JsonObject:
        """Raises ObjectMissing, ProviderUnavailable, KeyRefused, or RequestRefused."""
        return self._there(path, self._call("get", path, params))

    def find(self, path: str, **params: Any) -> JsonObject | None:
        """None when Stripe has no such object (404), and the key is still that of this account.

        Every object is missing for the key of another account: that must not look as if it had been
        deleted. Raises ObjectMissing then.
        """
        found = self._call("get", path, params)
        if found is None and self._ref is not None and self.own_ref() != self._ref:
            raise ObjectMissing(f"The key is not that of {self._ref} any more.")
        return found

    def own_ref(self) -> str:
        """Stripe's id of the account that the key belongs to."""
        return str(self.itself()["id"])

    def itself(self) -> JsonObject:
        """The account that the key belongs to."""
        return self.get("/v1/account")

    def post(self, path: str, *, idempotency_key: str, **params: Any) -> JsonObject:
        more = {**params, "idempotency_key": idempotency_key}
        return self._there(path, self._call("post", path, more))

    def delete(self, path: str) -> None:
        """Gone already is as good."""
        self._call("delete", path, {})

    def pages(self, path: str, **params: Any) -> Iterator[JsonObject]:
        """Every object of a list, page by page, newest first as Stripe lists them."""
        after: dict[str, str] = {}
        while True:
            page = self.get(path, limit=PAGE, **params, **after)
            yield from page["data"]
            if not page["has_more"] or not page["data"]:
                return
            after = {"starting_after": page["data"][-1]["id"]}

    def _there(self, path: str, found: JsonObject | None) -> JsonObject:
        if found is None:
            raise ObjectMissing(f"Stripe has no object at {path}.")
        return found

    def _call(self, method: str, path: str, params: dict[str, Any]) -> JsonObject | None:
        """None for 404."""
        spent = 0.0
        for attempt in range(1, MOST_TRIES + 1):
            try:
                answer: JsonObject = self._stripe.raw_request(method, path, **params).data
                return answer
            except stripe.StripeError as error:
                if error.http_status == 404:
                    return None
                wait = _wait_seconds(error, attempt)
                spent += wait + (TIMEOUT_SECONDS if error.http_status is None else 0)
                over = attempt == MOST_TRIES or spent > self._patience_seconds
                if over or not _may_pass(error):
                    raise _as_ours(error, f"{method} {path}") from error
            pause(wait)
        raise AssertionError("the last try returns or raises")


def _may_pass(error: stripe.StripeError) -> bool:
    """Whether the same request may succeed in a moment; Stripe's own word on it comes first.

    429 also stands for a lock that another request holds (`lock_timeout`), 409 for the same
    idempotency key at work elsewhere. https://docs.stripe.com/rate-limits
    """
    advice = _headers(error).get("stripe-should-retry")
    if advice in ("true", "false"):
        return advice == "true"
    status = error.http_status  # None for no answer, 200 for one that broke off
    return status is None or status < 400 or status in (409, 429) or status >= 500


def _wait_seconds(error: stripe.StripeError, attempt: int) -> float:
    """As long as Stripe asks for, else longer each time; never the same for all who wait."""
    longest = FIRST_WAIT_SECONDS * 2 ** (attempt - 1)
    jittered: float = longest * random.uniform(0.5, 1)  # noqa: S311
    return max(jittered, _asked_seconds(error) or 0)


def _asked_seconds(error: stripe.StripeError) -> float | None:
    asked = str(_headers(error).get("retry-after", ""))
    return float(asked) if asked.isascii() and asked.isdecimal() else None


def _headers(error: stripe.StripeError) -> dict[str, str]:
    return {str(name).lower(): value for name, value in (error.headers or {}).items()}


def _as_ours(error: stripe.StripeError, request: str) -> Exception:
    if isinstance(error, stripe.PermissionError):
        lacks = tuple(dict.fromkeys(NAMED.findall(str(error.user_message or ""))))
        return KeyRefused(f"Stripe does not let this key {request}.", lacks=lacks)
    if isinstance(error, stripe.AuthenticationError):
        return KeyRefused(f"Stripe does not take this key ({request}).", is_dead=True)
    if isinstance(error, stripe.InvalidRequestError | stripe.IdempotencyError | stripe.CardError):
        return RequestRefused(f"Stripe refused {request}: {error.code}.")
    kind = type(error).__name__
    return ProviderUnavailable(
        f"Stripe did not do {request}: {kind}.", retry_after_seconds=_asked_seconds(error)
    )
