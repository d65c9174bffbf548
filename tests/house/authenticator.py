"""A phone's worth of passkeys: answers the ceremonies of WebAuthn as an authenticator does.

A test may lie with it: another origin, another domain, another count, no verification.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN = "https://desk.balie.example"
DOMAIN = "desk.balie.example"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Held:
    """A passkey in the authenticator."""

    id: bytes
    key: ec.EllipticCurvePrivateKey
    handle: bytes
    count: int = 0


@dataclass
class Authenticator:
    origin: str = ORIGIN
    domain: str = DOMAIN
    verifies: bool = True
    counts: bool = True
    held: list[Held] = field(default_factory=list)

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` gives, as its toJSON has it."""
        key = ec.generate_private_key(ec.SECP256R1())
        passkey = Held(secrets.token_bytes(32), key, decode(options["user"]["id"]))
        self.held.append(passkey)
        attested = b"\0" * 16 + len(passkey.id).to_bytes(2, "big") + passkey.id + cose(key)
        data = self._data(passkey, ATTESTED) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            passkey,
            clientDataJSON=encode(self._client("webauthn.create", options["challenge"])),
            attestationObject=encode(cbor2.dumps(statement)),
            transports=["internal"],
        )

    def show(self, options: dict[str, Any], passkey: Held | None = None) -> dict[str, Any]:
        """What `navigator.credentials.get` gives; the newest passkey if none is named."""
        shown = passkey or self.held[-1]
        shown.count += self.counts
        data = self._data(shown, 0)
        client = self._client("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(client).digest()
        return self._answer(
            shown,
            clientDataJSON=encode(client),
            authenticatorData=encode(data),
            signature=encode(shown.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            userHandle=encode(shown.handle),
        )

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, passkey: Held, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + bytes([flags]) + passkey.count.to_bytes(4, "big")

    @staticmethod
    def _answer(passkey: Held, **response: Any) -> dict[str, Any]:
        name = encode(passkey.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def cose(key: ec.EllipticCurvePrivateKey) -> bytes:
    """An ES256 public key: https://www.rfc-editor.org/rfc/rfc9053#section-7.1"""
    numbers = key.public_key().public_numbers()
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    return bytes(cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y}))
