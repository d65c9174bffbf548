"""The SDK's HTTP client without a network: calls go straight into a simulator."""

from collections.abc import Mapping
from typing import Any

import stripe

from dev.stripe.errors import NoAnswer
from dev.stripe.keys import STUDIO_FULL
from dev.stripe.simulator import Simulator


class InProcess(stripe.HTTPClient):
    """`stripe.StripeClient(key, http_client=InProcess(simulator))`."""

    name = "simulator"

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.simulator = simulator

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **_: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        path = "/" + url.split("://", 1)[-1].partition("/")[2]
        try:
            status, answered, body = self.simulator.handle(
                method, path, headers or {}, post_data or b""
            )
        except NoAnswer as error:
            broken = stripe.APIConnectionError(f"Request timed out: {error}")  # type: ignore[no-untyped-call]
            broken.should_retry = True
            raise broken from error
        return body.decode(), status, answered

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.0

    def close(self) -> None:
        """Nothing is open."""


def client(simulator: Simulator, key: str = STUDIO_FULL, **options: Any) -> stripe.StripeClient:
    """An SDK client that talks to this simulator. options: as of `stripe.StripeClient`."""
    return stripe.StripeClient(key, http_client=InProcess(simulator), **options)
