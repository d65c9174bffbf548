"""Our webhook endpoints at Stripe: made, brought up to date, removed.

https://docs.stripe.com/api/webhook_endpoints
"""

from typing import Any

from balie.ground.core.ids import new_id
from balie.outside.providers.stripe.client import API_VERSION, Account
from balie.outside.providers.stripe.webhook_events import POINTS_AT

PATH = "/v1/webhook_endpoints"


class Endpoints:
    """Those of one firm. prefix: what their addresses begin with; the token follows it."""

    def __init__(self, account: Account, prefix: str) -> None:
        self._account = account
        self._prefix = prefix

    def make(self, token: str) -> tuple[str, str]:
        """Stripe's id of it, and the secret it signs with, which is shown this once."""
        made = self._account.post(
            PATH,
            idempotency_key=new_id("req"),
            url=self._prefix + token,
            enabled_events=sorted(POINTS_AT),
            api_version=API_VERSION,
            description="Balie",
        )
        return made["id"], made["secret"]

    def bring_up_to_date(self, ref: str) -> bool:
        """Have it tell of all that we keep, also when Stripe had switched it off.

        False when another must be made: it is gone, elsewhere, or of an API version that it keeps
        for life.
        """
        there = self._account.find(f"{PATH}/{ref}")
        if there is None or not self._is_ours(there) or there["api_version"] != API_VERSION:
            return False
        if set(there["enabled_events"]) != set(POINTS_AT) or there["status"] != "enabled":
            self._account.post(
                f"{PATH}/{ref}",
                idempotency_key=new_id("req"),
                enabled_events=sorted(POINTS_AT),
                disabled=False,
            )
        return True

    def remove(self, *, but: str | None = None, also: str | None = None) -> list[str]:
        """All but the one; the tokens of those removed.

        What an answer that was lost left behind goes too. also: one that may be elsewhere by now.
        """
        found = list(self._account.pages(PATH))
        ours = [raw for raw in found if self._is_ours(raw) and raw["id"] != but]
        for ref in dict.fromkeys([*(raw["id"] for raw in ours), *([also] if also else [])]):
            self._account.delete(f"{PATH}/{ref}")
        return [raw["url"].removeprefix(self._prefix) for raw in ours]

    def _is_ours(self, raw: dict[str, Any]) -> bool:
        return str(raw["url"]).startswith(self._prefix)
