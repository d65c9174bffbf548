"""The `Stripe-Version` header: shapes here are those since basil, so older ones are refused."""

import re

from dev.stripe.errors import invalid
from dev.stripe.settings import Settings

SPOKEN = re.compile(r"^20\d\d-\d\d-\d\d\.(basil|clover|dahlia|endive)$")


def chosen(headers: dict[str, str], settings: Settings) -> str:
    version = headers.get("stripe-version", settings.api_version)
    if not SPOKEN.match(version):
        raise invalid(f"Invalid Stripe API version: {version}")
    account = headers.get("stripe-account", settings.account_id)
    if account != settings.account_id:
        raise invalid(
            f"The provided key does not have access to account '{account}' (or that account does "
            "not exist). Application access may have been revoked.",
            code="account_invalid",
            status=403,
        )
    return version
