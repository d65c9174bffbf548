"""Calls to Stripe, with one account's key. Answers are raw dictionaries: `translate` reads them.

The API version is sent with every call, so that an account's own default changes nothing here.
"""

from collections.abc import Iterator
from typing import Any

import stripe

from balie.ground.core.errors import Invalid, Unavailable

API_VERSION = "2026-09-30.endive"
TIMEOUT_SECONDS = 10
PAGE = 100

JsonObject = dict[str, Any]


class ProviderUnavailable(Unavailable):
    """Stripe did not answer, answered with an error of its own, or asked to slow down."""

    code = "provider_unavailable"


class KeyRefused(Unavailable):
    """The key is wrong, revoked, or not allowed to do this: once it is replaced, it works again."""

    code = "provider_key_refused"


class ObjectMissing(Unavailable):
    """Stripe does not know an object that it has told of: another account's key, or a moment."""

    code = "provider_object_missing"


class RequestRefused(Invalid):
    """Stripe understood the request and refuses it."""

    code = "provider_request_refused"


def http_client() -> stripe.HTTPClient:
    """The seam at the network's edge."""
    return stripe.RequestsClient(timeout=TIMEOUT_SECONDS)


class Account:
    """One Stripe account, by its key. base: another server that speaks Stripe's API."""

    def __init__(self, api_key: str, base: str | None = None) -> None:
        self._stripe = stripe.StripeClient(
            api_key,
            stripe_version=API_VERSION,
            base_addresses={"api": base} if base else {},
            http_client=http_client(),
            max_network_retries=2,
        )

    def get(self, path: str, **params: Any) -> JsonObject:
        """Raises ObjectMissing, ProviderUnavailable, KeyRefused, or RequestRefused."""
        return self._there(path, self._call("get", path, params))

    def find(self, path: str, **params: Any) -> JsonObject | None:
        """None when Stripe has no such object (404)."""
        return self._call("get", path, params)

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
        try:
            answer = self._stripe.raw_request(method, path, **params)
        except stripe.InvalidRequestError as error:
            if error.http_status == 404:
                return None
            raise RequestRefused(f"Stripe refused {method} {path}: {error.code}.") from error
        except (stripe.AuthenticationError, stripe.PermissionError) as error:
            raise KeyRefused(f"Stripe does not let this key {method} {path}.") from error
        except stripe.StripeError as error:
            kind = type(error).__name__
            raise ProviderUnavailable(f"Stripe did not do {method} {path}: {kind}.") from error
        data: JsonObject = answer.data
        return data
