"""Secrets of tenants (provider keys, webhook secrets), encrypted with KMS.

The encryption context {tenant, connection, purpose} is bound to the ciphertext: a row that is
copied to another tenant does not decrypt there. The template lets each function decrypt one
purpose only.
"""

import base64
import time
from typing import Literal

from balie.ground.aws import clients, settings

Purpose = Literal["api", "webhook"]
KEPT_SECONDS = 300

_decrypted: dict[tuple[str, str, str, str], tuple[float, str]] = {}


def encrypt(secret: str, *, tenant: str, connection_id: str, purpose: Purpose) -> str:
    """The ciphertext, as base64 text."""
    answer = clients.clients_for(tenant).kms.encrypt(
        KeyId=settings.secrets_key(),
        Plaintext=secret.encode(),
        EncryptionContext=_context(tenant, connection_id, purpose),
    )
    return base64.b64encode(answer["CiphertextBlob"]).decode()


def decrypt(ciphertext: str, *, tenant: str, connection_id: str, purpose: Purpose) -> str:
    """The secret; a decrypted one is kept in memory for five minutes."""
    cached = (tenant, connection_id, purpose, ciphertext)
    until, secret = _decrypted.get(cached, (0.0, ""))
    if time.monotonic() < until:
        return secret
    answer = clients.clients_for(tenant).kms.decrypt(
        KeyId=settings.secrets_key(),
        CiphertextBlob=base64.b64decode(ciphertext),
        EncryptionContext=_context(tenant, connection_id, purpose),
    )
    secret = str(answer["Plaintext"], "utf-8")
    _decrypted[cached] = (time.monotonic() + KEPT_SECONDS, secret)
    return secret


def _context(tenant: str, connection_id: str, purpose: Purpose) -> dict[str, str]:
    return {"tenant": tenant, "connection": connection_id, "purpose": purpose}
