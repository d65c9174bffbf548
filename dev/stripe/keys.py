"""API keys and what they may do: full keys everything, restricted keys a list of permissions."""

from collections.abc import Iterable

from dev.stripe.errors import ApiError, invalid

FULL = frozenset({"*"})
READ = frozenset({"*_read"})
STUDIO_FULL = "_".join(("sk_test", "studio_noord"))
STUDIO_RESTRICTED = "_".join(("rk_test", "studio_noord"))
# What another permission allows as well. https://docs.stripe.com/keys/permissions-reference
ALSO_ALLOWED_BY = {"accounts_kyc_basic_read": "connected_account_read"}


class Keys:
    """Permission names are Stripe's without `rak_`: "invoice_read", "webhook_write"."""

    def __init__(self) -> None:
        self.permissions: dict[str, frozenset[str]] = {
            STUDIO_FULL: FULL,
            STUDIO_RESTRICTED: READ | {"webhook_write"},
        }

    def add(self, key: str, permissions: Iterable[str] = FULL) -> None:
        self.permissions[key] = frozenset(permissions)

    def remove(self, key: str) -> None:
        self.permissions.pop(key, None)

    def check(self, authorization: str, needed: str, account: str) -> None:
        """needed: one permission. Raises 401 for no or an unknown key, 403 for a weak one."""
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise invalid(
                "You did not provide an API key. You need to provide your API key in the "
                "Authorization header, using Bearer auth (e.g. 'Authorization: Bearer "
                "YOUR_SECRET_KEY').",
                status=401,
            )
        held = self.permissions.get(key)
        if held is None:
            raise invalid(f"Invalid API Key provided: {masked(key)}", status=401)
        if not self._allows(held, needed):
            raise _forbidden(key, needed, account)

    def _allows(self, held: frozenset[str], needed: str) -> bool:
        reading = needed.endswith("_read")
        if "*" in held or needed in held or (reading and "*_read" in held):
            return True
        if ALSO_ALLOWED_BY.get(needed) in held:
            return True
        return reading and needed.removesuffix("_read") + "_write" in held


def masked(key: str) -> str:
    return f"{key[:8]}{'*' * max(0, len(key) - 12)}{key[-4:]}" if len(key) > 12 else "*" * len(key)


def _forbidden(key: str, needed: str, account: str) -> ApiError:
    return invalid(
        f"The provided key '{masked(key)}' does not have the required permissions for this "
        f"endpoint on account '{account}'. Having the 'rak_{needed}' permission would allow this "
        "request to continue.",
        status=403,
    )
