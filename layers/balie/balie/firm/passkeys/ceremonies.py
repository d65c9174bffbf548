"""The two ceremonies of WebAuthn: making a passkey, and showing that one is at hand.

What is asked of browsers and what their answers must be; https://www.w3.org/TR/webauthn-3/.
Origin and domain are the deployment's settings, never what a request says.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import CredentialDeviceType

from balie.firm.passkeys.model import CHALLENGE_LIVES, Challenge, Credential, Options, Passkey
from balie.ground.aws import settings
from balie.ground.core.errors import Forbidden

ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
TIMEOUT_MILLISECONDS = int(CHALLENGE_LIVES.total_seconds() * 1000)
# The library's own, and what malformed keys and lengths raise further down.
REFUSALS = (WebAuthnException, UnsupportedAlgorithm, ValueError, LookupError, TypeError)
Verified = TypeVar("Verified")


class PasskeyRefused(Forbidden):
    """One answer for all: unknown, removed, of somebody else, wrong signature, stale challenge."""

    code = "passkey_refused"


class Made(NamedTuple):
    """A new passkey: id and public key as base64url."""

    credential_id: str
    public_key: str
    sign_count: int
    synced: bool


def ask_to_make(
    challenge: Challenge, *, handle: str, account: str, name: str, known: Iterable[Passkey]
) -> Options:
    """handle: what the passkey says later to whom it belongs. known: not to be made again.

    account: what the browser lists it by, among others of the same person.
    """
    return {
        "rp": {"id": settings.passkey_domain(), "name": "Balie"},
        "user": {
            "id": bytes_to_base64url(handle.encode()),
            "name": account,
            "displayName": name,
        },
        "challenge": challenge.value,
        "pubKeyCredParams": [{"type": "public-key", "alg": alg.value} for alg in ALGORITHMS],
        "timeout": TIMEOUT_MILLISECONDS,
        "attestation": "none",
        "excludeCredentials": [_descriptor(passkey) for passkey in known],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
    }


def ask_for(challenge: Challenge, *, known: Iterable[Passkey] = ()) -> Options:
    """known: one of these; any of this domain when there are none."""
    return {
        "rpId": settings.passkey_domain(),
        "challenge": challenge.value,
        "timeout": TIMEOUT_MILLISECONDS,
        "userVerification": "required",
        "allowCredentials": [_descriptor(passkey) for passkey in known],
    }


def made(credential: Credential, challenge: Challenge) -> Made:
    """Raises PasskeyRefused."""
    found = _or_refused(
        lambda: verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge.value),
            expected_rp_id=settings.passkey_domain(),
            expected_origin=settings.desk_url(),
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    )
    return Made(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
        found.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
    )


def shown(credential: Credential, challenge: Challenge, passkey: Passkey) -> int:
    """The authenticator's count, which is for the caller to judge. Raises PasskeyRefused."""
    found = _or_refused(
        lambda: verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge.value),
            expected_rp_id=settings.passkey_domain(),
            expected_origin=settings.desk_url(),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=0,  # else it is judged before the signature is
            require_user_verification=True,
        )
    )
    return found.new_sign_count


def handle_in(credential: Credential) -> str:
    """To whom the passkey says it belongs; "" when that is no text."""
    try:
        return base64url_to_bytes(credential["response"]["userHandle"]).decode()
    except (KeyError, TypeError, ValueError):
        return ""


def refused() -> PasskeyRefused:
    return PasskeyRefused("This passkey does not work here. Try again, or use another one.")


def _descriptor(passkey: Passkey) -> Options:
    return {
        "type": "public-key",
        "id": passkey.credential_id,
        "transports": list(passkey.transports),
    }


def _or_refused(verify: Callable[[], Verified]) -> Verified:
    try:
        return verify()
    except REFUSALS as error:
        raise refused() from error
