"""What a passkey's answer must be, beyond its signature."""


def went_back(kept: int, said: int) -> bool:
    """Whether the authenticator counts lower than it did: a copy of it may be about.

    https://www.w3.org/TR/webauthn-3/#sctn-sign-counter
    """
    return (kept > 0 or said > 0) and said <= kept
