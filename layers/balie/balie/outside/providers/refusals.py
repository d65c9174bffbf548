"""What a provider answers instead of what it was asked for. Nothing here knows any provider."""

from balie.ground.core.errors import Invalid, Unavailable


class ProviderUnavailable(Unavailable):
    """It did not answer, answered with an error of its own, or asked to slow down.

    retry_after_seconds: how long it asked to be left alone; None when it did not say.
    """

    code = "provider_unavailable"

    def __init__(self, detail: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class KeyRefused(Unavailable):
    """The key is wrong, revoked, or not allowed to do this: once it is replaced, it works again.

    is_dead: it is refused whatever it is used for. lacks: the permissions that would let it do
    this, any one of them, in the provider's own names; empty when the provider names none.
    """

    code = "provider_key_refused"

    def __init__(self, detail: str, *, is_dead: bool = False, lacks: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.is_dead = is_dead
        self.lacks = lacks


class ObjectMissing(Unavailable):
    """It does not know an object that it has told of: another account's key, or a moment."""

    code = "provider_object_missing"


class RequestRefused(Invalid):
    """It understood the request and refuses it."""

    code = "provider_request_refused"


class DownloadRefused(Unavailable):
    """Of what the provider has, nothing came that may be kept."""

    code = "download_refused"
