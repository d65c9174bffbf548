"""Settings: what template.yaml puts into a function's environment, read when first needed."""

import os

from balie.ground.core.errors import Unavailable


class SettingMissing(Unavailable):
    """The deployment forgot something; no request can mend it."""

    code = "setting_missing"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set: the template gives it to this function.")
        self.name = name


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise SettingMissing(name)
    return value


def table_name() -> str:
    return _required("BALIE_TABLE")


def origin_secrets() -> list[str]:
    """What the CDN shows to prove that a request came through it: one of these, never none."""
    name = "BALIE_ORIGIN_SECRETS"
    found = [each for each in os.environ.get(name, "").split(",") if each]
    if not found:
        raise SettingMissing(name)
    return found


def public_url() -> str:
    """Where providers reach the webhooks; no slash at the end."""
    return _required("BALIE_PUBLIC_URL")


def provider_events_queue() -> str:
    return _required("BALIE_PROVIDER_EVENTS_QUEUE")


def backlog_queue() -> str:
    """Of hints that imports and syncs send."""
    return _required("BALIE_BACKLOG_QUEUE")


def provider_events_dead_letters() -> str:
    return _required("BALIE_PROVIDER_EVENTS_DEAD_LETTERS")


def mail_dead_letters() -> str:
    return _required("BALIE_MAIL_DEAD_LETTERS")


def catch_up_queue() -> str:
    return _required("BALIE_CATCH_UP_QUEUE")


def catch_up_dead_letters() -> str:
    return _required("BALIE_CATCH_UP_DEAD_LETTERS")


def stream_dead_letters() -> str:
    return _required("BALIE_STREAM_DEAD_LETTERS")


def audit_dead_letters() -> str:
    return _required("BALIE_AUDIT_DEAD_LETTERS")


def mail_queue() -> str:
    return _required("BALIE_MAIL_QUEUE")


def mail_sender() -> str:
    return _required("BALIE_MAIL_SENDER")


def desk_url() -> str:
    """Where the staff works, an origin: no slash at the end. Links and checks go by it."""
    return _required("BALIE_DESK_URL")


def passkey_domain() -> str:
    """The domain that passkeys are bound to, for ever: the desk's host or one above it."""
    return _required("BALIE_PASSKEY_DOMAIN")


def files_bucket() -> str:
    """Where firms' files are kept, each firm's under a prefix of its own."""
    return _required("BALIE_FILES")


def provider_call() -> str:
    """The function that asks a provider what somebody waits for."""
    return _required("BALIE_PROVIDER_CALL")


def secrets_key() -> str:
    """ARN of the KMS key that provider keys and webhook secrets are encrypted with."""
    return _required("BALIE_SECRETS_KEY")


def stripe_api_base() -> str | None:
    """Another server that speaks Stripe's API, or None for Stripe itself."""
    return os.environ.get("BALIE_STRIPE_API_BASE") or None
